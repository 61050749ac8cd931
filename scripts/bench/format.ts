/** Figures in words, for the terminal and for the pages. */
import type { Bound, Claim, Figure } from './claims';
import type { Standing } from './report';

const SIGNS: Record<Bound['is'], string> = { 'at most': '≤', 'at least': '≥', exactly: '=' };

/** As exact as a measurement is: three digits, and whole thousands. */
export const number = (value: number): string =>
	value.toLocaleString(
		'en',
		value < 1_000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
	);

/** With its unit. */
export const amount = ({ value, unit }: Figure): string => `${number(value)}${unit && ` ${unit}`}`;

/** A raw number beside a claim. */
export const aside = (figure: Figure): string => `${figure.what} ${amount(figure)}`;

/** The bound of a claim, empty where there is none. */
export const limit = ({ bound }: Claim): string =>
	bound ? `${SIGNS[bound.is]} ${number(bound.value)}` : '';

export const STANDING_COLUMNS = [
	'rows',
	'',
	'calls',
	'seconds',
	'refused',
	'matched rightly',
	'right',
	'wrong',
	'lost',
];

/** The cells of a contender's result, by these columns. */
export function standingCells(standing: Standing): string[] {
	const { rows, contender, calls, seconds, isFloor, refused, matched, right, wrong, lost } =
		standing;
	const count = (value?: number) => (value === undefined ? '–' : value.toLocaleString('en'));
	return [
		count(rows),
		contender,
		count(calls),
		`${isFloor ? 'over ' : ''}${number(seconds)}`,
		...[refused, matched, right, wrong, lost].map(count),
	];
}
