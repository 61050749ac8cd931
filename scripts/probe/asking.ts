/** How the assumptions ask and read answers: what most of them share. */
import { FeishuError } from '../../nodes/BatchGetTalentId/feishu/errors';
import { readCode } from '../../credentials/openPlatform';
import { isJsonObject } from '../../nodes/BatchGetTalentId/feishu/response';
import type { JsonObject } from '../../nodes/BatchGetTalentId/feishu/response';
import type { BatchGetIdBody, TalentEntry } from '../../nodes/BatchGetTalentId/lookUp/endpoint';
import type { Identifier, IdentifierKind } from '../../nodes/BatchGetTalentId/types';
import type { Seen } from './assumption';
import type { Person } from './people';
import { NotAnswered } from './session';
import type { Answer, Session } from './session';

export const NOBODY = 'finds nobody';
export const REJECTED = 'rejected as a value';
export const FOUND = 'finds the talent';
const OTHERS = 'finds other talents';
export const ERROR = 'another error';

/** Of domains and ranges that are reserved, or of a form that no person's has. */
export const INVENTED = {
	/** RFC 2606. */
	email: (index = 0) => `nobody-${index}@example.com`,
	/** Ofcom's numbers for drama, +44 7700 900000 to 900999. */
	mobile: (index: number) => `7700900${String(index).padStart(3, '0')}`,
	mobileCode: '44',
	/** Of type 5, "other". */
	document: (index = 0) => `PROBE${String(index).padStart(5, '0')}`,
	documentType: 5,
} as const;

/** The body that asks identifiers of each kind; those of a kind share the first one's code or type. */
export function bodyOf(...identifiers: Identifier[]): BatchGetIdBody {
	const body: BatchGetIdBody = {};
	const valuesOf = (kind: IdentifierKind) =>
		identifiers.filter((one) => one.kind === kind).map(({ value }) => value);
	for (const { kind, qualifier } of [...identifiers].reverse()) {
		switch (kind) {
			case 'mobile_number':
				body.mobile_code = qualifier;
				body.mobile_number_list = valuesOf(kind);
				break;
			case 'email':
				body.email_list = valuesOf(kind);
				break;
			case 'identification_number':
				body.identification_type = Number(qualifier);
				body.identification_number_list = valuesOf(kind);
		}
	}
	return body;
}

/** The same identifier, written in another way. */
export const spelled = (identifier: Identifier, value: string): Identifier => ({
	...identifier,
	value,
});

export const bodyText = ({ response }: Answer): JsonObject => {
	try {
		const body: unknown = JSON.parse(String(response?.body));
		return isJsonObject(body) ? body : {};
	} catch {
		return {};
	}
};

/** The HTTP status and the code of an answer. */
export function statusOf(answer: Answer): string | undefined {
	const { response } = answer;
	if (!response) return undefined;
	const code = readCode(bodyText(answer));
	return `HTTP ${response.statusCode}${code === undefined ? '' : `, code ${code}`}`;
}

const idsOf = (talents: TalentEntry[]) => talents.map(({ talent_id: id }) => String(id)).sort();

/** Whether two lists hold the same talents. */
export const areSame = (one: TalentEntry[], other: TalentEntry[]): boolean =>
	JSON.stringify(idsOf(one)) === JSON.stringify(idsOf(other));

/** The words for an answer to a lookup that is to find certain talents, or nobody. */
export function readAnswer(answer: Answer, expected: TalentEntry[] = []): Seen {
	const { reply } = answer;
	if (reply instanceof FeishuError) {
		return { what: reply.failure === 'value' ? REJECTED : ERROR, detail: statusOf(answer) };
	}
	if (reply.length === 0) return { what: NOBODY };
	return { what: areSame(reply, expected) ? FOUND : OTHERS };
}

/** Asks a body that is about nobody. */
export const askNobody = (body: BatchGetIdBody) => async (session: Session) =>
	readAnswer(await session.lookUp(body));

/** The talents that an identifier finds alone. */
export async function talentsOf(session: Session, identifier: Identifier): Promise<TalentEntry[]> {
	const talents = await session.reference(bodyOf(identifier));
	if (talents.length > 0) return talents;
	throw new NotAnswered(`no talent in Hire has the ${KIND_NAMES[identifier.kind]} given`);
}

const KIND_NAMES: Record<IdentifierKind, string> = {
	mobile_number: 'mobile number',
	email: 'email',
	identification_number: 'identification number',
};

/** Asks a body that is to find the first person's talent, given what finds it for sure. */
export const askFirst =
	(kind: 'mobile' | 'email' | 'identification', body: (person: Person) => BatchGetIdBody) =>
	async (session: Session): Promise<Seen> => {
		const [person] = session.people;
		const expected = await talentsOf(session, required(person[kind], '--id-number was not given'));
		return readAnswer(await session.lookUp(body(person)), expected);
	};

/** @throws NotAnswered with the reason when there is no such value */
export function required<T>(value: T | undefined, reason: string): T {
	if (value === undefined) throw new NotAnswered(reason);
	return value;
}

/** The first entry of the talents of the first person. */
export async function entryOf(
	session: Session,
	kind: 'mobile' | 'email' | 'identification',
): Promise<{ entry: TalentEntry; asked: Identifier }> {
	const asked = required(session.people[0][kind], '--id-number was not given');
	const [entry] = await talentsOf(session, asked);
	return { entry: required(entry, 'no talent'), asked };
}
