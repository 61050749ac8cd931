/** The known sheet at hosts over TLS, one with a certificate that this process was told to trust. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { Simulator } from '../feishu/simulator';
import { answered, answers, people } from '../knownSheet';
import { runSheet } from './sheetRun';

/** Looks the sheet up, and says what came of it. */
export async function lookUpOverTls(folder: string, certificate: string): Promise<string> {
	const read = (ending: string) => readFileSync(path.join(folder, `${certificate}.${ending}`));
	const simulator = await Simulator.start({ people, tls: { key: read('key'), cert: read('crt') } });
	const result = await runSheet(simulator, { parameters: { options: { maxTries: 1 } } });
	await simulator.stop();
	const isRight = isDeepStrictEqual(answered(result), answers());
	return result.error?.message ?? (isRight ? 'every row is right' : 'a row is wrong');
}
