/** What the benchmark found, as it is shown and kept in `bench/latest.json`. */
import type { Claim } from './claims';
import type { Machine } from './machine';
import type { LineName } from './options';

/** A line of the benchmark. */
export interface Line {
	title: string;
	/** How it was measured, as far as the figures do not say. */
	notes: string[];
	claims: Claim[];
	/** Where contenders were compared. */
	standings?: Standing[];
}

/** What came of one contender with one sheet. */
export interface Standing {
	contender: string;
	how: string;
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

/** A whole run. */
export interface Report {
	date: string;
	seed: number;
	machine: Machine;
	/** By name. */
	lines: Partial<Record<LineName, Line>>;
}
