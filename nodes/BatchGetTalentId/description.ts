/** The node's panel: labels, defaults and bounds stand here once, and the readers use them. */
import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from './lookUp/endpoint';

/** The parameters that are read per item, with their labels. */
export const LABELS = {
	mobileNumber: 'Mobile Number',
	mobileCode: 'Default Country Code',
	email: 'Email',
	identificationNumber: 'Identification Number',
	identificationType: 'Identification Type',
} as const;

export type ItemParameter = keyof typeof LABELS;

/** The whole numbers in the `options` collection, with label, default and bounds. */
export const NUMBER_OPTIONS = {
	batchSize: { label: 'Batch Size', default: 100, max: LIMITS.batchSize },
	maxTries: { label: 'Max Tries', default: 5, max: Number.MAX_SAFE_INTEGER },
	requestsPerMinute: {
		label: 'Requests per Minute',
		default: LIMITS.requestsPerMinute,
		max: LIMITS.requestsPerMinute,
	},
	requestsPerSecond: {
		label: 'Requests per Second',
		default: LIMITS.requestsPerSecond,
		max: LIMITS.requestsPerSecond,
	},
	/** The longest that a timer can wait. */
	timeout: { label: 'Timeout (Ms)', default: 30_000, max: 2 ** 31 - 1 },
} as const;

export type NumberOption = keyof typeof NUMBER_OPTIONS;

/** The panel's field of a number option. */
function numberOption(name: NumberOption, description: string): INodeProperties {
	const { label, default: value, max } = NUMBER_OPTIONS[name];
	return {
		displayName: label,
		name,
		type: 'number',
		typeOptions: { minValue: 1, ...(max < 2 ** 31 - 1 && { maxValue: max }) },
		default: value,
		description,
	};
}

/** The node's panel. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Candidates found in Feishu Hire go to <b>Matched</b>, all others to <b>Unmatched</b>. For a sheet, set <b>On Error</b> in Settings to <b>Continue (using error output)</b>: most sheets have some cells that cannot be read. <a href="https://github.com/n8n-nodes-feishu-hire/n8n-nodes-feishu-hire#readme" target="_blank">Read the guide</a>.',
		name: 'guideNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Match By',
		name: 'matchBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All Identifiers (AND)',
				value: 'all',
				description:
					'The talent must have every identifier that the item gives. This makes the fewest wrong matches.',
			},
			{
				name: 'Any Identifier (OR)',
				value: 'any',
				description:
					'One matching identifier is enough. This finds more talents and takes up to three times as many calls.',
			},
		],
		default: 'all',
		description:
			"How to combine a candidate's identifiers (mobile number, email, identification number). Empty ones are ignored.",
	},
	{
		displayName: LABELS.mobileNumber,
		name: 'mobileNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.mobile }}',
		description:
			"The candidate's mobile number as it is in the sheet, e.g. 138-0013-8000, +86 138 0013 8000 or 手机：13800138000（微信同号）. It can be text, a number, a list, or rich text of Feishu Base. A cell can hold several numbers, separated by a comma, semicolon, slash or line break: any of them may match.",
	},
	{
		displayName: LABELS.mobileCode,
		name: 'mobileCode',
		type: 'string',
		default: '86',
		placeholder: 'e.g. 86',
		description:
			'The country code of mobile numbers that are written without one, e.g. 86, +852 or HK. A number such as +852 6123 4567 keeps its own.',
	},
	{
		displayName: LABELS.email,
		name: 'email',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.email }}',
		description:
			"The candidate's email address as it is in the sheet, e.g. zhang.wei@example.com or 张伟 &lt;zhang.wei@example.com&gt;. It can be text, a list, or rich text of Feishu Base. A cell can hold several addresses, separated by a comma, semicolon or line break: any of them may match.",
	},
	{
		displayName: LABELS.identificationNumber,
		name: 'identificationNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.idNumber }}',
		description:
			"The number of the candidate's identity card, passport or other document as it is in the sheet, e.g. 身份证：990101 19900101 102X. It can be text, a number, a list, or rich text of Feishu Base. A cell can hold several numbers, separated by a comma, semicolon or line break: any of them may match.",
	},
	{
		displayName: LABELS.identificationType,
		name: 'identificationType',
		type: 'options',
		options: [
			{ name: 'Hong Kong and Macao Resident Residence Permit (港澳居民居住证)', value: 8 },
			{ name: 'Hong Kong Identity Card (香港身份证)', value: 3 },
			{
				name: 'Mainland Travel Permit for Hong Kong and Macao Residents (港澳居民来往内地通行证)',
				value: 6,
			},
			{ name: 'Mainland Travel Permit for Taiwan Residents (台胞证)', value: 4 },
			{ name: 'Other (其他)', value: 5 },
			{ name: 'Passport (护照)', value: 2 },
			{ name: 'Resident Identity Card (居民身份证)', value: 1 },
			{ name: 'Taiwan Resident Residence Permit (台湾居民居住证)', value: 9 },
		],
		default: 1,
		description:
			'The type of document that the identification number belongs to. Feishu searches within one type only.',
	},
	{
		displayName:
			'If the type of document differs from row to row, switch <b>Identification Type</b> to an expression. It can return the number of the type, or a name such as 身份证, 护照 or Passport.',
		name: 'identificationTypeNotice',
		type: 'notice',
		default: '',
		displayOptions: { hide: { identificationNumber: [''] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'One Item per Talent',
				value: 'talent',
				description: 'Return each talent once, paired with the first row that it matches',
			},
			{
				name: 'One Item per Match',
				value: 'match',
				description:
					'Return one item for each row and talent that match, so that each row keeps its result',
			},
		],
		default: 'talent',
		description: 'What each item of the Matched output contains',
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		displayOptions: { show: { output: ['match'] } },
		description:
			"Whether to add the fields of the input item to those of the talent, including binary data. If a field exists in both, the talent's value is kept.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		noDataExpression: true,
		options: [
			numberOption(
				'batchSize',
				'How many values of one kind to send in a call. Feishu allows 100.',
			),
			{
				displayName: 'Include Identifiers',
				name: 'includeIdentifiers',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the field <code>identifiers</code> to unmatched items: their mobile number, email and identification number as they were read, for a later node that creates the candidate',
			},
			numberOption(
				'maxTries',
				'How many times to try a call before a temporary error of Feishu or the network counts as final',
			),
			numberOption(
				'requestsPerMinute',
				'How many calls to make per minute. Feishu allows 1000 per app and tenant. Lower it to leave room for other programs that use the same app; while executions overlap, the lowest value applies to all of them.',
			),
			numberOption(
				'requestsPerSecond',
				'How many calls to make per second. Feishu allows 50 per app and tenant. Lower it to leave room for other programs that use the same app; while executions overlap, the lowest value applies to all of them.',
			),
			numberOption('timeout', 'How many milliseconds to wait for the response to a call'),
		],
	},
];
