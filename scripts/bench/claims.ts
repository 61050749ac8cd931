/** What the benchmark says: figures, the bounds they are held to, and the raw numbers behind them. */

export interface Figure {
	what: string;
	value: number;
	/** Empty for a ratio's factor and for counts. */
	unit: string;
}

export interface Bound {
	is: 'at most' | 'at least' | 'exactly';
	value: number;
}

/** A figure that means something by itself, or in proportion to another of the same run. */
export interface Claim extends Figure {
	/** Absent where nothing was promised. */
	bound?: Bound;
	held?: boolean;
	raw: Figure[];
}

export const atMost = (value: number): Bound => ({ is: 'at most', value });
export const atLeast = (value: number): Bound => ({ is: 'at least', value });
export const exactly = (value: number): Bound => ({ is: 'exactly', value });

const DIGITS = 4;

/** As precise as timings are. */
export const rounded = (value: number): number =>
	Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));

export const figure = (what: string, value: number, unit = ''): Figure => ({
	what,
	value: rounded(value),
	unit,
});

function holds(value: number, { is, value: limit }: Bound): boolean {
	switch (is) {
		case 'at most':
			return value <= limit;
		case 'at least':
			return value >= limit;
		case 'exactly':
			return value === limit;
	}
}

/** A claim with its verdict. */
export function claim(main: Figure, bound: Bound | undefined, raw: Figure[] = []): Claim {
	return { ...main, ...(bound && { bound, held: holds(main.value, bound) }), raw };
}

/** The middle one of some measurements. */
export const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
