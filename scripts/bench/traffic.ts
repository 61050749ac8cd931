/** What a simulated Feishu saw. */
import { RATE_LIMIT_CODE } from '../../credentials/openPlatform';
import type { LoggedRequest } from '../../test/support/feishu/simulator';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';

/** How many calls came, how many were refused, and the most in any sliding second and minute. */
export function trafficOf(calls: LoggedRequest[]) {
	const refused = calls.filter(({ code }) => code === RATE_LIMIT_CODE).length;
	const times = calls.map(({ at }) => at);
	const [second, minute] = FEISHU_WINDOWS;
	const peaks = [peak(times, second.length), peak(times, minute.length)] as const;
	return { calls: calls.length, refused, peaks };
}
