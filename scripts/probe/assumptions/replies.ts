/** What a reply looks like: its form, its fields, and in which spelling identifiers come back. */
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import { isJsonObject } from '../../../nodes/BatchGetTalentId/feishu/response';
import { comparisonKey } from '../../../nodes/BatchGetTalentId/read/cell';
import { EMAIL_OF_NOBODY, identifierOf, lastBody, readAnswer, talentsOf } from '../asking';
import type { Ask } from '../assumptions';
import type { Person, Session } from '../session';

const AS_ASKED = 'as asked';
const RESPELLED = 'in another spelling';
const ABSENT = 'absent';

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/** The first talent of the first person, by one identifier. */
async function entryOf(session: Session, kind: keyof Person) {
	const asked = identifierOf(session.people[0], kind);
	const [entry] = await talentsOf(session, asked);
	return { entry, asked };
}

/** Asks how a field of a talent compares to the identifier that was asked for. */
const askSpelling =
	(field: keyof Person): Ask =>
	async (session) => {
		const { entry, asked } = await entryOf(session, field);
		const { kind, qualifier } = asked;
		const value = entry[kind];
		if (value === asked.value) return AS_ASKED;
		if (isAbsent(value)) return ABSENT;
		if (typeof value !== 'string') return 'no text';
		if (value.includes('*')) return 'masked';
		const [key, askedKey] = [value, asked.value].map((one) => comparisonKey(kind, one, qualifier));
		return key === askedKey ? RESPELLED : 'another value';
	};

/** The form of `talent_list` in the reply to a lookup of nobody. */
function formOf(data: unknown): string {
	if (data === undefined || data === null) return '`data` absent or null';
	if (!isJsonObject(data)) return 'another form';
	const { talent_list: list } = data;
	if (list === undefined) return '`talent_list` absent';
	if (list === null) return '`talent_list` null';
	if (!Array.isArray(list)) return 'another form';
	return list.length === 0 ? '`talent_list` empty' : 'an entry for nobody';
}

const FIELDS = {
	mobile: ['mobile_number', 'mobile_code'],
	email: ['email'],
	identification: ['identification_number', 'identification_type'],
} as const;

export const REPLIES: Record<string, Ask> = {
	'reply where nobody is found': async (session) => {
		const answer = await session.lookUp(EMAIL_OF_NOBODY);
		if (answer instanceof FeishuError) return readAnswer(answer);
		return formOf(lastBody(session).data);
	},
	'talent ID': async (session) => {
		const { talent_id: id } = (await entryOf(session, 'email')).entry;
		if (typeof id !== 'string') return id === undefined ? ABSENT : 'no text';
		return /^\d{1,30}$/.test(id) ? 'text of digits' : 'other text';
	},
	'fields of kinds not asked for': async (session) => {
		const byMobile = (await entryOf(session, 'mobile')).entry;
		const byEmail = (await entryOf(session, 'email')).entry;
		const others = [
			...[...FIELDS.email, ...FIELDS.identification].map((field) => byMobile[field]),
			...[...FIELDS.mobile, ...FIELDS.identification].map((field) => byEmail[field]),
		];
		return others.every(isAbsent) ? ABSENT : 'there';
	},
	'mobile number in the reply': askSpelling('mobile'),
	'country code in the reply': async (session) => {
		const { entry, asked } = await entryOf(session, 'mobile');
		const { mobile_code: code } = entry;
		if (code === asked.qualifier) return AS_ASKED;
		if (isAbsent(code)) return ABSENT;
		return code === `+${asked.qualifier}` ? RESPELLED : 'another value';
	},
	'email in the reply': askSpelling('email'),
	'identification number in the reply': askSpelling('identification'),
};
