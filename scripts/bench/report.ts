/** What the benchmark says: figures, the bounds they are held to, and the raw numbers behind them. */

export interface Figure {
	what: string;
	value: number;
	/** Empty for a ratio's factor and for counts. */
	unit: string;
}

export interface Bound {
	is: 'at most' | 'at least';
	value: number;
}

/** A figure that means something by itself, or in proportion to another of the same run. */
export interface Claim extends Figure {
	/** Absent where nothing was promised. */
	bound?: Bound;
	held?: boolean;
	raw: Figure[];
}

/** A line of the benchmark. */
export interface Line {
	title: string;
	claims: Claim[];
	/** Where contenders were compared. */
	standings?: Standing[];
}

/** What came of one contender with one sheet. */
export interface Standing {
	contender: string;
	rows: number;
	seconds: number;
	/** It was not run: `seconds` is the least that it can take. */
	isFloor: boolean;
	calls?: number;
	refused?: number;
	/** Rows whose talent was found, and rows not in Hire that were found to be so. */
	right?: number;
	/** Rows with a talent that is not theirs, or without the one that is. */
	wrong?: number;
	/** Rows without an answer. */
	lost?: number;
	/** Of the rows with a talent in Hire those that got it and no other. */
	matched?: number;
}

/** The lines of the benchmark, in the order in which they run. */
export const LINE_NAMES = [
	'reading',
	'cpu',
	'crafted',
	'makespan',
	'workers',
	'contenders',
	'package',
] as const;

export type LineName = (typeof LINE_NAMES)[number];

/** A whole run, as `bench/latest.json` keeps it; nothing in it names the machine or its owner. */
export interface Report {
	date: string;
	machine: {
		cores: number;
		processor: string;
		memoryGb: number;
		/** Processes that wanted a core when the run began, on average over a minute. */
		load: number;
		versions: Record<string, string>;
	};
	lines: Partial<Record<LineName, Line>>;
}

/** How thoroughly a line measures. */
export interface Mode {
	/** Fewer rows and repetitions. */
	quick: boolean;
}

export const atMost = (value: number): Bound => ({ is: 'at most', value });
export const atLeast = (value: number): Bound => ({ is: 'at least', value });

/** As precise as timings are: four digits. */
export const rounded = (value: number): number =>
	Number.isInteger(value) ? value : Number(value.toPrecision(4));

export const figure = (what: string, value: number, unit = ''): Figure => ({
	what,
	value: rounded(value),
	unit,
});

/** A claim with its verdict. */
export function claim(main: Figure, bound?: Bound, raw: Figure[] = []): Claim {
	if (!bound) return { ...main, raw };
	const held = bound.is === 'at most' ? main.value <= bound.value : main.value >= bound.value;
	return { ...main, bound, held, raw };
}

/** The middle one of some measurements. */
export const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
