/** Rejected batches whose combinations have several kinds, and so may have a rejected value in common. */
import { BatchResolver } from '../../../../../nodes/BatchGetTalentId/lookUp/batchResolver';
import { Calls } from '../../../../../nodes/BatchGetTalentId/lookUp/calls';
import { neverStop } from '../../../../../nodes/BatchGetTalentId/lookUp/earlyStop';
import type { BatchGetIdBody } from '../../../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { Answers } from '../../../../../nodes/BatchGetTalentId/types';
import type { Combination } from '../../../../../nodes/BatchGetTalentId/types';
import { noLimiter } from '../../../../support/pipeline';
import { failedCall, valuesOf } from '../../../../support/resolverHarness';

const identifier = (kind: 'mobile_number' | 'email', value: string) => ({
	...{ kind, value, key: value, qualifier: '', suspect: false },
});

let combinations = 0;

/** `1 a`: the number 1 with the email a. */
function combination(pair: string): Combination {
	const [number = '', email = ''] = pair.split(' ');
	return {
		identifiers: [identifier('mobile_number', number), identifier('email', email)],
		itemIndex: 0,
		isShared: false,
		id: combinations++,
	};
}

type Play = (numbers: string[], emails: string[]) => ReturnType<typeof failedCall> | never[];

/** A Feishu that rejects some emails and finds nobody. */
const rejecting =
	(...bad: string[]): Play =>
	(_, emails) =>
		emails.some((email) => bad.includes(email)) ? failedCall('badParameter') : [];

/**
 * Asks batches of one group.
 * @returns the calls, as `numbers emails`, and the combinations that were rejected
 */
async function resolve(play: Play, ...batches: string[][]) {
	const asked: string[] = [];
	const send = async (body: BatchGetIdBody) => {
		const { mobile_number_list: numbers = [], email_list: emails = [] } = body;
		asked.push(`${numbers.join('')} ${emails.join('')}`.trim());
		await new Promise(setImmediate);
		return play(numbers, emails);
	};
	const answers = new Answers();
	const calls = new Calls({ limiter: noLimiter, send, maxTries: 1 });
	const resolver = new BatchResolver(calls, answers, neverStop);
	const planned = batches.map((pairs) => pairs.map(combination));
	await resolver.resolve(planned.map((ofBatch) => ({ group: 'group', combinations: ofBatch })));
	const all = planned.flat();
	expect(all.every((one) => answers.has(one))).toBe(true);
	const rejected = all.filter((one) => answers.get(one)?.status === 'rejected');
	return { asked, rejected: rejected.map(valuesOf).sort() };
}

test('one call tells whether a value that all have in common is rejected: nothing is bisected then', async () => {
	const { asked, rejected } = await resolve(rejecting('z'), ['1 z', '2 z', '3 z', '4 z']);
	expect(asked).toEqual(['1234 z', 'z']);
	expect(rejected).toEqual(['1 z', '2 z', '3 z', '4 z']);
});

test('is bisected with the combinations of a common value side by side', async () => {
	const { asked, rejected } = await resolve(rejecting('z'), ['1 a', '2 z', '3 b', '4 z']);
	expect(asked).toEqual(['1234 azb', '24 z', '13 ab', 'z']);
	expect(rejected).toEqual(['2 z', '4 z']);
});

test('waits for the bisection under way, and goes without the value that this finds', async () => {
	const good = ['0 y'];
	const batches = [
		['1 a', '2 z', '3 b', '4 c'],
		['5 d', '6 z', '7 e'],
	];
	const { asked, rejected } = await resolve(rejecting('z'), good, ...batches);
	expect(asked).toEqual([
		...['0 y', '1234 azbc', '567 dze'],
		...['12 az', '34 bc', '1 a', '2 z', 'z'],
		'57 de',
	]);
	expect(rejected).toEqual(['2 z', '6 z']);
});

test('is bisected where it is rejected without that value too', async () => {
	const batches = [
		['1 a', '2 z'],
		['3 z', '4 x', '5 b'],
	];
	const { asked, rejected } = await resolve(rejecting('x', 'z'), ['0 y'], ...batches);
	expect(asked).toEqual([
		...['0 y', '12 az', '345 zxb'],
		...['1 a', '2 z', 'z'],
		...['45 xb', '4 x', '5 b', 'x'],
	]);
	expect(rejected).toEqual(['2 z', '3 z', '4 x']);
});

test('is bisected by itself where the bisection under way finds none of its values', async () => {
	const batches = [
		['1 a', '2 z'],
		['3 x', '4 b'],
	];
	const { asked, rejected } = await resolve(rejecting('x', 'z'), ['0 y'], ...batches);
	expect(asked).toEqual([
		...['0 y', '12 az', '34 xb'],
		...['1 a', '2 z', 'z'],
		...['3 x', '4 b', 'x'],
	]);
	expect(rejected).toEqual(['2 z', '3 x']);
});

test.each([
	['answers a call for it alone', []],
	['does not reject it for a value', failedCall('failed')],
])('is not taken to be rejected for a common value where Feishu %s', async (_, reply) => {
	const play: Play = (numbers, emails) => {
		if (numbers.length === 0) return reply;
		return numbers.includes('2') && emails.includes('a') ? failedCall('badParameter') : [];
	};
	const { asked, rejected } = await resolve(play, ['1 a', '2 a', '3 a']);
	expect(rejected).toEqual(['2 a']);
	expect(asked.slice(0, 4)).toEqual(['123 a', 'a', '12 a', '3 a']);
});
