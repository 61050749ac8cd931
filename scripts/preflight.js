/**
 * Runs before the commands of package.json, and stops if they cannot work. Plain JavaScript, for it
 * must run on Nodes that are too old for everything else.
 */
const { existsSync } = require('node:fs');
const path = require('node:path');

const { devDependencies } = require('../package.json');

/** n8n's engine needs this Node; npm puts it first in the PATH of scripts, once it is installed. */
const NEEDED = Number.parseInt(devDependencies.node, 10);
const RUNNING = process.versions.node;

/** Why the commands cannot work here, and what to do about it. */
function findProblem() {
	if (!existsSync(path.join(__dirname, '../node_modules'))) return 'Run `npm ci` first.';
	if (Number.parseInt(RUNNING, 10) >= NEEDED) return undefined;
	return `This needs Node.js ${NEEDED}, and runs on ${RUNNING}: the Node.js that comes with \`npm ci\` could not be installed. Install Node.js ${NEEDED} (https://nodejs.org), then run \`npm ci\` again.`;
}

const problem = findProblem();
if (problem) {
	console.error(problem);
	process.exitCode = 1;
}
