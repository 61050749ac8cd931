/** The simulated Hire of the demo: who of a sheet is in it already. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

import { defined } from '../../test/support/defined';
import type { Person } from '../../test/support/feishu/store';
import { Dice, hash } from '../../test/support/random';
import type { Columns } from './sheet';

/** How much of a sheet Hire knows. */
const SHARE = 0.6;

/** Feishu's numbers of the documents, as the example workflow has them; the last is for all others. */
const DOCUMENTS = new Map([
	['居民身份证', 1],
	['身份证', 1],
	['护照', 2],
	['香港身份证', 3],
	['台胞证', 4],
	['港澳居民来往内地通行证', 6],
	['港澳居民居住证', 8],
	['台湾居民居住证', 9],
]);
const OTHER_DOCUMENT = 5;
const RESIDENT_CARD = 1;

type Mobile = NonNullable<Person['mobile']>;

/** What a row tells of a candidate. */
interface Candidate {
	mobiles: Mobile[];
	email?: string;
	identification?: Person['identification'];
}

export interface Hire {
	people: Person[];
	/** Numbers that it refuses, and with each the whole call. */
	badNumbers: Set<string>;
	/** All that the sheet asks, each once, in lower case. */
	identifiers: Set<string>;
}

/** The cells as Feishu would hold them. Read with other means than the node's: one checks the other. */
function readCandidate(cells: string[], columns: Columns): Candidate {
	const values = (place: number | undefined, separators: RegExp) =>
		(place === undefined ? '' : defined(cells[place], 'cell'))
			.normalize('NFKC')
			.replace(/\p{Cf}/gu, '')
			.split(separators)
			.map((value) => value.trim())
			.filter((value) => value !== '');
	const [email] = values(columns.email, /[,;、\n]/);
	const [id] = values(columns.id, /[,;、\n]/);
	const type =
		columns.idType === undefined
			? RESIDENT_CARD
			: (DOCUMENTS.get(defined(cells[columns.idType], 'cell')) ?? OTHER_DOCUMENT);
	const number = type === RESIDENT_CARD ? id?.toUpperCase() : id;
	const isRounded = number === undefined || /^\d\.\d+E/i.test(number);
	return {
		mobiles: values(columns.mobile, /[,;、\n/]/).flatMap((text) => readMobile(text) ?? []),
		email,
		identification: isRounded ? undefined : { type, number },
	};
}

function readMobile(text: string): Mobile | undefined {
	if (/[^\d\s+().-]/.test(text)) return undefined;
	const phone = parsePhoneNumberFromString(text.replace(/\.0+$/, '').replace(/^\s*00/, '+'), 'CN');
	return phone && { code: phone.countryCallingCode, number: phone.nationalNumber };
}

/** A Chinese mobile number has eleven digits. */
const isBad = ({ code, number }: Mobile) => code === '86' && !/^1\d{10}$/.test(number);

const identifiersOf = ({ mobiles, email, identification }: Candidate): string[] =>
	[...mobiles.map(({ number }) => number), email, identification?.number]
		.filter((value) => value !== undefined)
		.map((value) => value.toLowerCase());

/** 19 digits, as Feishu's ids have. */
const talentId = (dice: Dice) =>
	`69${dice.between(10_000_000, 99_999_999)}${dice.between(100_000_000, 999_999_999)}`;

/** The candidate as a talent, or nothing for one that Hire does not know. */
function toPerson({ mobiles, email, identification }: Candidate): Person | undefined {
	const dice = new Dice(hash(JSON.stringify([mobiles, email, identification]).toLowerCase()));
	if (!dice.chance(SHARE)) return undefined;
	const good = mobiles.filter((mobile) => !isBad(mobile));
	const known = { mobile: good.length > 0 ? dice.pick(good) : undefined, email, identification };
	// People change their number or their address, and many a talent has no document on file.
	if (email !== undefined && dice.chance(0.15)) known.mobile = undefined;
	else if (known.mobile && dice.chance(0.15)) known.email = undefined;
	if ((known.mobile ?? known.email) !== undefined && dice.chance(0.5)) {
		known.identification = undefined;
	}
	return { talentId: talentId(dice), ...known, isOnboarded: dice.chance(0.1) };
}

const keysOf = ({ mobile, email, identification }: Person): string[] =>
	[
		mobile && `${mobile.code} ${mobile.number}`,
		email?.toLowerCase(),
		identification && `${identification.type} ${identification.number.toLowerCase()}`,
	].filter((key) => key !== undefined);

/**
 * Makes the Hire that knows about 60 % of a sheet's candidates, the same at every run. As in Feishu a
 * number, an email or a document belongs to one talent only.
 */
export function hireOf(rows: string[][], columns: Columns): Hire {
	const candidates = rows.map((cells) => readCandidate(cells, columns));
	const identifiers = new Set(candidates.flatMap(identifiersOf));
	const badNumbers = candidates
		.flatMap(({ mobiles }) => mobiles)
		.filter(isBad)
		.map(({ number }) => number);
	const taken = new Set<string>();
	const people: Person[] = [];
	for (const candidate of candidates) {
		const person = identifiersOf(candidate).length > 0 ? toPerson(candidate) : undefined;
		const keys = person ? keysOf(person) : [];
		if (!person || keys.length === 0 || keys.some((key) => taken.has(key))) continue;
		keys.forEach((key) => taken.add(key));
		people.push(person);
	}
	return { people, badNumbers: new Set(badNumbers), identifiers };
}
