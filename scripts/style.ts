/** Words and figures for the screen. */
import { styleText } from 'node:util';

/** Plain where colours are not wanted (NO_COLOR) or not seen (a pipe). */
const styled = (format: Parameters<typeof styleText>[0]) => (text: string) =>
	styleText(format, text, { stream: process.stdout });

export const bold = styled('bold');
export const dim = styled('dim');
export const green = styled(['green', 'bold']);
export const yellow = styled(['yellow', 'bold']);
export const red = styled(['red', 'bold']);

const LABEL = 13;

/** A line with its label, or one that continues the line above. */
export const line = (label: string, text: string): string =>
	`  ${dim(label.padEnd(LABEL))}${text}\n`;

/** A whole number with its thousands marked off, set to the right of a width. */
export const count = (value: number, width = 0): string =>
	value.toLocaleString('en').padStart(width);

/** `5,000 rows`, `1 row`. */
export const counted = (value: number, word: string): string =>
	`${count(value)} ${word}${value === 1 ? '' : 's'}`;

/** A time as one says it, from milliseconds. */
export function duration(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}
