/** The fuzzer finds nothing in a few fixed runs; and it would find what it looks for. */
import fc from 'fast-check';

import { runCommand } from '../support/command';
import { defined } from '../support/defined';
import { REJECTING } from '../support/feishu/settings';
import type { InProcessResult } from '../support/inProcessRun';
import { findProblems } from './check';
import { SETTINGS, isRight, main } from './fuzz';
import { scenario } from './scenario';
import type { Scenario } from './scenario';
import { runInVirtualTime } from './virtualRun';
import type { Observation } from './virtualRun';

test('nothing is found in 25 runs', async () => {
	await fc.assert(isRight, { ...SETTINGS, seed: 1, numRuns: 25 });
});

test.each(fc.sample(scenario, { seed: 7, numRuns: 3 }))(
	'runs again as it did: %#',
	async (drawn) => {
		const run = async () => {
			const { outcomes, arrivals } = await runInVirtualTime(drawn);
			return {
				outputs: outcomes.map(({ matched, unmatched }) => [matched, unmatched]),
				errors: outcomes.map(({ error }) => error?.message),
				arrivals: arrivals.map((at, _, [first = NaN]) => at - first),
			};
		};
		expect(await run()).toEqual(await run());
	},
);

describe('what is broken is found', () => {
	/** A run without faults, with items on both outputs, failed ones too. */
	const plain: Scenario = {
		...defined(fc.sample(scenario, { seed: 1, numRuns: 1 })[0], 'scenario'),
		kind: REJECTING,
		faults: 'none',
		stopsAtFailure: false,
		cancelAfter: undefined,
		people: [{ talentId: '70', mobile: { code: '86', number: '13800000001' } }],
		sheets: [
			[
				row('13800000001'),
				row('13800000002'),
				{
					item: { json: { m: '1.38E+10' } },
					values: [{ kind: 'mobile_number', spellings: [] }],
				},
				row('13800000003'),
			],
		],
		replies: { reversed: false, twice: false },
	};

	function row(number: string): Scenario['sheets'][number][number] {
		return {
			item: { json: { m: number } },
			values: [{ kind: 'mobile_number', qualifier: '86', spellings: [number] }],
		};
	}

	let observation: Observation;
	let outcome: InProcessResult;
	beforeEach(async () => {
		observation = structuredClone(await runInVirtualTime(plain));
		outcome = defined(observation.outcomes[0], 'outcome');
	});

	const first = (output: 'matched' | 'unmatched') => defined(outcome[output][0], output);
	function failedItem() {
		const failed = outcome.matched.find(({ json }) => 'error' in json);
		return defined(failed, 'failed item').json;
	}

	test('or nothing, when nothing is', () => {
		expect(findProblems(plain, observation)).toEqual([]);
		expect([outcome.matched.length, outcome.unmatched.length]).toEqual([2, 2]);
	});

	test.each<[string, () => void, RegExp]>([
		['a lost talent', () => outcome.matched.shift(), /^not as the oracle/],
		['a lost item', () => outcome.unmatched.pop(), /^not as the oracle/],
		[
			'an item on two outputs',
			() => outcome.unmatched.push(first('matched')),
			/^not as the oracle/,
		],
		['another order', () => outcome.unmatched.reverse(), /^not as the oracle/],
		['another talent', () => (first('matched').json.talent_id = '71'), /^not as the oracle/],
		[
			'a changed copy of the input',
			() => (first('unmatched').json = {}),
			/^unmatched\[0\] is no copy/,
		],
		[
			'an item that failed for nothing',
			() => {
				const json = { error: 'Something went wrong', message: 'Nobody knows what.' };
				outcome.matched.splice(1, 0, { ...first('unmatched'), json });
				outcome.unmatched.shift();
			},
			/^1 items should not have failed, first 1/,
		],
		['no reason', () => (failedItem().error = 'undefined'), /without a readable reason/],
		['a stranger', () => (failedItem().error += ' 13800000003'), /tells 13800000003/],
		[
			'a secret',
			() => outcome.said.push(defined(observation.secrets[0], 'secret')),
			/^the secret secret-of-custom is told/,
		],
		['a hint that tells', () => outcome.said.push('13800000001'), /^a hint tells/],
		[
			'an error for nothing',
			() => {
				outcome.error = new Error('The run ended for no reason, at 13800000002');
			},
			/^the run ended: .*|^the error tells 13800000002/,
		],
		[
			'too many calls',
			() => observation.arrivals.push(...Array.from({ length: 51 }, () => Date.now())),
			/calls in a second, \d+ allowed/,
		],
		['an execution without an end', () => observation.outcomes.pop(), /an execution is missing/],
	])('%s', (_, spoil, problem) => {
		spoil();
		expect(findProblems(plain, observation).join('\n')).toMatch(new RegExp(problem, 'm'));
	});
});

describe('the command', () => {
	test('runs for a time', async () => {
		const log = jest.spyOn(console, 'log').mockImplementation();
		const { code } = await runCommand(main, ['--minutes', '0']);
		expect(log.mock.calls).toEqual([['50 runs, no problem']]);
		expect(code).toBe(0);
		log.mockRestore();
	});

	test.each([[['--seed=x']], [['--fast']]])('rejects %j in one line', async (args) => {
		const { code, stderr } = await runCommand(main, args);
		expect(code).toBe(2);
		expect(stderr).toMatch(/^[^\n]+\n$/);
	});
});
