/** The apps of the developer console that the simulator knows. */

export interface App {
	id: string;
	secret: string;
	type: 'custom' | 'store';
	/** The newest ticket of a store app. */
	ticket?: string;
	enabled?: boolean;
	scopes?: string[];
	/** Whether the caller's address is on the allow-list. */
	addressAllowed?: boolean;
	quotaLeft?: number;
}

export const TALENT_SCOPE = 'hire:talent:readonly';
export const ONBOARDING_SCOPE = 'hire:talent_onboard_status:readonly';

export const CUSTOM_APP: App = { id: 'cli_custom', secret: 'secret-of-custom', type: 'custom' };
