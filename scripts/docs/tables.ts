/**
 * `npm run docs`: writes the tables of the guide that the code knows better, between
 * `<!-- docs:NAME -->` and `<!-- /docs:NAME -->`. A test fails while they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { properties } from '../../nodes/BatchGetTalentId/description';
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import { GATEWAY_ERRORS, classifyError } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { ErrorInfo } from '../../nodes/BatchGetTalentId/feishu/errorCodes';
import type { FailureExtent } from '../../nodes/BatchGetTalentId/feishu/errors';
import { ENDPOINT_ERRORS } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import { readQuery } from '../../nodes/BatchGetTalentId/read/query';
import { assumptionTable } from './assumptionTable';

const escape = (text: string) => text.replace(/[\\`*_{}[\]<>|]/g, '\\$&').replace(/\s+/g, ' ');

const sentence = (text: string) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** Prettier would pad every row to the longest one, so it is told to leave the table alone. */
function table(head: string[], rows: string[][]): string {
	const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	return ['<!-- prettier-ignore -->', ...lines].join('\n');
}

/** What can be chosen for a parameter; by number too where an expression may have to give it. */
function choices({ options = [] }: INodeProperties): string[] {
	const given = options as INodePropertyOptions[];
	if (given.some(({ description }) => description)) {
		return given.map(({ name, description = '' }) => `_${escape(name)}_: ${escape(description)}`);
	}
	if (!given.every(({ value }) => typeof value === 'number')) {
		return [given.map(({ name }) => escape(name)).join(', ')];
	}
	const sorted = [...given].sort((a, b) => Number(a.value) - Number(b.value));
	return [sorted.map(({ name, value }) => `${String(value)} ${escape(name)}`).join(', ')];
}

function standardOf({ type, options = [], default: standard, typeOptions }: INodeProperties) {
	const chosen = (options as INodePropertyOptions[]).find(({ value }) => value === standard);
	if (chosen) return escape(chosen.name);
	if (type === 'boolean') return standard ? 'on' : 'off';
	const { minValue, maxValue } = typeOptions ?? {};
	const bounds = maxValue === undefined ? '' : ` (${minValue} to ${maxValue})`;
	return `${escape(String(standard))}${bounds}`;
}

const isShown = ({ type }: INodeProperties) => type !== 'notice' && type !== 'hidden';

function parameterRows(shown: INodeProperties[], prefix = ''): string[][] {
	return shown.filter(isShown).flatMap((property) => {
		const { displayName, description = '', type, options } = property;
		if (type === 'collection') {
			return parameterRows(options as INodeProperties[], `${displayName} → `);
		}
		const meaning = [escape(description), ...choices(property)].filter(Boolean).map(sentence);
		return [[`**${prefix}${escape(displayName)}**`, standardOf(property), meaning.join('<br>')]];
	});
}

const parameterTable = (shown: INodeProperties[]) =>
	table(['Parameter', 'Default', 'Meaning'], parameterRows(shown));

/** What becomes of the rows once no attempt is left. */
const CONSEQUENCES: Record<FailureExtent, string> = {
	value: 'only its rows fail',
	call: 'the rows of this call fail',
	run: 'the run ends',
};

const BREAKER =
	'If Feishu rejects every value of the first such call, and one value of each of three calls like it (same kinds of identifier, country code and document), the other rows like it fail without being asked.';

/** What the node does about a reply. */
function reactionTo({ retry, failure }: ErrorInfo): string {
	const consequence = CONSEQUENCES[failure];
	switch (retry) {
		case 'rateLimit':
			return `Waits as long as Feishu asks, and retries; after 10 minutes without one success ${consequence}.`;
		case 'token':
			return `Exchanges the token and retries; after three tokens that never worked ${consequence}.`;
		case 'backoff':
			return `Retries with backoff, up to Max Tries; then ${consequence}.`;
		case 'never':
			return failure === 'value'
				? `Bisects the call until the value is found; ${consequence}. ${BREAKER}`
				: `${consequence[0]?.toUpperCase()}${consequence.slice(1)}.`;
	}
}

/** Replies that carry no known code. */
const OTHERS: Array<[label: string, code: number | undefined, status: number]> = [
	['HTTP 429', undefined, 429],
	['HTTP 5xx', undefined, 500],
	['no JSON, or cut short', undefined, 200],
	['any other code', -1, 400],
	['no code, as with HTTP 404', undefined, 404],
];

function errorTable(): string {
	const labels = new Map<ErrorInfo, string[]>();
	const add = (label: string, code: number | undefined, status: number) => {
		const info = classifyError({ code, status }, ENDPOINT_ERRORS);
		labels.set(info, [...(labels.get(info) ?? []), label]);
	};
	const codes = new Set([...GATEWAY_ERRORS.keys(), ...ENDPOINT_ERRORS.keys()]);
	for (const code of codes) add(String(code), code, 400);
	for (const [label, code, status] of OTHERS) add(label, code, status);
	return table(
		['Feishu answers', 'Meaning', 'What the node does', 'What you can do'],
		[...labels].map(([info, shown]) =>
			[shown.join(', '), info.message, reactionTo(info), info.help].map(escape),
		),
	);
}

/** What the test of the credential says of a code; the exchange before a run says the same. */
function credentialErrorTable(): string {
	const { rules = [] } = new FeishuHireApi().test;
	return table(
		['Code', 'Message'],
		rules.flatMap(({ properties: rule }) =>
			'key' in rule && rule.key === 'code' ? [[String(rule.value), escape(rule.message)]] : [],
		),
	);
}

/** Cells that fail their row before anything is asked. */
const UNUSABLE: Array<Partial<Record<ItemParameter, unknown>>> = [
	{ mobileNumber: '1.38E+10' },
	{ mobileNumber: '+99912345678' },
	{ mobileNumber: '13800138000', mobileCode: 'China' },
	{ identificationNumber: 'E12345678', identificationType: 'passport' },
	{ mobileNumber: { number: '13800138000' } },
];

function rowTable(): string {
	const rows = UNUSABLE.map((row) => {
		const { problem } = readQuery(0, (name) => row[name] ?? '', 'all');
		const [cell] = Object.values(row).slice(-1);
		const shown = typeof cell === 'string' ? cell : JSON.stringify(cell);
		return [`\`${shown}\``, escape(problem?.message ?? ''), escape(problem?.description ?? '')];
	});
	return table(['A cell such as', 'Message', 'What you can do'], rows);
}

const TABLES: Record<string, () => string> = {
	parameters: () => parameterTable(properties),
	credential: () => parameterTable(new FeishuHireApi().properties),
	errors: errorTable,
	credentialErrors: credentialErrorTable,
	rows: rowTable,
	assumptions: assumptionTable,
};

/** A page of the guide with its tables as the code has them now. */
export function fillTables(page: string): string {
	return page.replace(
		/(<!-- docs:(\w+) -->\n)[^]*?(<!-- \/docs:\2 -->)/g,
		(_, open: string, name: string, close: string) => {
			const make = TABLES[name];
			if (!make) throw new Error(`There is no table ${name}.`);
			return `${open}${make()}\n\n${close}`;
		},
	);
}

if (require.main === module) {
	for (const page of ['README.md', 'docs/feishu-platform.md']) {
		writeFileSync(page, fillTables(readFileSync(page, 'utf8')));
	}
}
