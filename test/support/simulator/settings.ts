/** What a test can set of the simulator. */
import { CUSTOM_APP } from './apps';
import type { App } from './apps';
import type { Fault } from './faults';
import type { BatchGetIdRequest, Person, ShownTalent } from './store';
import { FEISHU_WINDOWS } from './windows';
import type { Window } from './windows';

export interface SimulatorSettings {
	people: Person[];
	apps: App[];
	/** Tenants that installed the store apps, with their talents. */
	tenants: Record<string, Person[]>;
	/** Seconds a token lives; Feishu's is two hours. */
	tokenLife: number;
	windows: Window[];
	/** Milliseconds until a lookup is answered. */
	latency: number | (() => number);
	/** Asked for each lookup, counted from 0, before it is answered. */
	fault?: (call: number, body: BatchGetIdRequest) => Fault | undefined;
	/** Asked for each request to a token endpoint, counted from 0, before it is answered. */
	exchangeFault?: (request: number) => Fault | undefined;
	/** Numbers refused with 1002009, besides those that are no numbers. */
	badNumbers: Set<string>;
	/** Identification numbers refused with 1002002. */
	badIdentificationNumbers: Set<string>;
	/** Changes an honest `talent_list`. */
	distort?: (talents: ShownTalent[]) => unknown;
	clock: () => number;
	/** Key and certificate, to be reached over TLS at localhost. */
	tls?: { key: Buffer; cert: Buffer };
}

/** Feishu as it is, of one self-built app, with nobody in Hire. */
export const withDefaults = (settings: Partial<SimulatorSettings>): SimulatorSettings => ({
	people: [],
	apps: [CUSTOM_APP],
	tenants: {},
	tokenLife: 7200,
	windows: FEISHU_WINDOWS,
	latency: 0,
	badNumbers: new Set(),
	badIdentificationNumbers: new Set(),
	clock: Date.now,
	...settings,
});
