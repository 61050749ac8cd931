/** The table of cells: what is read from each, for a selection of the cases of `test/support/fieldCases.json`. */
import type { ItemParameter } from '../../nodes/BatchGetTalentId/description';
import type { Identifier, TalentQuery } from '../../nodes/BatchGetTalentId/types';
import { defined } from '../../test/support/defined';
import { FIELD_CASES } from '../../test/support/fieldCases';
import type { FieldCase } from '../../test/support/fieldCases';
import { readQuery } from '../../test/support/readings';
import { groupBy } from '../groupBy';
import { code, escape, table } from './markdown';

/** Cases by their IDs, behind the parameter that holds the cell. */
const SELECTION: Array<[ItemParameter, ...ids: string[]]> = [
	['mobileNumber', 'plain', 'paren86', 'formula', 'label-cn', 'wechat', 'name-before'],
	['mobileNumber', 'ext-zhuan', 'bitable-text', 'code-iso', 'two-blank'],
	['email', 'name-angle', 'mailto', 'mail-remark'],
	['identificationNumber', 'id-blanks', 'id-label', 'type-name'],
	['mobileNumber', 'uk-0', 'uk-(0)', 'lost-plus'],
	['email', 'upper-mail'],
	['identificationNumber', 'hk-no-paren'],
	['mobileNumber', 'sci', 'masked', 'l-for-1', 'someone-else', 'fax', 'wechat-id'],
	['email', 'hash-for-at'],
	['identificationNumber', 'id-rounded-text'],
	['mobileNumber', 'and-phone-none', 'one-zero', 'div0'],
	['email', 'and-mail-dash'],
];

const ENGLISH = {
	head: ['', 'A cell such as', 'is read as'],
	outcomes: {
		read: '**Read**',
		spellings: '**Two spellings are tried**',
		failed: '**The row fails** and says why',
		empty: '**Counts as empty**',
	},
	separator: ', ',
	and: ' and ',
	then: ', then ',
	nothing: 'no identifier',
	/** What messages mean, where they are not shown in English alone. */
	messages: {} as Record<string, string>,
};

type Language = typeof ENGLISH;
type Outcome = keyof Language['outcomes'];

const CHINESE: Language = {
	head: ['', '单元格的写法', '读作'],
	outcomes: {
		read: '**正常读取**',
		spellings: '**两种写法都查**',
		failed: '**这一行失败**，并说明原因',
		empty: '**当作没填**',
	},
	separator: '、',
	and: ' 和 ',
	then: '，没查到再查 ',
	nothing: '没有标识',
	messages: {
		'The spreadsheet rounded this number': '号码已被表格软件舍入',
		'The value is masked': '号码打了码',
		'A letter touches the number': '号码里混有字母',
		'A word in the cell may name another person': '可能是别人的号码',
		'The cell holds a number or name of another medium': '不是手机号，是传真、微信号等',
		'The cell holds a word besides the value': '除了号码还有别的词',
		'This is no email address': '不是邮箱地址',
	},
};

const outcomeOf = ({ identifiers, problem }: TalentQuery): Outcome => {
	if (problem) return 'failed';
	if (identifiers.length === 0) return 'empty';
	return identifiers.some(({ otherSpellings }) => otherSpellings) ? 'spellings' : 'read';
};

const valueOf = ({ kind, qualifier, value }: Identifier) =>
	code(kind === 'mobile_number' ? `+${qualifier} ${value}` : value);

function readingOf({ identifiers, problem }: TalentQuery, language: Language): string {
	if (problem) {
		const { [problem.message]: meaning } = language.messages;
		const shown = escape(problem.message);
		return meaning === undefined ? shown : `${escape(meaning)}（_${shown}_）`;
	}
	const spellings = (one: Identifier) =>
		[one, ...(one.otherSpellings ?? [])].map(valueOf).join(language.then);
	return identifiers.map(spellings).join(language.and) || language.nothing;
}

/** A case of the table: its cell, with what it is looked up within where that is not the default. */
function showCase(parameter: ItemParameter, id: string) {
	const isWanted = (one: FieldCase) => one.id === id;
	const { parameters } = defined(FIELD_CASES.find(isWanted), `case ${id}`);
	const { mobileCode, identificationType, [parameter]: value } = parameters;
	const cell = { [parameter]: value, mobileCode, identificationType };
	const isNumber = parameter === 'mobileNumber';
	const [label, within, standard] = isNumber
		? ['Default Country Code', mobileCode, '86']
		: ['Identification Type', identificationType, 1];
	const shown = code(typeof value === 'string' ? value : JSON.stringify(value));
	return {
		query: readQuery(0, (name) => cell[name] ?? '', 'all'),
		shown: within === standard ? shown : `${shown} (_${label}_ ${code(String(within))})`,
	};
}

function makeTable(language: Language): string {
	const cases = SELECTION.flatMap(([parameter, ...ids]) =>
		ids.map((id) => showCase(parameter, id)),
	);
	const rows = Object.entries(language.outcomes).flatMap(([outcome, shownOutcome]) => {
		const ofOutcome = cases.filter(({ query }) => outcomeOf(query) === outcome);
		const alike = groupBy(ofOutcome, ({ query }) => readingOf(query, language));
		return [...alike].map(([reading, ofReading], index) => {
			const shown = ofReading.map((one) => one.shown).join(language.separator);
			return [index === 0 ? shownOutcome : '', shown, reading];
		});
	});
	return table(language.head, rows);
}

export const cellTable = (): string => makeTable(ENGLISH);

export const chineseCellTable = (): string => makeTable(CHINESE);
