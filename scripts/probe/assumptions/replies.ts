/** What a reply looks like: its form, its fields, and in which spelling identifiers come back. */
import { comparisonKey } from '../../../nodes/BatchGetTalentId/read/cell';
import { isJsonObject } from '../../../nodes/BatchGetTalentId/feishu/response';
import { FeishuError } from '../../../nodes/BatchGetTalentId/feishu/errors';
import type { Identifier } from '../../../nodes/BatchGetTalentId/types';
import { EMAIL_OF_NOBODY, bodyText, identifierOf, readAnswer, talentsOf } from '../asking';
import type { Assumption, Seen } from '../assumption';
import { KIND_NAMES } from '../people';
import type { Person } from '../people';
import type { Session } from '../session';

const AS_ASKED = 'as asked';
const RESPELLED = 'in another spelling';
const MASKED = 'masked';
const ABSENT = 'absent';

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/** The first talent of the first person, by one identifier. */
async function entryOf(session: Session, kind: keyof Person) {
	const asked = identifierOf(session.people[0], kind);
	const [entry] = await talentsOf(session, asked);
	return { entry, asked };
}

/** How a field of a talent compares to the identifier that was asked for. */
function compare(value: unknown, { kind, value: asked, qualifier }: Identifier): Seen {
	if (value === asked) return { what: AS_ASKED };
	if (isAbsent(value)) return { what: ABSENT };
	if (typeof value !== 'string') return { what: 'no text' };
	if (value.includes('*')) return { what: MASKED };
	const isSame = comparisonKey(kind, value, qualifier) === comparisonKey(kind, asked, qualifier);
	return { what: isSame ? RESPELLED : 'another value' };
}

const BY_VALUE =
	'Talents of a reply are assigned to rows by value, whatever the spelling. Where a value is masked or absent, the batch is bisected down to single rows: right, but slow.';

const spelling = (kind: keyof Person, name: string): Assumption => ({
	name: `${name} in the reply`,
	question: 5,
	asks: `the reply to the person's ${name}`,
	reliesOn: BY_VALUE,
	ask: async (session) => {
		const { entry, asked } = await entryOf(session, kind);
		return compare(entry[asked.kind], asked);
	},
	asAssumed: AS_ASKED,
	handled: [RESPELLED, MASKED, ABSENT],
});

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

export const REPLIES: Assumption[] = [
	{
		name: 'reply where nobody is found',
		question: 3,
		asks: 'an email at example.com',
		reliesOn: 'A value without a talent has no entry. Empty, null and absent lists mean nobody.',
		ask: async (session) => {
			const answer = await session.lookUp(EMAIL_OF_NOBODY);
			if (answer.reply instanceof FeishuError) return readAnswer(answer);
			return { what: formOf(bodyText(answer).data) };
		},
		asAssumed: '`talent_list` empty',
		handled: ['`talent_list` null', '`talent_list` absent', '`data` absent or null'],
	},
	{
		name: 'talent ID',
		question: 5,
		asks: "the reply to the person's email",
		reliesOn: 'An ID is text. A number of 19 digits would be rounded, and could not be used.',
		ask: async (session) => {
			const { talent_id: id } = (await entryOf(session, 'email')).entry;
			if (typeof id !== 'string') return { what: id === undefined ? ABSENT : 'no text' };
			return { what: /^\d{1,30}$/.test(id) ? 'text of digits' : 'other text' };
		},
		asAssumed: 'text of digits',
		handled: ['other text'],
	},
	{
		name: 'fields of kinds not asked for',
		question: 5,
		asks: "the replies to the person's mobile number and email",
		reliesOn:
			"A kind is in the reply only if it was asked for. Others would be put out with the talent's fields.",
		ask: async (session) => {
			const byMobile = (await entryOf(session, 'mobile')).entry;
			const byEmail = (await entryOf(session, 'email')).entry;
			const others = [
				...[...FIELDS.email, ...FIELDS.identification].map((field) => byMobile[field]),
				...[...FIELDS.mobile, ...FIELDS.identification].map((field) => byEmail[field]),
			];
			return { what: others.every(isAbsent) ? ABSENT : 'there' };
		},
		asAssumed: ABSENT,
		handled: ['there'],
	},
	spelling('mobile', KIND_NAMES.mobile_number),
	{
		name: 'country code in the reply',
		question: 5,
		asks: "the reply to the person's mobile number",
		reliesOn: 'A call is about one country code, so the node does not need it to assign talents.',
		ask: async (session) => {
			const { entry, asked } = await entryOf(session, 'mobile');
			const { mobile_code: code } = entry;
			if (code === asked.qualifier) return { what: AS_ASKED };
			if (isAbsent(code)) return { what: ABSENT };
			return { what: code === `+${asked.qualifier}` ? RESPELLED : 'another value' };
		},
		asAssumed: AS_ASKED,
		handled: [ABSENT, RESPELLED],
	},
	spelling('email', KIND_NAMES.email),
	spelling('identification', KIND_NAMES.identification_number),
];
