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
			'Candidates found in Feishu Hire go to <b>Matched</b>, all others to <b>Unmatched</b>. AND makes the fewest wrong matches, OR finds more. <a href="https://github.com/n8n-nodes-feishu-hire/n8n-nodes-feishu-hire#readme" target="_blank">Read the guide</a>.',
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
					'Every identifier that the item gives must belong to the talent: the fewest wrong matches',
			},
			{
				name: 'Any Identifier (OR)',
				value: 'any',
				description:
					'One matching identifier is enough: finds more, and takes up to three times as many calls',
			},
		],
		default: 'all',
		description:
			"Which of a candidate's identifiers (mobile number, email, identification number) must match. Empty ones are left out.",
	},
	{
		displayName: LABELS.mobileNumber,
		name: 'mobileNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.mobile }}',
		description:
			"The candidate's mobile number, in any usual spelling. Several can be given as a list, or separated by comma, semicolon, slash or line break: any of them may match.",
	},
	{
		displayName: LABELS.mobileCode,
		name: 'mobileCode',
		type: 'string',
		default: '86',
		placeholder: 'e.g. 86',
		description:
			'The country code of mobile numbers written without one. A number such as +852 6123 4567 keeps its own.',
	},
	{
		displayName: LABELS.email,
		name: 'email',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.email }}',
		description:
			"The candidate's email address. Several can be given as a list, or separated by comma, semicolon or line break: any of them may match.",
	},
	{
		displayName: LABELS.identificationNumber,
		name: 'identificationNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.idNumber }}',
		description:
			"The number of the candidate's identity card, passport or other document. Several can be given as a list, or separated by comma, semicolon or line break: any of them may match.",
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
			'The document that the identification number is of. Feishu looks a number up within one type only.',
	},
	{
		displayName:
			'Identification Type matters here: if it differs from row to row, switch it to an expression that gives its number, e.g. 1 for a resident identity card, 2 for a passport.',
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
				description: 'Each talent once, paired with the first row that it matches',
			},
			{
				name: 'One Item per Match',
				value: 'match',
				description:
					'One item for every row and talent that match, so that each row keeps its result',
			},
		],
		default: 'talent',
		description: 'What one item on the Matched output stands for',
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		displayOptions: { show: { output: ['match'] } },
		description:
			"Whether to put the talent's fields beside those of its input item, binary data included. If a field exists in both, the talent's value is kept.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		noDataExpression: true,
		options: [
			numberOption('batchSize', 'How many values of a kind one call may ask. Feishu allows 100.'),
			{
				displayName: 'Include Identifiers',
				name: 'includeIdentifiers',
				type: 'boolean',
				default: false,
				description:
					"Whether to add the field <code>identifiers</code> to unmatched items: the item's mobile number, email and identification number as they were read, for a step behind that creates the candidate",
			},
			numberOption(
				'maxTries',
				'How many times a call is tried in all before a temporary error of Feishu or the network counts as final',
			),
			numberOption(
				'requestsPerMinute',
				'Feishu allows 1000 per app and tenant. Lower it to leave room for other programs that use the same app.',
			),
			numberOption(
				'requestsPerSecond',
				'Feishu allows 50 per app and tenant. Lower it to leave room for other programs that use the same app.',
			),
			numberOption('timeout', 'How many milliseconds to wait for the reply to a call'),
		],
	},
];
