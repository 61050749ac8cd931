/** What a crafted sheet, or a crafted reply, can do to the process: memory and turns of the event loop. */
import { atMost, claim, figure } from './claims';
import type { Claim } from './claims';
import type { Mode } from './options';
import { measureOwn, turnClaim } from './own';
import type { OwnOutput } from './ownProcess';
import type { OwnSheetName } from './ownSheets';
import type { Line } from './report';

const MAX_TURN_MS = 150;
const MAX_PEAK_MB = 500;

interface Scenario {
	what: string;
	sheet: OwnSheetName;
	size: number;
	/** Where it is promised. */
	maxPeakMb?: number;
}

const scenarios = (quick: boolean): Scenario[] => [
	{
		what: '400 rows of 100 numbers × 100 emails',
		sheet: 'combining',
		size: 400,
		maxPeakMb: MAX_PEAK_MB,
	},
	{
		what: quick
			? 'On Error = stop, 500 rows that share 500 numbers'
			: 'On Error = stop, 3,000 rows that share 3,000 numbers',
		sheet: 'sharing',
		size: quick ? 500 : 3_000,
	},
	{ what: 'a reply with 20,000 cross matches', sheet: 'crossing', size: 20_000 },
];

async function measure({ what, sheet, size, maxPeakMb }: Scenario, runs: number): Promise<Claim[]> {
	const outputs: OwnOutput[] = [];
	for (let run = 0; run < runs; run++) outputs.push(await measureOwn({ sheet, size, runs: 1 }));
	const peak = Math.max(...outputs.map((output) => output.peak));
	return [
		turnClaim(what, { turns: outputs.flatMap(({ turns }) => turns) }, atMost(MAX_TURN_MS)),
		claim(
			figure(`peak memory, ${what}`, peak, 'MB'),
			maxPeakMb === undefined ? undefined : atMost(maxPeakMb),
		),
	];
}

/** Each in processes of its own. */
export async function measureCrafted({ quick }: Mode): Promise<Line> {
	const claims: Claim[] = [];
	for (const scenario of scenarios(quick)) claims.push(...(await measure(scenario, quick ? 1 : 3)));
	return {
		title: 'Crafted sheets and replies',
		notes: [
			'The node’s own work in fresh processes. Of the longest turns the shortest of all runs; of memory the highest of the whole process.',
		],
		claims,
	};
}
