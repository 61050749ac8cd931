/** Invariants 1 and 2: the node's output is the oracle's, whatever the batches. */
import fc from 'fast-check';

import { runPipeline, storeReplies } from '../../../support/pipeline';
import { BAD_NUMBERS, candidate, isBad, people } from '../../../support/arbitraries';
import { expectedOf, observed } from '../../../support/oracle';
import { TalentStore } from '../../../support/simulator/store';

const setting = fc.record({
	matchBy: fc.constantFrom('all' as const, 'any' as const),
	output: fc.constantFrom('talent' as const, 'match' as const),
	includeInputFields: fc.boolean(),
	batchSize: fc.oneof(fc.constantFrom(1, 2, 100), fc.integer({ min: 1, max: 100 })),
});

test('the output equals that of one call per combination, in content and order', async () => {
	await fc.assert(
		fc.asyncProperty(
			people,
			fc.array(candidate, { minLength: 1, maxLength: 40 }),
			setting,
			async (everyone, cases, { includeInputFields, ...given }) => {
				const store = new TalentStore(everyone);
				const settings = {
					...given,
					includeInputFields: includeInputFields && given.output === 'match',
				};
				const { matched, unmatched } = await runPipeline(
					cases.map(({ item }) => item),
					{ ...settings, isTool: false, send: storeReplies(store, BAD_NUMBERS) },
				);
				expect(observed(matched, unmatched)).toEqual(
					expectedOf(cases, { ...settings, store, isBad }),
				);
			},
		),
		{ numRuns: 500 },
	);
});
