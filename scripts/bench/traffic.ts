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

/** The peaks of calls, given their times. */
export function peaksOf(times: number[]): Traffic['peaks'] {
	const [second, minute] = FEISHU_WINDOWS;
	return [peak(times, second.length), peak(times, minute.length)];
}

export const trafficOf = (calls: LoggedRequest[]): Traffic => ({
	calls: calls.length,
	refused: calls.filter(({ code }) => code === RATE_LIMIT_CODE).length,
	peaks: peaksOf(calls.map(({ at }) => at)),
});
