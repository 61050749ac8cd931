/** What a crafted sheet or reply can make of the node's own work. */
import { measureOwn } from './ownWork';
import type { OwnInput, OwnOutput } from './ownWork';
import { atMost, claim, figure } from './report';
import type { Bound, Claim, Line, Mode } from './report';

/**
 * The longest turn of the event loop, in the run in which it was shortest: in the others something else
 * used the machine.
 */
export const turnClaim = (what: string, outputs: OwnOutput[], bound: Bound): Claim => {
	const turns = outputs.flatMap((output) => output.turns);
	return claim(figure(`longest turn, ${what}`, Math.min(...turns), 'ms'), bound, [
		figure('of CPU', Math.min(...outputs.flatMap(({ turnsCpu }) => turnsCpu)), 'ms'),
		figure('in the slowest run', Math.max(...turns), 'ms'),
		figure('runs', turns.length),
	]);
};

const MAX_TURN_MS = 150;
const MAX_PEAK_MB = 500;

/** Each run in a process of its own, so that its memory is its own. */
async function run(
	what: string,
	sheet: OwnInput['sheet'],
	size: number,
	{ quick }: Mode,
	maxPeak?: Bound,
): Promise<Claim[]> {
	const outputs: OwnOutput[] = [];
	for (let i = 0; i < (quick ? 1 : 3); i++) {
		outputs.push(await measureOwn({ sheet, size, runs: 1 }));
	}
	return [
		turnClaim(what, outputs, atMost(MAX_TURN_MS)),
		claim(
			figure(`peak memory, ${what}`, Math.max(...outputs.map(({ peak }) => peak)), 'MB'),
			maxPeak,
		),
	];
}

export async function measureCrafted(mode: Mode): Promise<Line> {
	const [rows, shared] = mode.quick ? [500, '500'] : [3_000, '3,000'];
	const combining = '400 rows of 100 numbers × 100 emails';
	const sharing = `On Error = stop, ${shared} rows that share ${shared} numbers`;
	const crossing = 'a reply with 20,000 cross matches';
	return {
		title: 'Crafted sheets and replies',
		claims: [
			...(await run(combining, 'combining', 400, mode, atMost(MAX_PEAK_MB))),
			...(await run(sharing, 'sharing', rows, mode)),
			...(await run(crossing, 'crossing', 20_000, mode)),
		],
	};
}
