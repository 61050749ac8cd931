/** Whom a call finds: OR within a list, AND across lists, and in which spellings. */
import type { Identifier } from '../../../nodes/BatchGetTalentId/types';
import {
	INVENTED,
	areSame,
	askFirst,
	bodyOf,
	identifierOf,
	readAnswer,
	required,
	spelled,
	talentsOf,
} from '../asking';
import type { Ask } from '../assumptions';
import { NotAnswered } from '../session';
import type { Person, Session } from '../session';

const askAlone =
	(kind: keyof Person): Ask =>
	async (session) => {
		const { length } = await talentsOf(session, identifierOf(session.people[0], kind));
		return length === 1 ? 'finds one talent' : 'finds several talents';
	};

const nobodyBeside = (email: Identifier) => spelled(email, INVENTED.email());

/** @throws NotAnswered when none was given */
const secondOf = ({ people: [, second] }: Session) =>
	required(second, 'no second person was given');

/** Asks both people's identifiers in one body, which is to find all their talents. */
const askBoth =
	(...kinds: Array<'mobile' | 'email'>): Ask =>
	async (session) => {
		const people = [session.people[0], secondOf(session)];
		const codes = new Set(people.map(({ mobile }) => mobile.qualifier));
		if (kinds.includes('mobile') && codes.size > 1) {
			throw new NotAnswered('the mobile numbers of the two people are of different countries');
		}
		const expected = await Promise.all(people.map(({ email }) => talentsOf(session, email)));
		const identifiers = people.flatMap((person) => kinds.map((kind) => person[kind]));
		return readAnswer(await session.lookUp(bodyOf(...identifiers)), expected.flat());
	};

/** Asks a spelling that the node asks only where nothing has matched, or never. */
const askRespelled = (kind: keyof Person, respell: (identifier: Identifier) => Identifier): Ask =>
	askFirst(kind, (person) => bodyOf(respell(identifierOf(person, kind))));

/** @throws NotAnswered when a value has no letter */
function inOtherCase(identifier: Identifier): Identifier {
	const { value } = identifier;
	const swapped = value.replace(/\p{L}/gu, (one) =>
		one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase(),
	);
	if (swapped === value) throw new NotAnswered('the value given has no letter');
	return spelled(identifier, swapped);
}

export const MATCHING: Record<string, Ask> = {
	'a mobile number alone': askAlone('mobile'),
	'an email alone': askAlone('email'),
	'an identification number alone': askAlone('identification'),
	'one person, one talent': async (session) => {
		const [{ mobile, email }] = session.people;
		const found = [await talentsOf(session, mobile), await talentsOf(session, email)] as const;
		return areSame(...found) ? 'the same talent' : 'different talents';
	},
	'OR within a list': askFirst('email', ({ email }) => bodyOf(nobodyBeside(email), email)),
	'AND across lists, both right': askFirst('email', ({ mobile, email }) => bodyOf(mobile, email)),
	'AND across lists, one wrong': askFirst('mobile', ({ mobile, email }) =>
		bodyOf(mobile, nobodyBeside(email)),
	),
	'AND across lists, at any index': askFirst('email', ({ mobile, email }) =>
		bodyOf(mobile, nobodyBeside(email), email),
	),
	'two people in one list': askBoth('email'),
	'two people in two lists': askBoth('mobile', 'email'),
	"one's number, another's email": async (session) => {
		const [{ mobile }] = session.people;
		return readAnswer(await session.lookUp(bodyOf(mobile, secondOf(session).email)));
	},
	'email in the other letter case': askRespelled('email', inOtherCase),
	'document in the other letter case': askRespelled('identification', inOtherCase),
	'mobile number with a zero in front': askRespelled('mobile', (mobile) =>
		spelled(mobile, `0${mobile.value}`),
	),
	'mobile number, code in front': askRespelled('mobile', (mobile) =>
		spelled(mobile, `${mobile.qualifier}${mobile.value}`),
	),
	'country code with a plus': askRespelled('mobile', (mobile) => ({
		...mobile,
		qualifier: `+${mobile.qualifier}`,
	})),
	'blanks in a mobile number': askRespelled('mobile', (mobile) =>
		spelled(mobile, `${mobile.value.slice(0, 3)} ${mobile.value.slice(3)}`),
	),
};
