/** The apps of the developer console that the model knows. */

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
/** Reads as well. */
export const WRITE_SCOPE = 'hire:talent';
export const ONBOARDING_SCOPE = 'hire:talent_onboard_status:readonly';

export const CUSTOM_APP: App = { id: 'cli_custom', secret: 'secret-of-custom', type: 'custom' };

/** The data of the credential for a self-built app of a simulated Feishu. */
export const credentialData = (baseUrl: string, { id, secret }: App = CUSTOM_APP) => ({
	appType: 'custom',
	appId: id,
	appSecret: secret,
	host: 'custom',
	baseUrl,
});

export const STORE_APP = {
	id: 'cli_store',
	secret: 'secret-of-store',
	type: 'store',
	ticket: 'ticket-of-store',
} satisfies App;
