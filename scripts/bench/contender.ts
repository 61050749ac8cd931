/**
 * A way to look a sheet up, gone as a good user of it would. All ask for the numbers, emails and
 * identification numbers that a row gives, and want the talents that have all of them.
 */
import type { Feishu, FreshApp } from './feishu';
import type { Row } from './sheet';

/** The talents found for a row; nothing when it got no answer. */
export type RowAnswer = string[] | undefined;

export interface Lookup {
	/** One for each row. */
	answers: RowAnswer[];
	/** Milliseconds. */
	took: number;
}

export interface Contender {
	name: string;
	/** How it was set, for a reader. */
	how: string;
	/** The least milliseconds that so many rows can take. */
	floor: (rows: number, roundTrip: number) => number;
	run: (rows: Row[], app: FreshApp, feishu: Feishu) => Promise<Lookup>;
}

/** As Feishu replies. */
export interface TalentList {
	talent_list?: Array<{ talent_id?: string; mobile_number?: string }>;
}

export const idsOf = ({ talent_list = [] }: TalentList = {}): string[] =>
	talent_list.flatMap(({ talent_id }) => talent_id ?? []);
