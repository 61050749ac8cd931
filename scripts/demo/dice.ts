import { defined } from '../../test/support/defined';

/** Chance that falls the same way at every run: seeded, and everything drawn from it. */
export class Dice {
	constructor(private state: number) {
		this.state = Math.imul(state + 1, 0x9e3779b1);
	}

	/** From 0 to below 1 (the algorithm is mulberry32). */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** A whole number, both bounds included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	pick<T>(list: readonly T[]): T {
		return defined(list[this.between(0, list.length - 1)], 'value to pick');
	}

	pickWeighted<T>(list: ReadonlyArray<readonly [weight: number, value: T]>): T {
		let left = this.next() * list.reduce((sum, [weight]) => sum + weight, 0);
		return defined(list.find(([weight]) => (left -= weight) < 0) ?? list[0], 'value to pick')[1];
	}

	shuffle<T>(list: readonly T[]): T[] {
		return list
			.map((value) => ({ value, place: this.next() }))
			.sort((a, b) => a.place - b.place)
			.map(({ value }) => value);
	}
}
