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
	readAnswer,
	required,
	spelled,
	talentsOf,
} from '../asking';
import type { Assumption } from '../assumption';
import type { Session } from '../session';
import { NotAnswered } from '../session';

const ONE = 'finds one talent';
const SEVERAL = 'finds several talents';
const NO_SECOND = 'no second person was given';

const ONE_TALENT =
	'Feishu promises one talent for an identifier. The node puts out all that come, each once.';

const askCount =
	(kind: 'mobile' | 'email' | 'identification'): Assumption['ask'] =>
	async (session) => {
		const asked = required(session.people[0][kind], '--id-number was not given');
		const { length } = await talentsOf(session, asked);
		return { what: length === 1 ? ONE : SEVERAL };
	};

const nobodyBeside = (email: Identifier) => spelled(email, INVENTED.email());

/** Both people's identifiers in one body, and all the talents that it is to find. */
async function askBoth(session: Session, kinds: Array<'mobile' | 'email'>) {
	const [first, second] = session.people;
	const other = required(second, NO_SECOND);
	if (kinds.includes('mobile') && first.mobile.qualifier !== other.mobile.qualifier) {
		throw new NotAnswered('the mobile numbers of the two people are of different countries');
	}
	const people = [first, other];
	const expected = await Promise.all(
		people.map((person) => talentsOf(session, person[kinds[0] ?? 'email'])),
	);
	const identifiers = people.flatMap((person) => kinds.map((kind) => person[kind]));
	return readAnswer(await session.lookUp(bodyOf(...identifiers)), expected.flat());
}

/** A spelling that the node asks only where nothing has matched, or never. */
const otherSpelling = (
	name: string,
	question: number,
	asks: string,
	reliesOn: string,
	kind: 'mobile' | 'email' | 'identification',
	respell: (identifier: Identifier) => Identifier,
	expected: [asAssumed: string, ...handled: string[]],
): Assumption => {
	const [asAssumed, ...handled] = expected;
	const ask = askFirst(kind, (person) =>
		bodyOf(respell(required(person[kind], '--id-number was not given'))),
	);
	return { name, question, asks, reliesOn, ask, asAssumed, handled };
};

const swapCase = (text: string) =>
	[...text]
		.map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase()))
		.join('');

/** @throws NotAnswered when a value has no letter */
const inOtherCase = (identifier: Identifier) => {
	const value = swapCase(identifier.value);
	if (value === identifier.value) throw new NotAnswered('the value given has no letter');
	return spelled(identifier, value);
};

const TYPED =
	'The node asks the likelier spelling first, and the other where nothing has matched. Found either way, one step would do.';

export const MATCHING: Assumption[] = [
	{
		name: 'a mobile number alone',
		question: 6,
		asks: "the person's mobile number",
		reliesOn: ONE_TALENT,
		ask: askCount('mobile'),
		asAssumed: ONE,
		handled: [SEVERAL],
	},
	{
		name: 'an email alone',
		question: 6,
		asks: "the person's email",
		reliesOn: ONE_TALENT,
		ask: askCount('email'),
		asAssumed: ONE,
		handled: [SEVERAL],
	},
	{
		name: 'an identification number alone',
		question: 6,
		asks: "the person's identification number",
		reliesOn: ONE_TALENT,
		ask: askCount('identification'),
		asAssumed: ONE,
		handled: [SEVERAL],
	},
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
	{
		name: 'OR within a list',
		question: 6,
		asks: "an invented email and the person's in one list",
		reliesOn: 'A batch is one call for many rows.',
		ask: askFirst('email', ({ email }) => bodyOf(nobodyBeside(email), email)),
		asAssumed: FOUND,
		handled: [],
	},
	{
		name: 'AND across lists, both right',
		question: 6,
		asks: "the person's mobile number and email in one call",
		reliesOn: 'A row with _All_ is one combination of a call.',
		ask: askFirst('email', ({ mobile, email }) => bodyOf(mobile, email)),
		asAssumed: FOUND,
		handled: [],
	},
	{
		name: 'AND across lists, one wrong',
		question: 6,
		asks: "the person's mobile number and an invented email",
		reliesOn: 'A talent that lacks one identifier of a row with _All_ is no match of it.',
		ask: askFirst('mobile', ({ mobile, email }) => bodyOf(mobile, nobodyBeside(email))),
		asAssumed: NOBODY,
		handled: [],
	},
	{
		name: 'AND across lists, at any index',
		question: 6,
		asks: "the person's mobile number alone in its list, the person's email second in the other",
		reliesOn: 'Values of different rows stand in lists of different lengths, each value once.',
		ask: askFirst('email', ({ mobile, email }) => bodyOf(mobile, nobodyBeside(email), email)),
		asAssumed: FOUND,
		handled: [],
	},
	{
		name: 'two people in one list',
		question: 6,
		asks: 'both emails in one call',
		reliesOn: 'A call returns the talents of all its rows.',
		ask: async (session) => await askBoth(session, ['email']),
		asAssumed: FOUND,
		handled: [],
	},
	{
		name: 'two people in two lists',
		question: 6,
		asks: 'both mobile numbers and both emails in one call',
		reliesOn: 'A call returns the talents of all its rows.',
		ask: async (session) => await askBoth(session, ['mobile', 'email']),
		asAssumed: FOUND,
		handled: [],
	},
	{
		name: "one's number, another's email",
		question: 6,
		asks: "the first person's mobile number and the second's email",
		reliesOn: 'AND: nobody has both. What comes back all the same is dropped as a cross match.',
		ask: async (session) => {
			const [{ mobile }, second] = session.people;
			const body = bodyOf(mobile, required(second, NO_SECOND).email);
			return readAnswer(await session.lookUp(body));
		},
		asAssumed: NOBODY,
		handled: [],
	},
	otherSpelling(
		'email in the other letter case',
		4,
		"the person's email with capitals and small letters exchanged",
		'An email is asked as typed, then in lower case where nothing has matched. Compared by case, one that Hire stores with capitals is found only if the sheet has the same.',
		'email',
		inOtherCase,
		[FOUND, NOBODY, REJECTED],
	),
	otherSpelling(
		'document in the other letter case',
		4,
		"the person's identification number with capitals and small letters exchanged",
		'Resident cards are asked in capitals, other documents as typed, then in capitals.',
		'identification',
		inOtherCase,
		[FOUND, NOBODY, REJECTED],
	),
	otherSpelling(
		'mobile number with a zero in front',
		7,
		"`0` and the person's mobile number",
		TYPED,
		'mobile',
		(mobile) => spelled(mobile, `0${mobile.value}`),
		[NOBODY, FOUND, REJECTED],
	),
	otherSpelling(
		'mobile number, code in front',
		7,
		"the country code and the person's mobile number as one number",
		TYPED,
		'mobile',
		(mobile) => spelled(mobile, `${mobile.qualifier}${mobile.value}`),
		[NOBODY, FOUND, REJECTED],
	),
	otherSpelling(
		'country code with a plus',
		5,
		"the person's mobile number, its code written with `+`",
		'The node sends digits only.',
		'mobile',
		(mobile) => ({ ...mobile, qualifier: `+${mobile.qualifier}` }),
		[NOBODY, FOUND, REJECTED],
	),
	otherSpelling(
		'blanks in a mobile number',
		5,
		"the person's mobile number with a blank in it",
		'The node sends digits only.',
		'mobile',
		(mobile) => spelled(mobile, `${mobile.value.slice(0, 3)} ${mobile.value.slice(3)}`),
		[REJECTED, NOBODY, FOUND],
	),
];
