/** How the assumptions ask and read answers: what most of them share. */
import { readCode } from '../../credentials/openPlatform';
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import { isJsonObject } from '../../nodes/BatchGetTalentId/feishu/response';
import type { JsonObject } from '../../nodes/BatchGetTalentId/feishu/response';
import { toBody } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { BatchGetIdBody, TalentEntry } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { Identifier } from '../../nodes/BatchGetTalentId/types';
import { groupBy } from '../groupBy';
import type { Ask } from './assumptions';
import { NotAnswered } from './session';
import type { Answer, Person, Session } from './session';

export const ERROR = 'another error';

/** Of domains and ranges that are reserved, or of a form that no person's has. */
export const INVENTED = {
	/** RFC 2606. */
	email: (index = 0) => `nobody-${index}@example.com`,
	/** Ofcom's numbers for drama, +44 7700 900000 to 900999. */
	mobile: (index: number) => `7700900${String(index).padStart(3, '0')}`,
	/** Of type 5, "other". */
	document: (index = 0) => `PROBE${String(index).padStart(5, '0')}`,
} as const;

export const EMAIL_OF_NOBODY: BatchGetIdBody = { email_list: [INVENTED.email()] };

/** The body that asks identifiers of each kind; those of a kind share the first one's code or type. */
export function bodyOf(...identifiers: Identifier[]): BatchGetIdBody {
	const body: BatchGetIdBody = {};
	for (const ofKind of groupBy(identifiers, ({ kind }) => kind).values()) {
		Object.assign(body, toBody(ofKind.map((identifier) => ({ identifiers: [identifier] }))));
	}
	return body;
}

/** The same identifier, written in another way. */
export const spelled = (identifier: Identifier, value: string): Identifier => ({
	...identifier,
	value,
});

/** What the last reply says. */
export const lastBody = ({ last }: Session): JsonObject =>
	isJsonObject(last?.body) ? last.body : {};

/** The HTTP status and the code of the last reply; nothing when none came. */
export function lastStatus(session: Session): string | undefined {
	if (!session.last) return undefined;
	const code = readCode(lastBody(session));
	return `HTTP ${session.last.statusCode}${code === undefined ? '' : `, code ${code}`}`;
}

const idsOf = (talents: TalentEntry[]) => talents.map(({ talent_id: id }) => String(id)).sort();

/** Whether two lists hold the same talents. */
export const areSame = (one: TalentEntry[], other: TalentEntry[]): boolean =>
	JSON.stringify(idsOf(one)) === JSON.stringify(idsOf(other));

/** The words for an answer to a lookup that is to find certain talents, or nobody. */
export function readAnswer(answer: Answer, expected: TalentEntry[] = []): string {
	if (answer instanceof FeishuError) {
		return answer.failure === 'value' ? 'rejected as a value' : ERROR;
	}
	if (answer.length === 0) return 'finds nobody';
	return areSame(answer, expected) ? 'finds the talent' : 'finds other talents';
}

/** @throws NotAnswered with the reason when there is no such value */
export function required<T>(value: T | undefined, reason: string): T {
	if (value === undefined) throw new NotAnswered(reason);
	return value;
}

/** @throws NotAnswered when the person has none of the kind */
export const identifierOf = (person: Person, kind: keyof Person): Identifier =>
	required(person[kind], '--id-number was not given');

/** The talents that an identifier finds alone, one at least. */
export async function talentsOf(
	session: Session,
	identifier: Identifier,
): Promise<[TalentEntry, ...TalentEntry[]]> {
	const [talent, ...others] = await session.reference(bodyOf(identifier));
	if (talent) return [talent, ...others];
	const kind = identifier.kind.replace('_', ' ');
	throw new NotAnswered(`no talent in Hire has the ${kind} given`);
}

/** Asks a body that is to find the first person's talent, given what finds it for sure. */
export const askFirst =
	(kind: keyof Person, body: (person: Person) => BatchGetIdBody): Ask =>
	async (session) => {
		const [person] = session.people;
		const expected = await talentsOf(session, identifierOf(person, kind));
		return readAnswer(await session.lookUp(body(person)), expected);
	};
