/** `npm run dev`: the newest build in a real n8n, beside a simulated Feishu to try it on. */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { CUSTOM_APP, Simulator } from '../test/support/feishu/simulator';
import { peopleInHire } from '../test/support/sheets';
import { N8N_FOLDER, installN8n, installPackage, startN8n } from '../test/e2e/n8n';

const PEOPLE = peopleInHire(3);

const guide = (url: string, feishuUrl: string) => `
n8n with this node runs at ${url}. Ctrl-C ends it.

  On the first visit create an owner account: any name and password, it stays on this machine.
  In a workflow press + and search for "feishu".

No Feishu account? A simulated Feishu runs beside it. Its credential:
  Host        Custom
  Base URL    ${feishuUrl}
  App ID      ${CUSTOM_APP.id}
  App Secret  ${CUSTOM_APP.secret}
It knows these talents:
${PEOPLE.map(({ mobile, email }) => `  +${mobile.code} ${mobile.number}  ${email}`).join('\n')}

After a change to the code end this and run it again: workflows and credentials stay.
`;

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });
	const userFolder = path.join(N8N_FOLDER, 'dev');
	await installN8n();
	await installPackage(userFolder);
	const n8n = await startN8n({ userFolder, port: Number(values.port) });
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void n8n.stop());
	// The next port, so that a saved credential fits at the next start too.
	const feishu = await Simulator.start({ people: PEOPLE }, Number(values.port) + 1);
	console.log(guide(n8n.url, feishu.url));
	await n8n.gone;
	await feishu.stop();
}

void main();
