/** The documents of Feishu's IdentificationType, by the names that people write. */

export const RESIDENT_IDENTITY_CARD = '1';
const PASSPORT = '2';
export const HONG_KONG_IDENTITY_CARD = '3';
const OTHER_DOCUMENT = '5';

/** Each type's usual names; the first ones are those of the panel. Macau is written Macao here. */
const NAMES: Record<string, string[]> = {
	[RESIDENT_IDENTITY_CARD]: [
		'居民身份证|身份证|身份証|身分證|身分证|中国身份证|大陆身份证|内地身份证|二代身份证|第二代身份证|二代证|公民身份|公民身份证|公民身份证号|身份证件|sfz|sfzh|shenfenzheng',
		'Resident Identity Card|Identity Card|ID Card|Chinese ID|Chinese ID Card|China ID|National ID|PRC ID',
	],
	[PASSPORT]: [
		'护照|護照|普通护照|中国护照|因私护照|外国护照|美国护照|英国护照|香港护照|特区护照',
		'Passport|Chinese Passport|PPT',
	],
	[HONG_KONG_IDENTITY_CARD]: [
		'香港身份证|香港身份證|香港居民身份证|香港永久性居民身份证|港澳身份证|香港ID',
		'Hong Kong Identity Card|Hong Kong ID|Hong Kong ID Card|HKID|HKID Card|HK ID',
	],
	4: [
		'台胞证|台胞證|台湾居民来往大陆通行证|台湾同胞证',
		'Mainland Travel Permit for Taiwan Residents|Taiwan Travel Permit|Taiwan Compatriot Permit',
	],
	[OTHER_DOCUMENT]: ['其他|其它|其他证件', 'Other|Others'],
	6: [
		'港澳居民来往内地通行证|回乡证|回鄉證|港澳居民通行证',
		'Mainland Travel Permit for Hong Kong and Macao Residents|Home Return Permit|Home Return Card',
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
	'本人|为|是|通行证|港澳通行证|往来港澳通行证|台湾通行证|证件|证件号|证件号码|证号|证件编号|号码|号|编号|證件|證件號|證件號碼|id|no|nr|number|num|idno|idnumber|idnum|identification|identificationnumber|identificationno|document|documentno|documentnumber|docno|certificate|certificateno|identityno|identitynumber|card|cardno|cardnumber'.split(
		'|',
	),
);
/** What may stand behind the name of a document in a label. */
const LABEL_END =
	/(?:(?:本人|证件号码|证件号|号码|號碼|编号|号|號|numbers?|no|num|nr)(?:为|是)?|为|是)$/;
/** What may stand before it. */
const LABEL_BEGINNING = /^(?:本人|我的|个人)/;

/** The type that a name stands for, with what may stand around it in a label: `护照号`. */
function typeByLabel(label: string): string | undefined {
	const bare = normalise(label).replace(LABEL_BEGINNING, '');
	return TYPES.get(bare) ?? TYPES.get(bare.replace(LABEL_END, ''));
}

/** The type of a document by its name, in Chinese, in English or in both as on the panel. */
export function documentType(name: string): string | undefined {
	const whole = typeByLabel(name);
	if (whole !== undefined) return whole;
	const [han, latin] = [/\P{Script=Han}/gu, /\p{Script=Han}/gu].map((others) =>
		typeByLabel(name.replace(others, '')),
	);
	return han === latin ? han : undefined;
}

/** What a label says of the number that it stands before; nothing for a word that is no label. */
export function readDocumentLabel(label: string): { type?: string } | undefined {
	if (GENERIC_LABELS.has(normalise(label))) return {};
	const type = typeByLabel(label);
	return type === undefined ? undefined : { type };
}

const KNOWN_TYPES = new Set(Object.keys(NAMES));
/** 身份证 is said of the cards of Hong Kong and of residence permits as well. */
const CARDS = new Set([RESIDENT_IDENTITY_CARD, HONG_KONG_IDENTITY_CARD, '8', '9']);

/** Whether a label can stand before a document of a type. */
export const isLabelOf = (label: { type?: string }, type: string): boolean =>
	label.type === undefined ||
	label.type === type ||
	type === OTHER_DOCUMENT ||
	!KNOWN_TYPES.has(type) ||
	(label.type === RESIDENT_IDENTITY_CARD && CARDS.has(type));
