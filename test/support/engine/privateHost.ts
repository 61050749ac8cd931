/** Looks the sheet up at a host over TLS, whose key and certificate lie in the folder given. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { defined } from '../defined';
import { answered, answers, people } from '../knownSheet';
import { runSheet } from './sheetRun';
import { Simulator } from '../feishu/simulator';

async function main(folder: string): Promise<void> {
	const read = (name: string) => readFileSync(path.join(folder, name));
	const tls = { key: read('host.key'), cert: read('host.crt') };
	const simulator = await Simulator.start({ people, tls });
	const result = await runSheet(simulator, { parameters: { options: { maxTries: 1 } } });
	const isRight = isDeepStrictEqual(answered(result), answers());
	console.log(result.error?.message ?? (isRight ? 'every row is right' : 'a row is wrong'));
	process.exit(0);
}

void main(defined(process.argv[2], 'folder'));
