/** The simulated Feishu in a process of its own, so that it shares nobody's event loop. */
import { Simulator } from '../../test/support/feishu/simulator';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';
import { makeSheet } from '../../test/support/sheets';
import type { FeishuInput, Traffic } from './feishu';

const RATE_LIMITED = 99991400;

function trafficOf(simulator: Simulator, appId: string): Traffic {
	const calls = simulator.calls.filter((call) => call.appId === appId);
	const times = calls.map(({ at }) => at);
	const [second, minute] = FEISHU_WINDOWS;
	return {
		calls: calls.length,
		refused: calls.filter(({ code }) => code === RATE_LIMITED).length,
		peaks: [peak(times, second.length), peak(times, minute.length)],
	};
}

async function main(): Promise<void> {
	const { apps, rows, roundTrip } = JSON.parse(process.argv[2] ?? '') as FeishuInput;
	const { people } = makeSheet(rows, { hasDocuments: true });
	const simulator = await Simulator.start({ people, latency: roundTrip, apps });
	process.on('message', (appId: string) => process.send?.(trafficOf(simulator, appId)));
	process.on('disconnect', () => process.exit());
	process.send?.(simulator.url);
}

void main();
