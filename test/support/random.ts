/** Chance that falls the same way in every run: seeded, and everything drawn from it. */
import { defined } from './defined';

/** A generator of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A number from a text, the same in every run (FNV-1a). */
export function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
	return value >>> 0;
}

/** All in another order. */
export const shuffle = <T>(list: readonly T[], random: () => number): T[] =>
	list
		.map((value) => ({ value, rank: random() }))
		.sort((a, b) => a.rank - b.rank)
		.map(({ value }) => value);

/** What a program draws: numbers, values of lists, chances. */
export class Dice {
	private readonly random: () => number;

	constructor(seed: number) {
		this.random = seeded(Math.imul(seed + 1, 0x9e3779b1));
	}

	chance(probability: number): boolean {
		return this.random() < probability;
	}

	/** A whole number, both bounds included. */
	between(min: number, max: number): number {
		return min + Math.floor(this.random() * (max - min + 1));
	}

	pick<T>(list: readonly T[]): T {
		return defined(list[this.between(0, list.length - 1)], 'value to pick');
	}

	pickWeighted<T>(list: ReadonlyArray<readonly [weight: number, value: T]>): T {
		let left = this.random() * list.reduce((sum, [weight]) => sum + weight, 0);
		return defined(list.find(([weight]) => (left -= weight) < 0) ?? list[0], 'value to pick')[1];
	}

	shuffle<T>(list: readonly T[]): T[] {
		return shuffle(list, this.random);
	}
}
