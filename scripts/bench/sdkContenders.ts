/** Scripts with Feishu's official SDK, by a beginner and by an expert. */
import { Client } from '@larksuiteoapi/node-sdk';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';

import { idsOf } from './contender';
import type { Contender, RowAnswer, TalentList } from './contender';
import type { Feishu, FreshApp } from './feishu';
import { strictOptimum } from './optimum';
import type { Row } from './sheet';

const ignore = () => undefined;
const SILENT = { error: ignore, warn: ignore, info: ignore, debug: ignore, trace: ignore };

const openClient = ({ app }: FreshApp, { url }: Feishu) =>
	new Client({
		appId: app.id,
		appSecret: app.secret,
		domain: url,
		logger: SILENT,
	});

const bodyOf = (rows: Row[]) => {
	const [first] = rows;
	return {
		mobile_code: '86',
		mobile_number_list: rows.map(({ mobile }) => mobile),
		...(first?.email && { email_list: rows.map(({ email }) => email) }),
		...(first?.id && {
			identification_type: 1,
			identification_number_list: rows.map(({ id }) => id),
		}),
	};
};

const RATE_LIMITED = 429;
const MOST_TRIES = 10;

/** What axios throws for a reply with a status that is no success. */
interface StatusError {
	response?: { status?: number; headers?: Record<string, string | undefined> };
}

/** One call by the SDK; a refused one again after the time that Feishu names, which the SDK leaves to its user. */
async function ask(client: Client, rows: Row[]): Promise<TalentList | undefined> {
	for (let tries = 1; tries <= MOST_TRIES; tries++) {
		try {
			const { data } = await client.hire.v1.talent.batchGetId({ data: bodyOf(rows) });
			return data ?? {};
		} catch (error) {
			const { response } = error as StatusError;
			if (response?.status !== RATE_LIMITED) return undefined;
			await setTimeout(Number(response.headers?.['x-ogw-ratelimit-reset'] ?? 1) * 1_000);
		}
	}
	return undefined;
}

export const sdkLoop: Contender = {
	name: 'SDK in a loop',
	how: '@larksuiteoapi/node-sdk, one call a row, one after the other; refused calls again',
	floor: (rows, roundTrip) => Math.max(rows * roundTrip, strictOptimum(rows, 0)),
	async run(rows, app, feishu) {
		const client = openClient(app, feishu);
		const start = performance.now();
		const answers: RowAnswer[] = [];
		for (const row of rows) {
			const found = await ask(client, [row]);
			answers.push(found && idsOf(found));
		}
		return { answers, took: performance.now() - start };
	},
};

const BATCH_SIZE = 100;

/** Feishu wants all the lists of a call satisfied, so only rows that give the same kinds share one. */
const kindsOf = ({ email, id }: Row) => `${email !== ''} ${id !== ''}`;

const keyOf = ({ mobile, email, id }: Row) => `${mobile} ${email} ${id}`;

function groupBy<T>(list: Iterable<T>, nameOf: (entry: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const entry of list) {
		const group = groups.get(nameOf(entry));
		if (group) group.push(entry);
		else groups.set(nameOf(entry), [entry]);
	}
	return groups;
}

function chunk(rows: Row[]): Row[][] {
	const distinct = new Map(rows.map((row) => [keyOf(row), row])).values();
	return [...groupBy(distinct, kindsOf).values()].flatMap((group) =>
		Array.from({ length: Math.ceil(group.length / BATCH_SIZE) }, (_, i) =>
			group.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE),
		),
	);
}

/**
 * Distinct rows, a hundred in a call, several calls at a time. A talent is taken for that of the row
 * whose number it has; whether the rest of it is that row's too is not compared.
 */
export const sdkInChunks = (concurrency: number): Contender => ({
	name: 'SDK in chunks',
	how: `@larksuiteoapi/node-sdk with p-limit(${concurrency}), 100 rows a call, a talent to the row with its number; refused calls again`,
	floor: (rows) => strictOptimum(Math.ceil(rows / BATCH_SIZE), 0),
	async run(rows, app, feishu) {
		const client = openClient(app, feishu);
		const limit = pLimit(concurrency);
		const start = performance.now();
		const found = new Map<string, string[]>();
		await Promise.all(
			chunk(rows).map(
				async (part) =>
					await limit(async () => {
						const reply = await ask(client, part);
						if (!reply) return;
						const { talent_list = [] } = reply;
						const byNumber = groupBy(talent_list, (talent) => talent.mobile_number ?? '');
						for (const row of part) {
							found.set(keyOf(row), idsOf({ talent_list: byNumber.get(row.mobile) }));
						}
					}),
			),
		);
		const answers = rows.map((row) => found.get(keyOf(row)));
		return { answers, took: performance.now() - start };
	},
});
