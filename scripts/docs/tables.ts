/**
 * `npm run docs`: writes the tables of the pages that the code knows better, between
 * `<!-- docs:NAME -->` and `<!-- /docs:NAME -->`. A test fails while they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { FeishuHireApi } from '../../credentials/FeishuHireApi.credentials';
import { properties } from '../../nodes/BatchGetTalentId/description';
import { defined } from '../../test/support/defined';
import { cellTable, chineseCellTable } from './cells';
import { errorTable } from './errors';
import { escape, fillPage, sentence, table } from './markdown';

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

/** The panel shows HTML. */
const withoutEntities = (text: string) =>
	text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replace(/<\/?code>/g, '');

const isShown = ({ type }: INodeProperties) => type !== 'notice' && type !== 'hidden';

function parameterRows(shown: INodeProperties[], prefix = ''): string[][] {
	return shown.filter(isShown).flatMap((property) => {
		const { displayName, description = '', type, options } = property;
		if (type === 'collection') {
			return parameterRows(options as INodeProperties[], `${displayName} → `);
		}
		const meaning = [escape(withoutEntities(description)), ...choices(property)]
			.filter(Boolean)
			.map(sentence);
		return [[`**${prefix}${escape(displayName)}**`, standardOf(property), meaning.join('<br>')]];
	});
}

const parameterTable = (shown: INodeProperties[]) =>
	table(['Parameter', 'Default', 'Meaning'], parameterRows(shown));

const TABLES: Record<string, () => string> = {
	cells: cellTable,
	chineseCells: chineseCellTable,
	credential: () => parameterTable(new FeishuHireApi().properties),
	errors: errorTable,
	parameters: () => parameterTable(properties),
};

/** A page with its tables as the code has them now. */
export const fillTables = (page: string): string =>
	fillPage(page, 'docs', (name) => defined(TABLES[name], `table ${name}`)());

if (require.main === module) {
	for (const page of ['README.md', 'docs/zh-CN.md']) {
		writeFileSync(page, fillTables(readFileSync(page, 'utf8')));
	}
}
