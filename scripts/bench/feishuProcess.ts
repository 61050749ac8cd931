/** The simulated Feishu in a process of its own, so that it shares nobody's event loop. */
import { Simulator } from '../../test/support/feishu/simulator';
import { makeSheet } from '../../test/support/sheets';
import type { FeishuInput } from './feishu';
import { trafficOf } from './traffic';

async function main(): Promise<void> {
	const { apps, rows, roundTrip } = JSON.parse(process.argv[2] ?? '') as FeishuInput;
	const { people } = makeSheet(rows, { hasDocuments: true });
	const simulator = await Simulator.start({ people, latency: roundTrip, apps });
	process.on('message', (appId: string) => {
		process.send?.(trafficOf(simulator.calls.filter((call) => call.appId === appId)));
	});
	process.on('disconnect', () => process.exit());
	process.send?.(simulator.url);
}

void main();
