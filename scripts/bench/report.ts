/** What the benchmark says: figures, the bounds they are held to, and the raw numbers behind them. */

export interface Figure {
	what: string;
	value: number;
	/** Empty for a ratio's factor and for counts. */
	unit: string;
}

/** A figure that means something by itself, or in proportion to another of the same run. */
export interface Claim extends Figure {
	/** The bound. */
	atMost: number;
	raw: Figure[];
}

/** What came of one contender with one sheet. */
export interface Standing {
	contender: string;
	rows: number;
	/** Where it was not run, the least that it can take. */
	seconds: number;
	/** Absent where it was not run. */
	outcome?: Outcome;
}

interface Outcome {
	calls: number;
	refused: number;
	/** Of the rows with a talent in Hire those that got it and no other. */
	matched: number;
	/** Rows with a talent that is not theirs, or without the one that is. */
	wrong: number;
	/** Rows without an answer. */
	lost: number;
}

/** A line of the benchmark. */
export interface Line {
	title: string;
	claims: Claim[];
	/** Where contenders were compared. */
	standings?: Standing[];
}

/** A whole run, as `bench/latest.json` keeps it; nothing in it names the machine or its owner. */
export interface Report {
	date: string;
	machine: object;
	/** By their names on the command line. */
	lines: Record<string, Line>;
}

/** As precise as timings are: four digits. */
export const rounded = (value: number): number =>
	Number.isInteger(value) ? value : Number(value.toPrecision(4));

export const figure = (what: string, value: number, unit = ''): Figure => ({
	what,
	value: rounded(value),
	unit,
});

export const claim = (main: Figure, atMost: number, raw: Figure[] = []): Claim => ({
	...main,
	atMost,
	raw,
});
