/** Before the end-to-end tests: n8n itself, and a look whether the programs they use are there. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { installN8n } from './n8n';

/** Each program and its Debian package. */
const PROGRAMS = {
	chromium: 'chromium',
	'redis-server': 'redis-server',
	pg_virtualenv: 'postgresql',
};

export default async function setUp(): Promise<void> {
	for (const [program, debianPackage] of Object.entries(PROGRAMS)) {
		await promisify(execFile)('which', [program]).catch(() => {
			throw new Error(
				`The end-to-end tests need ${program}: apt-get install ${debianPackage} fonts-noto-cjk`,
			);
		});
	}
	await installN8n();
}
