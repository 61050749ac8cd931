/** The documents of Feishu's IdentificationType, by the names that people write. */
import { countryByName } from './judgeWords';
import { CHINA } from './phoneNumbers';

export const RESIDENT_IDENTITY_CARD = '1';
const PASSPORT = '2';
export const HONG_KONG_IDENTITY_CARD = '3';
const OTHER_DOCUMENT = '5';

/** Each type's usual names; the first ones are those of the panel. Macau is written Macao here. */
const NAMES: Record<string, string[]> = {
	[RESIDENT_IDENTITY_CARD]: [
		'居民身份证|居民身份證|身份证|身份証|身份證|身分證|身分证|中国身份证|大陆身份证|内地身份证|二代身份证|第二代身份证|二代居民身份证|第二代居民身份证|二代证|公民身份|公民身份证|公民身份证号|身份证件|sfz|sfzh|shenfenzheng',
		'Resident Identity Card|Identity Card|ID Card|Chinese ID|Chinese ID Card|China ID|National ID|National ID Card|PRC ID',
	],
	[PASSPORT]: [
		'护照|護照|普通护照|中国护照|因私护照|外国护照|外籍护照|香港护照|特区护照|旅券',
		'Passport|Passport ID|Chinese Passport|Foreign Passport|PPT|Passeport|Pasaporte|Passaporte|Passaporto|Reisepass|Паспорт|여권',
	],
	[HONG_KONG_IDENTITY_CARD]: [
		'香港身份证|香港身份證|香港居民身份证|香港永久性居民身份证|香港永久性居民身份證|香港永久居民身份证|香港永久身份证|港澳身份证|香港ID',
		'Hong Kong Identity Card|Hong Kong ID|Hong Kong ID Card|Hong Kong Permanent Identity Card|HKID|HKID Card|HK ID|HK ID Card|HKIC',
	],
	4: [
		'台胞证|台胞證|台湾居民通行证|台湾居民来往大陆通行证|台湾同胞证',
		'Mainland Travel Permit for Taiwan Residents|Taiwan Travel Permit|Taiwan Compatriot Permit',
	],
	[OTHER_DOCUMENT]: ['其他|其它|其他证件', 'Other|Others'],
	6: [
		'港澳居民来往内地通行证|港澳来往内地通行证|来往内地通行证|回乡证|回鄉證|港澳居民通行证',
		'Mainland Travel Permit for Hong Kong and Macao Residents|Home Return Permit|Home Return Card|HRP',
	],
	8: ['港澳居民居住证|港澳居住证', 'Hong Kong and Macao Resident Residence Permit'],
	9: ['台湾居民居住证|台湾居住证|台湾居民居留证', 'Taiwan Resident Residence Permit'],
};

/** A document's name without what its spellings differ in. */
const normalise = (name: string) =>
	name
		.toLowerCase()
		.replace(/[^\p{L}]/gu, '')
		.replace('macau', 'macao');

const TYPES = new Map(
	Object.entries(NAMES).flatMap(([type, names]) =>
		names.flatMap((list) => list.split('|').map((name) => [normalise(name), type] as const)),
	),
);

/** Labels in front of a number that do not say of which document it is. */
const GENERIC_LABELS = new Set(
	'本人|为|是|通行证|居住证|港澳通行证|往来港澳通行证|台湾通行证|证件|证件类型|类型|证件号|证件号码|证号|证件编号|号码|号|编号|證件|證件號|證件號碼|id|no|nr|number|num|idno|idnumber|idnum|identification|identificationnumber|identificationno|document|documentno|documentnumber|docno|certificate|certificateno|identityno|identitynumber|card|cardno|cardnumber'.split(
		'|',
	),
);
/** What may stand behind the name of a document in a label. */
const LABEL_END =
	/(?:(?:本人|中国大陆|大陆|内地|中国|证件号码|证件号|号码|號碼|番号|번호|编号|号|號|numbers?|no|num|nr)(?:为|是)?|为|是)$/;
/** What may stand before it. */
const LABEL_BEGINNING = /^(?:本人|我的|个人)/;

/** The type that a name stands for, with what may stand around it in a label: `护照号`. */
function typeByLabel(label: string): string | undefined {
	const bare = normalise(label).replace(LABEL_BEGINNING, '');
	const name = bare.replace(LABEL_END, '');
	return TYPES.get(bare) ?? TYPES.get(name) ?? typeOfCountry(name);
}

const MAX_LABEL_CHARS = 60;

/** `韩国护照`, `中国居民身份证`; the identity cards of other countries are no resident identity cards. */
function typeOfCountry(name: string): string | undefined {
	if (name.length > MAX_LABEL_CHARS) return undefined;
	for (let end = 2; end < name.length; end++) {
		const type = TYPES.get(name.slice(end));
		const country = type === undefined ? undefined : countryByName(name.slice(0, end));
		if (country !== undefined && (type === PASSPORT || country === CHINA)) return type;
	}
	return undefined;
}

