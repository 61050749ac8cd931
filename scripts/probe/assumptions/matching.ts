/** Whom a call finds: OR within a list, AND across lists, and in which spellings. */
import type { Identifier } from '../../../nodes/BatchGetTalentId/types';
import {
	FOUND,
	INVENTED,
	NOBODY,
	REJECTED,
	areSame,
	askFirst,
	bodyOf,
	identifierOf,
	readAnswer,
	required,
	spelled,
	talentsOf,
} from '../asking';
import type { Assumption } from '../assumption';
import { KIND_NAMES } from '../people';
import type { Person } from '../people';
import { NotAnswered } from '../session';
import type { Session } from '../session';

const ONE = 'finds one talent';
const SEVERAL = 'finds several talents';
const NO_SECOND = 'no second person was given';

const alone = (kind: keyof Person, article: string, name: string): Assumption => ({
	name: `${article} ${name} alone`,
	question: 6,
	asks: `the person's ${name}`,
	reliesOn:
		'Feishu promises one talent for an identifier. The node puts out all that come, each once.',
	ask: async (session) => {
		const { length } = await talentsOf(session, identifierOf(session.people[0], kind));
		return { what: length === 1 ? ONE : SEVERAL };
	},
	asAssumed: ONE,
	handled: [SEVERAL],
});

/** How the lists of a call are combined; the node stands on it. */
const combined = (
	name: string,
	asks: string,
	reliesOn: string,
	ask: Assumption['ask'],
	asAssumed = FOUND,
): Assumption => ({ name, question: 6, asks, reliesOn, ask, asAssumed });

const nobodyBeside = (email: Identifier) => spelled(email, INVENTED.email());

const ALL_ROWS = 'A call returns the talents of all its rows.';

/** Both people's identifiers in one body, and all the talents that it is to find. */
async function askBoth(session: Session, kinds: Array<'mobile' | 'email'>) {
	const [first, second] = session.people;
	const other = required(second, NO_SECOND);
	if (kinds.includes('mobile') && first.mobile.qualifier !== other.mobile.qualifier) {
		throw new NotAnswered('the mobile numbers of the two people are of different countries');
	}
	const people = [first, other];
	const expected = await Promise.all(people.map(({ email }) => talentsOf(session, email)));
	const identifiers = people.flatMap((person) => kinds.map((kind) => person[kind]));
	return readAnswer(await session.lookUp(bodyOf(...identifiers)), expected.flat());
}

/** A spelling that the node asks only where nothing has matched, or never; found, not found or rejected, all is well. */
const otherSpelling = (
	name: string,
	question: number,
	asks: string,
	reliesOn: string,
	kind: keyof Person,
	respell: (identifier: Identifier) => Identifier,
	asAssumed: string,
): Assumption => ({
	name,
	question,
	asks,
	reliesOn,
	ask: askFirst(kind, (person) => bodyOf(respell(identifierOf(person, kind)))),
	asAssumed,
	handled: OUTCOMES[asAssumed],
});

const OUTCOMES: Record<string, string[]> = {
	[FOUND]: [NOBODY, REJECTED],
	[NOBODY]: [FOUND, REJECTED],
	[REJECTED]: [NOBODY, FOUND],
};

/** @throws NotAnswered when a value has no letter */
function inOtherCase(identifier: Identifier): Identifier {
	const { value } = identifier;
	const swapped = value.replace(/\p{L}/gu, (one) =>
		one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase(),
	);
	if (swapped === value) throw new NotAnswered('the value given has no letter');
	return spelled(identifier, swapped);
}

const DIGITS_ONLY = 'The node sends digits only.';
const TYPED =
	'The node asks the likelier spelling first, and the other where nothing has matched. Found either way, one step would do.';

