/** Invariants 1 and 2: the node's output is the oracle's, whatever the batches. */
import fc from 'fast-check';

import { runPipeline, sendTo } from '../../../support/pipeline';
import { badNumbersOf, candidate, people } from '../../../support/arbitraries';
import { Hire } from '../../../support/feishu/hire';
import { EXACT, FEISHU_KINDS, TOLERANT, withDefaults } from '../../../support/feishu/settings';
import { expectedOf, observed } from '../../../support/oracle';

const setting = fc.record({
	matchBy: fc.constantFrom('all' as const, 'any' as const),
	output: fc.constantFrom('talent' as const, 'match' as const),
	includeInputFields: fc.boolean(),
	batchSize: fc.oneof(fc.constantFrom(1, 2, 100), fc.integer({ min: 1, max: 100 })),
});

test.each(FEISHU_KINDS)(
	'equals one call per value or combination, in content and order: %s',
	async (_, kind) => {
		const badNumbers = badNumbersOf(kind);
		await fc.assert(
			fc.asyncProperty(
				people,
				fc.array(candidate, { minLength: 1, maxLength: 40 }),
				setting,
				async (everyone, cases, { includeInputFields, ...given }) => {
					const hire = new Hire(everyone, withDefaults({ ...kind, badNumbers }));
					const settings = {
						...given,
						includeInputFields: includeInputFields && given.output === 'match',
					};
					const { matched, unmatched } = await runPipeline(
						cases.map(({ item }) => item),
						{ ...settings, isTool: false, send: sendTo(hire) },
					);
					expect(observed(matched, unmatched)).toEqual(expectedOf(cases, { ...settings, hire }));
				},
			),
			{ numRuns: 100 },
		);
	},
);

test.each([
	['ignores letter case', TOLERANT, ['1', '2']],
	['compares it', EXACT, ['2']],
])(
	'asks one email in two letter cases as one value, where Feishu %s',
	async (_, kind, expected) => {
		const people = [
			{ talentId: '1', email: 'li@example.com' },
			{ talentId: '2', email: 'wu@example.com' },
		];
		const { matched } = await runPipeline(
			[{ json: { e: 'LI@example.com, wu@example.com, li@example.com' } }],
			{
				matchBy: 'any',
				batchSize: 100,
				output: 'talent',
				includeInputFields: false,
				isTool: false,
				send: sendTo(new Hire(people, withDefaults(kind))),
			},
		);
		expect(matched.map(({ json }) => json.talent_id)).toEqual(expected);
	},
);
