/** The simulated Feishu in a process of its own, so that it shares nobody's event loop. */
import { Simulator } from '../../test/support/feishu/simulator';
import { FEISHU_WINDOWS, peak } from '../../test/support/feishu/windows';
import { makeSheet } from './sheet';
import { makeApps } from './traffic';
import type { FeishuSettings, Traffic } from './traffic';

const RATE_LIMITED = 99991400;

function trafficOf(simulator: Simulator, appId: string): Traffic {
	const calls = simulator.calls.filter((call) => call.appId === appId);
	const times = calls.map(({ at }) => at);
	const [second, minute] = FEISHU_WINDOWS.map(({ length }) => peak(times, length));
	return {
		calls: calls.length,
		refused: calls.filter(({ code }) => code === RATE_LIMITED).length,
		peaks: [second ?? 0, minute ?? 0],
	};
}

async function main(): Promise<void> {
	const { name, rows, roundTrip } = JSON.parse(process.argv[2] ?? '') as FeishuSettings;
	const { people } = makeSheet(rows);
	const simulator = await Simulator.start({ people, latency: roundTrip, apps: makeApps(name) });
	process.on('message', (appId: string) => process.send?.(trafficOf(simulator, appId)));
	process.on('disconnect', () => process.exit());
	process.send?.(simulator.url);
}

void main();