/** Reads a name as it stands, else its Chinese and its other part, which must agree: `香港 (HK)`. */
export function readInBothScripts(
	name: string,
	read: (name: string) => string | undefined,
): string | undefined {
	const whole = read(name);
	if (whole !== undefined) return whole;
	const [han, latin] = [/\P{Script=Han}/gu, /\p{Script=Han}/gu].map((others) =>
		read(name.replace(others, '')),
	);
	return han === latin ? han : undefined;
}

/** The type of a document by its name, in Chinese, in English or in both as on the panel. */
export const documentType = (name: string): string | undefined =>
	readInBothScripts(name, typeByLabel);

/** What a label says: of which document a number is, or of which country. */
export interface Label {
	type?: string;
	country?: string;
}

/** What a label says of the number that it stands before; nothing for a word that is no label. */
export function readDocumentLabel(label: string): Label | undefined {
	if (GENERIC_LABELS.has(normalise(label))) return {};
	const type = typeByLabel(label);
	return type === undefined ? undefined : { type };
}

const KNOWN_TYPES = new Set(Object.keys(NAMES));
/** 身份证 is said of the cards of Hong Kong and of residence permits as well. */
const CARDS = new Set([RESIDENT_IDENTITY_CARD, HONG_KONG_IDENTITY_CARD, '8', '9']);

/** Whether a label can stand before a document of a type. */
export const isLabelOf = (label: Label, type: string): boolean =>
	label.type === undefined ||
	label.type === type ||
	type === OTHER_DOCUMENT ||
	!KNOWN_TYPES.has(type) ||
	(label.type === RESIDENT_IDENTITY_CARD && CARDS.has(type));

/** No digit is part of a label. */
const BEFORE_DIGITS = /^\D{1,60}/;
/** What a label ends with: a mark, a blank, or a Han character. */
const LABEL_BOUNDARY = /[\p{Script=Han}\p{P}\p{S}\s]/u;
const LABEL_BEHIND =
	/\s?[([]([\p{L}\s]+)[)\]]$|[\s/]([\p{L}\s]+)$|(?<=[\dX)])(\p{Script=Han}+)$|(?<=\))([A-Z]+)$/u;
const MIN_COUNTRY_LETTERS = 3;
const MIN_HYPHENATED_LETTERS = 4;

/** The country of a document: not two letters before digits, which are rather the series of a number. */
const isCountry = (label: string, value: string) =>
	/\p{Script=Han}/u.test(label) ||
	label.replace(/\P{L}/gu, '').length >= MIN_COUNTRY_LETTERS ||
	/^[A-Z]|^\d{17}/i.test(value);

function readLabel(label: string): Label | undefined {
	const said = readDocumentLabel(label);
	if (said) return said;
	const country = countryByName(label);
	return country === undefined ? undefined : { country };
}

/** The longest label at the front of a text; what it says, and the text behind it. */
function takeLabelBefore(text: string): { label: Label; value: string } | undefined {
	const before = BEFORE_DIGITS.exec(text)?.[0] ?? '';
	for (let end = before.length; end > 0; end--) {
		const label = before.slice(0, end);
		const value = text.slice(end);
		const isBoundary = LABEL_BOUNDARY.test(label.slice(-1)) && !/^\s/.test(value) && value !== '';
		if (!isBoundary) continue;
		const isHyphenated = label.endsWith('-') && label.length <= MIN_HYPHENATED_LETTERS;
		const said = readLabel(label);
		const isSaid = said?.country === undefined || isCountry(label, value);
		if (said && isSaid && !isHyphenated) return { label: said, value };
	}
	return undefined;
}

/** Takes the labels off that stand before a number and behind it; all of them are known. */
export function takeLabels(text: string): { labels: Label[]; value: string } {
	const labels: Label[] = [];
	let value = text;
	const behind = LABEL_BEHIND.exec(value);
	const said = readLabel(behind?.slice(1).find(Boolean) ?? '');
	if (behind && said) {
		labels.push(said);
		value = value.slice(0, behind.index);
	}
	for (let before = takeLabelBefore(value); before; before = takeLabelBefore(value)) {
		labels.push(before.label);
		value = before.value;
	}
	return { labels, value };
}

const isOnlyLabel = (part: string) =>
	/^\P{N}+$/u.test(part) &&
	[part, takeLabels(part).value].some((text) => readDocumentLabel(text) !== undefined);

/** Puts a label that stands by itself to its number: `身份证号码\n990101…`, `ZZ123456\n护照`. */
export function joinLabels(parts: string[]): string[] {
	const joined: string[] = [];
	for (const part of parts) {
		const before = joined.at(-1);
		if (before !== undefined && isOnlyLabel(before)) joined.splice(-1, 1, `${before} ${part}`);
		else joined.push(part);
	}
	const last = joined.at(-1);
	if (joined.length > 1 && last !== undefined && isOnlyLabel(last)) {
		joined.splice(-2, 2, `${joined.at(-2)} ${last}`);
	}
	return joined;
}
