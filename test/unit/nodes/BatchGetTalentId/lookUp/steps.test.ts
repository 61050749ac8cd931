/** The two steps of a look-up: what is asked in the second, and what becomes of it where the run ends before. */
import type { BatchGetIdBody } from '../../../../../nodes/BatchGetTalentId/lookUp/endpoint';
import { isFailed, itemOf } from '../../../../support/oracle';
import { runPipeline } from '../../../../support/pipeline';
import { failedCall } from '../../../../support/resolverHarness';

const ROWS = [{ e: 'A@x.com' }, { e: 'b@x.com' }, { e: 'C@x.com' }];

/** Runs the rows, each in a call of its own, against a Feishu that has nobody. */
async function run(play: (email: string) => ReturnType<typeof failedCall> | never[]) {
	const asked: string[] = [];
	const progress: number[][] = [];
	const send = async ({ email_list: [email = ''] = [] }: BatchGetIdBody) => {
		asked.push(email);
		return play(email);
	};
	const items = ROWS.map((json) => ({ json }));
	const { matched, unmatched } = await runPipeline(items, {
		matchBy: 'all',
		batchSize: 1,
		send,
		onProgress: (...counts) => progress.push(counts),
	});
	return { asked, progress, matched, unmatched: unmatched.map(itemOf) };
}

test('asks other spellings after all likeliest ones', async () => {
	const { asked, unmatched } = await run(() => []);
	expect(asked).toEqual(['A@x.com', 'b@x.com', 'C@x.com', 'a@x.com', 'c@x.com']);
	expect(unmatched).toEqual([0, 1, 2]);
});

test('reports progress on through the second step, with the batches added that it plans', async () => {
	const { progress } = await run(() => []);
	expect(progress.map(([done, batches]) => `${done} of ${batches}`)).toEqual([
		'1 of 3',
		'2 of 3',
		'3 of 3',
		'4 of 5',
		'5 of 5',
	]);
});

test.each(['C@x.com', 'a@x.com'])(
	'fails the rows whose other spellings were not asked where the run ends at %s',
	async (end) => {
		const { asked, matched, unmatched } = await run((email) =>
			email === end ? failedCall('fatal') : [],
		);
		expect(asked.at(-1)).toBe(end === 'C@x.com' ? end : 'c@x.com');
		expect(unmatched).toEqual(end === 'C@x.com' ? [1] : [1, 2]);
		expect(matched.filter(isFailed).map(({ json }) => json.error)).toEqual(
			matched.map(() => 'fatal'),
		);
	},
);
