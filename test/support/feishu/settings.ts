/** What a test can set of the model of Feishu; above all what nobody knows of the real one. */
import { CUSTOM_APP } from './apps';
import type { App } from './apps';
import type { Fault, Reply } from './replies';
import type { BatchGetIdRequest, Person, ShownTalent } from './store';
import { FEISHU_WINDOWS } from './windows';
import type { Window } from './windows';

/** How identifiers come back: a model that shows none of them in full cannot be matched by value. */
export interface ReplySpelling {
	/** `13800000000` with or without its code beside it, `+8613800000000`, or `138****0000`. */
	mobile: 'with code' | 'without code' | 'with plus' | 'masked';
	email: 'as stored' | 'lower case';
}

/** What the public pages do not say, and a client must get along with either way. */
export interface FeishuKind {
	/**
	 * A mobile number that is not 5 to 15 digits, an email that is not of the form a@b.c, an
	 * identification number with other characters than a document has: rejected with the whole call
	 * (1002009, 1002002), or merely found nobody by.
	 */
	oddValues: 'reject' | 'tolerate';
	/** Of emails and identification numbers. */
	letterCase: 'ignore' | 'compare';
	/** `talent_list` of a reply without a talent. */
	noHit: 'absent' | 'null' | 'empty';
	spelling: ReplySpelling;
}

export interface FeishuSettings extends FeishuKind {
	/** The talents of the self-built apps' tenant. */
	people: Person[];
	apps: App[];
	/** Tenants that installed the store apps, with their talents. */
	tenants: Record<string, Person[]>;
	windows: Window[];
	/** Asked for each lookup, counted from 0, before it is answered. */
	fault?: (call: number, body: BatchGetIdRequest) => Fault | undefined;
	/** Asked for each request to a token endpoint, counted from 0, before it is answered. */
	exchangeFault?: (request: number) => Fault | undefined;
	/** Asked for each call of the endpoints beside the lookup, counted from 0, before it is answered. */
	neighbourFault?: (call: number, path: string, body: unknown) => Fault | undefined;
	/** The reply to a path that does not exist, or not with this method. */
	notFound: Reply;
	/** Numbers rejected with 1002009, besides odd ones. */
	badNumbers: Set<string>;
	/** Identification numbers rejected with 1002002, besides odd ones. */
	badIdentificationNumbers: Set<string>;
	/** Changes an honest `talent_list`. */
	distort?: (talents: ShownTalent[]) => unknown;
}

const PLAIN: ReplySpelling = { mobile: 'with code', email: 'as stored' };

export const REJECTING: FeishuKind = {
	oddValues: 'reject',
	letterCase: 'ignore',
	noHit: 'absent',
	spelling: PLAIN,
};
export const TOLERANT: FeishuKind = {
	oddValues: 'tolerate',
	letterCase: 'ignore',
	noHit: 'empty',
	spelling: { mobile: 'with plus', email: 'lower case' },
};
/** Tolerant, and finds an identifier only in the letter case in which it is stored. */
export const EXACT: FeishuKind = { ...TOLERANT, letterCase: 'compare', spelling: PLAIN };

export const FEISHU_KINDS: Array<[name: string, kind: FeishuKind]> = [
	['a Feishu that rejects odd values', REJECTING],
	['a Feishu that tolerates odd values', TOLERANT],
	['a Feishu that compares letter case', EXACT],
];

/** Feishu with one self-built app and nobody in Hire. */
export const withDefaults = (settings: Partial<FeishuSettings>): FeishuSettings => ({
	...REJECTING,
	noHit: 'empty',
	people: [],
	apps: [CUSTOM_APP],
	tenants: {},
	windows: FEISHU_WINDOWS,
	notFound: { status: 404, body: '404 page not found', headers: { 'Content-Type': 'text/plain' } },
	badNumbers: new Set(),
	badIdentificationNumbers: new Set(),
	...settings,
});
