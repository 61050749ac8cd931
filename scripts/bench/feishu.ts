/** A simulated Feishu; what asks it runs in another process, so that they share no event loop. */
import { readAppOrThrow, tokenKey } from '../../credentials/feishuApp';
import { RATE_LIMIT_CODE } from '../../credentials/openPlatform';
import { credentialData } from '../../test/support/feishu/apps';
import { Simulator } from '../../test/support/feishu/simulator';
import type { App, LoggedRequest } from '../../test/support/feishu/simulator';
import type { Person } from '../../test/support/feishu/store';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';

let started = 0;

/**
 * Starts a Feishu whose app has made no call yet: its windows are empty, and no limiter holds it.
 * @param latency milliseconds until a lookup is answered
 * @returns it, and credentials with a valid token, as after an earlier run
 */
export async function startFeishu(latency: number, people: Person[] = []) {
	// Feishu's SDK keeps tokens by the ID of the app.
	const app: App = { id: `cli_${++started}`, secret: 'secret', type: 'custom' };
	const simulator = await Simulator.start({ people, latency, apps: [app] });
	const data = credentialData(simulator.url, app);
	const accessToken = simulator.issueToken(app, Date.now());
	const issuedFor = tokenKey(readAppOrThrow(data));
	return { simulator, credentials: { ...data, accessToken, issuedFor } };
}

/** How many calls came, how many were refused, and the most in any sliding second and minute. */
export function trafficOf(calls: LoggedRequest[]) {
	const refused = calls.filter(({ code }) => code === RATE_LIMIT_CODE).length;
	const times = calls.map(({ at }) => at);
	const [second, minute] = FEISHU_WINDOWS;
	const peaks = [peak(times, second.length), peak(times, minute.length)] as const;
	return { calls: calls.length, refused, peaks };
}
