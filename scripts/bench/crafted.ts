/** What a crafted sheet or reply can make of the node's own work. */
import { measureOwn } from './ownWork';
import type { OwnInput, OwnOutput } from './ownWork';
import { claim, figure } from './report';
import type { Claim, Line } from './report';

/**
 * The longest turn of the event loop, in the run in which it was shortest: in the others something else
 * used the machine.
 */
export const turnClaim = (what: string, outputs: OwnOutput[], maxMs: number): Claim => {
	const turns = outputs.flatMap((output) => output.turns);
	return claim(figure(`longest turn, ${what}`, Math.min(...turns), 'ms'), maxMs, [
		figure('in the slowest run', Math.max(...turns), 'ms'),
		figure('runs', turns.length),
	]);
};

const RUNS = 3;
const MAX_TURN_MS = 150;
const MAX_PEAK_MB = 500;

/** Each run in a process of its own, so that its memory is its own. */
async function run(what: string, sheet: OwnInput['sheet'], size: number): Promise<Claim[]> {
	const outputs: OwnOutput[] = [];
	while (outputs.length < RUNS) outputs.push(await measureOwn({ sheet, size, runs: 1 }));
	const peak = Math.max(...outputs.map((output) => output.peak));
	return [
		turnClaim(what, outputs, MAX_TURN_MS),
		claim(figure(`peak memory, ${what}`, peak, 'MB'), MAX_PEAK_MB),
	];
}

export const measureCrafted = async (): Promise<Line> => ({
	title: 'Crafted sheets and replies',
	claims: [
		...(await run('400 rows of 100 numbers × 100 emails', 'combining', 400)),
		...(await run('a reply with 20,000 cross matches', 'crossing', 20_000)),
	],
});