export const MATCHING: Assumption[] = [
	alone('mobile', 'a', KIND_NAMES.mobile_number),
	alone('email', 'an', KIND_NAMES.email),
	alone('identification', 'an', KIND_NAMES.identification_number),
	{
		name: 'one person, one talent',
		question: 6,
		asks: 'the answers to mobile number and email, compared',
		reliesOn:
			'With _All_ a row is the talent that has all its identifiers. Two talents of one person are found by _Any_ only.',
		ask: async (session) => {
			const [{ mobile, email }] = session.people;
			const found = [await talentsOf(session, mobile), await talentsOf(session, email)] as const;
			return { what: areSame(...found) ? 'the same talent' : 'different talents' };
		},
		asAssumed: 'the same talent',
		handled: ['different talents'],
	},
	combined(
		'OR within a list',
		"an invented email and the person's in one list",
		'A batch is one call for many rows.',
		askFirst('email', ({ email }) => bodyOf(nobodyBeside(email), email)),
	),
	combined(
		'AND across lists, both right',
		"the person's mobile number and email in one call",
		'A row with _All_ is one combination of a call.',
		askFirst('email', ({ mobile, email }) => bodyOf(mobile, email)),
	),
	combined(
		'AND across lists, one wrong',
		"the person's mobile number and an invented email",
		'A talent that lacks one identifier of a row with _All_ is no match of it.',
		askFirst('mobile', ({ mobile, email }) => bodyOf(mobile, nobodyBeside(email))),
		NOBODY,
	),
	combined(
		'AND across lists, at any index',
		"the person's mobile number alone in its list, the person's email second in the other",
		'Values of different rows stand in lists of different lengths, each value once.',
		askFirst('email', ({ mobile, email }) => bodyOf(mobile, nobodyBeside(email), email)),
	),
	combined(
		'two people in one list',
		'both emails in one call',
		ALL_ROWS,
		async (session) => await askBoth(session, ['email']),
	),
	combined(
		'two people in two lists',
		'both mobile numbers and both emails in one call',
		ALL_ROWS,
		async (session) => await askBoth(session, ['mobile', 'email']),
	),
	combined(
		"one's number, another's email",
		"the first person's mobile number and the second's email",
		'AND: nobody has both. What comes back all the same is dropped as a cross match.',
		async (session) => {
			const [{ mobile }, second] = session.people;
			const body = bodyOf(mobile, required(second, NO_SECOND).email);
			return readAnswer(await session.lookUp(body));
		},
		NOBODY,
	),
	otherSpelling(
		'email in the other letter case',
		4,
		"the person's email with capitals and small letters exchanged",
		'An email is asked as typed, then in lower case where nothing has matched. Compared by case, one that Hire stores with capitals is found only if the sheet has the same.',
		'email',
		inOtherCase,
		FOUND,
	),
	otherSpelling(
		'document in the other letter case',
		4,
		"the person's identification number with capitals and small letters exchanged",
		'Resident cards are asked in capitals, other documents as typed, then in capitals.',
		'identification',
		inOtherCase,
		FOUND,
	),
	otherSpelling(
		'mobile number with a zero in front',
		7,
		"`0` and the person's mobile number",
		TYPED,
		'mobile',
		(mobile) => spelled(mobile, `0${mobile.value}`),
		NOBODY,
	),
	otherSpelling(
		'mobile number, code in front',
		7,
		"the country code and the person's mobile number as one number",
		TYPED,
		'mobile',
		(mobile) => spelled(mobile, `${mobile.qualifier}${mobile.value}`),
		NOBODY,
	),
	otherSpelling(
		'country code with a plus',
		5,
		"the person's mobile number, its code written with `+`",
		DIGITS_ONLY,
		'mobile',
		(mobile) => ({ ...mobile, qualifier: `+${mobile.qualifier}` }),
		NOBODY,
	),
	otherSpelling(
		'blanks in a mobile number',
		5,
		"the person's mobile number with a blank in it",
		DIGITS_ONLY,
		'mobile',
		(mobile) => spelled(mobile, `${mobile.value.slice(0, 3)} ${mobile.value.slice(3)}`),
		REJECTED,
	),
];
