/**
 * Ways to look a sheet up, each gone as a good user of it would. All ask for the numbers, emails and
 * identification numbers that a row gives, and want the talents that have all of them.
 */
import { Client } from '@larksuiteoapi/node-sdk';
import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import pLimit from 'p-limit';

import { storedCredentials } from '../../test/support/engine/built';
import type { Case } from '../../test/support/oracle';
import { itemOf } from '../../test/support/oracle';
import { PARAMETERS } from '../../test/support/sheets';
import { groupBy } from '../groupBy';
import { runAlone } from './engines';

/** For each row the talents found, in the order of their IDs; nothing when it got no answer. */
export type Answers = Array<string[] | undefined>;

/** @returns the answers, and the milliseconds that it took */
type Contender = (
	cases: Case[],
	credentials: ICredentialDataDecryptedObject,
) => Promise<{ answers: Answers; took: number }>;

/** As Feishu replies. */
interface TalentList {
	talent_list?: Array<{ talent_id?: string; mobile_number?: string }>;
}

const idsOf = ({ talent_list = [] }: TalentList): string[] =>
	talent_list.flatMap(({ talent_id }) => talent_id ?? []);

const { mobileNumber, email, identificationNumber } = PARAMETERS;

/** This node, its columns dragged in; an item for each row and talent, so that rows can be told. */
const thisNode: Contender = async (cases, credentials) => {
	const { matched, unmatched, took } = await runAlone({
		items: cases.map(({ item }) => item),
		parameters: { mobileNumber, email, identificationNumber, output: 'match' },
		onError: 'continueRegularOutput',
		credentials: storedCredentials(credentials),
	});
	const answers: Answers = cases.map(() => undefined);
	for (const item of unmatched) answers[itemOf(item)] = [];
	for (const item of matched) {
		if (item.json.error) continue;
		(answers[itemOf(item)] ??= []).push(String(item.json.talent_id));
	}
	return { answers, took };
};

/** The cells of a row; one that the candidate did not give is empty. */
type Row = Record<'m' | 'e' | 'i', string>;

const keyOf = ({ m, e, i }: Row) => `${m} ${e} ${i}`;

const RATE_LIMITED = 429;
const MAX_TRIES = 10;

/** What axios throws for a reply with a status that is no success. */
interface StatusError {
	response?: { status?: number; headers?: Record<string, string | undefined> };
}

/** Asks for rows of the same kinds; a rejected call again after the time that Feishu names. */
async function askSdk(client: Client, rows: Row[]): Promise<TalentList | undefined> {
	const [first] = rows;
	const data = {
		mobile_code: '86',
		mobile_number_list: rows.map(({ m }) => m),
		...(first?.e && { email_list: rows.map(({ e }) => e) }),
		...(first?.i && {
			identification_type: 1,
			identification_number_list: rows.map(({ i }) => i),
		}),
	};
	for (let tries = 1; tries <= MAX_TRIES; tries++) {
		try {
			return (await client.hire.v1.talent.batchGetId({ data })).data ?? {};
		} catch (error) {
			const { response } = error as StatusError;
			if (response?.status !== RATE_LIMITED) return undefined;
			await setTimeout(Number(response.headers?.['x-ogw-ratelimit-reset'] ?? 1) * 1_000);
		}
	}
	return undefined;
}

const ignore = () => undefined;
/** Else it would print each rejection, whatever its level. */
const SILENT = { error: ignore, warn: ignore, info: ignore, debug: ignore, trace: ignore };
const ROWS_PER_CALL = 100;
const CONCURRENCY = 10;

/**
 * Feishu's SDK. A talent is taken for that of the row whose number it has; whether the rest of it is
 * that row's too is not compared. Feishu wants all lists of a call satisfied, so only rows of the same
 * kinds share one.
 */
const sdk: Contender = async (cases, credentials) => {
	const client = new Client({
		appId: String(credentials.appId),
		appSecret: String(credentials.appSecret),
		domain: String(credentials.baseUrl),
		logger: SILENT,
	});
	const rows = cases.map(({ item }) => item.json as unknown as Row);
	const found = new Map<string, string[]>();
	const start = performance.now();
	const distinct = new Map(rows.map((row) => [keyOf(row), row])).values();
	const groups = groupBy(distinct, ({ e, i }) => `${e !== ''} ${i !== ''}`);
	const calls = [...groups.values()].flatMap((group) =>
		Array.from({ length: Math.ceil(group.length / ROWS_PER_CALL) }, (_, call) =>
			group.slice(call * ROWS_PER_CALL, (call + 1) * ROWS_PER_CALL),
		),
	);
	await pLimit(CONCURRENCY).map(calls, async (part) => {
		const reply = await askSdk(client, part);
		if (!reply) return;
		const byNumber = groupBy(reply.talent_list ?? [], (talent) => talent.mobile_number);
		for (const row of part) {
			found.set(keyOf(row), idsOf({ talent_list: byNumber.get(row.m) }));
		}
	});
	const took = performance.now() - start;
	return { answers: rows.map((row) => found.get(keyOf(row))), took };
};

/** By the names that the chart gives them, in its order. */
export const CONTENDERS: Record<string, Contender> = {
	'this node': thisNode,
	'SDK in chunks': sdk,
};
