/** What a simulated Feishu saw. */
import { RATE_LIMIT_CODE } from '../../credentials/openPlatform';
import type { LoggedRequest } from '../../test/support/feishu/simulator';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';

export interface Traffic {
	calls: number;
	refused: number;
	/** The most calls in any sliding second, and in any sliding minute. */
	peaks: [second: number, minute: number];
}

export function trafficOf(calls: LoggedRequest[]): Traffic {
	const times = calls.map(({ at }) => at);
	const [second, minute] = FEISHU_WINDOWS;
	return {
		calls: calls.length,
		refused: calls.filter(({ code }) => code === RATE_LIMIT_CODE).length,
		peaks: [peak(times, second.length), peak(times, minute.length)],
	};
}
