/** The node as n8n runs it: its steps together, on few rows. */
import type { IDataObject } from 'n8n-workflow';

import { readAppOrThrow, tokenKey } from '../../../../credentials/feishuApp';
import { BatchGetTalentId } from '../../../../nodes/BatchGetTalentId/BatchGetTalentId.node';
import { executeContext } from '../../../support/inProcessRun';
import { passTime } from '../../../support/fakeTimers';

const KNOWN = 'known@x.com';
const REJECTED = 'rejected@x.com';
const UNREADABLE = 'zhang.wei';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

let apps = 0;

/** A Feishu with one talent, which rejects one email. */
function answer({ email_list: emails = [] }: { email_list?: string[] }) {
	if (emails.includes(REJECTED)) return { statusCode: 400, body: { code: 1002002 } };
	const talent_list = emails
		.filter((email) => email === KNOWN)
		.map((email) => ({ talent_id: '69', email }));
	return { statusCode: 200, body: { code: 0, data: { talent_list } } };
}

interface RunSettings {
	continueOnFail?: boolean;
	type?: string;
	parameters?: IDataObject;
	/** Gets the body of each call. */
	asked?: unknown[];
}

/** Runs the node on emails, with an app of its own. */
async function run(
	emails: string[],
	{ type, parameters, continueOnFail, asked = [] }: RunSettings = {},
) {
	const app = { appType: 'custom', appId: `cli_node${++apps}`, appSecret: 's', host: 'feishu' };
	const data = { ...app, accessToken: 't-1', issuedFor: tokenKey(readAppOrThrow(app)) };
	const { context, hints } = executeContext({
		items: emails.map((e) => ({ json: { e } })),
		parameters: { email: '={{ $json.e }}', ...parameters },
		continueOnFail,
		getCredentials: () => data,
		send: async (_, { body }) => {
			asked.push(body);
			const { statusCode, body: reply } = answer(body as object);
			return { statusCode, headers: {}, body: JSON.stringify(reply) };
		},
	});
	const node = { ...context.getNode(), ...(type && { type }) };
	const outcome = new BatchGetTalentId().execute.call({ ...context, getNode: () => node });
	const [matched = [], unmatched = []] = await passTime(outcome);
	return { matched, unmatched, asked, hints };
}

test('keeps the names that workflows store', () => {
	expect(new BatchGetTalentId().description).toMatchObject({
		name: 'batchGetTalentId',
		version: 1,
		usableAsTool: true,
		inputs: ['main'],
		outputs: ['main', 'main'],
		outputNames: ['Matched', 'Unmatched'],
		credentials: [{ name: 'feishuHireApi', required: true }],
	});
});

test('sends talents out of Matched and the other rows out of Unmatched, and sums the run up', async () => {
	const { matched, unmatched, asked, hints } = await run(['nobody@x.com', KNOWN, '']);
	expect(matched).toEqual([{ json: { talent_id: '69', email: KNOWN }, pairedItem: { item: 1 } }]);
	expect(unmatched).toEqual([
		{ json: { e: 'nobody@x.com' }, pairedItem: { item: 0 } },
		{ json: { e: '' }, pairedItem: { item: 2 } },
	]);
	expect(asked).toEqual([{ email_list: ['nobody@x.com', KNOWN] }]);
	expect(hints).toHaveLength(1);
	expect(hints[0]?.message).toMatch(/^3 rows: 1 matched \(1 talent\), 2 unmatched, 0 failed\./);
});

test('finds a talent by another spelling of a row', async () => {
	const { matched, asked } = await run(['Known@x.com']);
	expect(matched).toMatchObject([{ json: { talent_id: '69' } }]);
	expect(asked).toEqual([{ email_list: ['Known@x.com'] }, { email_list: [KNOWN] }]);
});

test('includes what was read of an unmatched row, where the options say so', async () => {
	const parameters = { options: { includeIdentifiers: true } };
	const { unmatched } = await run([' nobody@x.com'], { parameters });
	expect(unmatched).toMatchObject([{ json: { identifiers: { email: 'nobody@x.com' } } }]);
});

test('sends a row without a talent out of Matched where an agent runs it as a tool', async () => {
	const { matched, unmatched } = await run(['nobody@x.com'], { type: 'batchGetTalentIdTool' });
	expect(matched).toMatchObject([{ json: { matched: false } }]);
	expect(unmatched).toEqual([]);
});

describe('with On Error = stop', () => {
	test('throws for a row that cannot be read, before any call', async () => {
		const asked: unknown[] = [];
		await expect(run([KNOWN, UNREADABLE], { asked })).rejects.toMatchObject({
			message: expect.stringContaining('email'),
			context: { itemIndex: 1 },
		});
		expect(asked).toEqual([]);
	});

	test('throws for a row that Feishu rejects', async () => {
		await expect(run([KNOWN, REJECTED])).rejects.toThrow('Feishu does not accept a value');
	});

	test('throws where no row has an identifier', async () => {
		await expect(run(['', ''])).rejects.toThrow(/^No item gives a mobile number/);
	});
});

describe('with On Error = continue', () => {
	test('sends failed rows out of Matched, and looks the others up', async () => {
		const rows = [UNREADABLE, KNOWN, REJECTED, 'nobody@x.com'];
		const { matched, unmatched } = await run(rows, { continueOnFail: true });
		expect(matched).toMatchObject([
			{ json: { error: expect.any(String) }, pairedItem: { item: 0 } },
			{ json: { talent_id: '69' }, pairedItem: { item: 1 } },
			{
				json: { error: expect.stringContaining('Feishu does not accept') },
				pairedItem: { item: 2 },
			},
		]);
		expect(unmatched).toMatchObject([{ pairedItem: { item: 3 } }]);
	});

	test('fails every row where no row has an identifier', async () => {
		const { matched, unmatched, asked } = await run(['', ''], { continueOnFail: true });
		expect(matched).toMatchObject([0, 1].map((item) => ({ pairedItem: { item } })));
		expect(unmatched).toEqual([]);
		expect(asked).toEqual([]);
	});
});
