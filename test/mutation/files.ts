/** What `npm run mutate` mutates, and the unit tests that must notice. */
import { globSync } from 'node:fs';
import path from 'node:path';

const NODE = 'nodes/BatchGetTalentId';

/** The halves of the source, with the percentage of mutants that must make a test fail. */
export const SOURCE_PARTS = {
	/** What waits and remembers. */
	waiting: {
		leastKilled: 85,
		files: [
			`${NODE}/{BatchGetTalentId.node,slices}.ts`,
			`${NODE}/lookUp/!(assignTalents|endpoint).ts`,
			`${NODE}/feishu/!(errors|errorCodes|response).ts`,
			'credentials/*.ts',
		],
	},
	pure: {
		leastKilled: 90,
		files: [
			`${NODE}/{plan,combinationIndex,match,emit,report}.ts`,
			`${NODE}/lookUp/{assignTalents,endpoint}.ts`,
			`${NODE}/feishu/{errors,errorCodes,response}.ts`,
			`${NODE}/read/*.ts`,
		],
	},
};

/** The tests that hold a file besides those named after it, by the beginnings of their paths. */
const MORE_TESTS: Record<string, string[]> = {
	'credentials/FeishuHireApi': ['credentials/tokenExchange'],
	[`${NODE}/feishu/rateLimiter`]: [`${NODE}/feishu/limiterRegistry`],
	[`${NODE}/combinationIndex`]: [`${NODE}/plan`],
	[`${NODE}/plan`]: [`${NODE}/match`, `${NODE}/lookUp/assignTalents`],
};

/** The unit tests that must notice a mutant of a file: what is read of a cell, all that read cells. */
export function testsOf(file: string): string[] {
	const name = file.replace(/(\.node|\.credentials)?\.ts$/, '');
	const more = path.dirname(file) === `${NODE}/read` ? [`${NODE}/read/*`] : MORE_TESTS[name];
	return globSync([name, ...(more ?? [])].map((one) => `test/unit/${one}{,.*}.test.ts`));
}
