/** The simulated Hire of the demo: who of a sheet is in it already. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

import type { Person } from '../../test/support/feishu/store';
import { Dice, hash } from '../../test/support/random';
import type { Columns } from './sheet';

/** How much of a sheet is in Hire. */
const SHARE = 0.6;

const DOCUMENTS: Record<string, number> = {
	居民身份证: 1,
	身份证: 1,
	护照: 2,
	香港身份证: 3,
	台胞证: 4,
	港澳居民来往内地通行证: 6,
	港澳居民居住证: 8,
	台湾居民居住证: 9,
};
const OTHER_DOCUMENT = 5;

type Mobile = NonNullable<Person['mobile']>;
type Candidate = Pick<Person, 'email' | 'identification'> & { mobiles: Mobile[] };

export interface Hire {
	people: Person[];
	/** Numbers that it rejects, and with each the whole call. */
	badNumbers: Set<string>;
}

const CHINESE = /(?<!\d)(?:\(?\+?(?:00)?86\)?[\s-]*|17951|0)?(1\d\d[\s-]?\d{4}[\s-]?\d{4})(?!\d)/g;
const INTERNATIONAL = /(?:\+|\b00)\d(?:[\s().-]*\d)+/g;
const EMAIL = /[^\s<>()[\]:'"|,;、]+@[\w.-]+\w/;
const DOCUMENT = /[A-Z\d]{2}[A-Z\d\s-]*[A-Z\d]/i;
/** The last digits that a spreadsheet rounds off. */
const ROUNDED = /E\+|000$/i;

function readMobiles(text: string): Mobile[] {
	const chinese = [...text.matchAll(CHINESE)].map(([, number = '']) => ({
		code: '86',
		number: number.replace(/\D/g, ''),
	}));
	const others = [...text.replace(CHINESE, ' ').matchAll(INTERNATIONAL)].flatMap(([found]) => {
		const phone = parsePhoneNumberFromString(found.replace('(0)', '').replace(/^00/, '+'));
		if (!phone) return [];
		return { code: phone.countryCallingCode, number: phone.nationalNumber.replace(/^0/, '') };
	});
	const isBare = chinese.length === 0 && others.length === 0 && /^\d+$/.test(text);
	return isBare ? [{ code: '86', number: text }] : [...chinese, ...others];
}

/** The cells as Hire would hold them. Read by other means than the node's: one checks the other. */
function readCandidate(cells: string[], { mobile, email, id, idType }: Columns): Candidate {
	const cell = (index = -1) => (cells[index] ?? '').normalize('NFKC').replace(/\p{Cf}/gu, '');
	const type = idType === undefined ? 1 : (DOCUMENTS[cell(idType)] ?? OTHER_DOCUMENT);
	const number = DOCUMENT.exec(cell(id))?.[0].replace(/[\s-]/g, '');
	const isUsable = number !== undefined && !ROUNDED.test(cell(id));
	return {
		mobiles: readMobiles(cell(mobile).trim().replace(/\.0$/, '')),
		email: EMAIL.exec(cell(email))?.[0],
		identification: isUsable
			? { type, number: type === 1 ? number.toUpperCase() : number }
			: undefined,
	};
}

/** A Chinese mobile number has eleven digits. */
const isBad = ({ code, number }: Mobile) => code === '86' && !/^1\d{10}$/.test(number);

/** The candidate as a talent, or nothing for one that is not in Hire. */
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
	const talentId = `69${dice.between(10_000_000, 99_999_999)}${dice.between(100_000_000, 999_999_999)}`;
	return { talentId, ...known, isOnboarded: dice.chance(0.1) };
}

const keysOf = ({ mobile, email, identification }: Person): string[] =>
	[
		mobile && `${mobile.code} ${mobile.number}`,
		email?.toLowerCase(),
		identification && `${identification.type} ${identification.number.toLowerCase()}`,
	].filter((key) => key !== undefined);

/**
 * Makes the Hire that has about 60 % of a sheet's candidates, the same in every run. As in Feishu a
 * number, an email or a document belongs to one talent only.
 */
export function hireOf(rows: string[][], columns: Columns): Hire {
	const candidates = rows.map((cells) => readCandidate(cells, columns));
	const taken = new Set<string>();
	const people = candidates.flatMap((candidate) => {
		const person = toPerson(candidate);
		const keys = person ? keysOf(person) : [];
		if (!person || keys.length === 0 || keys.some((key) => taken.has(key))) return [];
		keys.forEach((key) => taken.add(key));
		return person;
	});
	const bad = candidates.flatMap(({ mobiles }) => mobiles.filter(isBad));
	return { people, badNumbers: new Set(bad.map(({ number }) => number)) };
}
