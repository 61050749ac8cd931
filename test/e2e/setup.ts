/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** Before the end-to-end tests: n8n itself, and a look whether the programs they use are there. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { installN8n } from './n8n';

const PROGRAMS = ['chromium', 'redis-server'];

export default async function setUp(): Promise<void> {
	for (const program of PROGRAMS) {
		await promisify(execFile)(program, ['--version']).catch(() => {
			throw new Error(
				`The end-to-end tests need ${PROGRAMS.join(' and ')}: apt-get install ${PROGRAMS.join(' ')} fonts-noto-cjk`,
			);
		});
	}
	await installN8n();
}
