/**
 * Runs before the commands of package.json: stops if they cannot work, and says what the long ones
 * do. Plain JavaScript, for it must run on Nodes that are too old for everything else.
 */
const { existsSync } = require('node:fs');
const path = require('node:path');

const { devDependencies } = require('../package.json');

/** n8n's engine needs this Node; npm puts it first in the PATH of scripts, once it is installed. */
const NEEDED = Number.parseInt(devDependencies.node, 10);
const RUNNING = process.versions.node;

/** What a command does and how long it takes, by its name in package.json. */
const LONG_COMMANDS = {
	test: 'Runs all tests on this machine, against a simulated Feishu: about a minute. One file: npx jest FILE',
	'test:e2e':
		'Runs a real n8n with this node: about 10 minutes, and 3 GB to download the first time.',
	'test:engines':
		'Runs the engine tests in the engine of each supported n8n: about 5 minutes, and 1 GB to download the first time.',
	bench:
		'Measures speed against the bounds: about 12 minutes, with nothing else on the machine; -- --quick for 4.',
};

/** Why the commands cannot work here, and what to do about it. */
function findProblem() {
	if (!existsSync(path.join(__dirname, '../node_modules'))) return 'Run `npm ci` first.';
	if (Number.parseInt(RUNNING, 10) >= NEEDED) return undefined;
	return `This needs Node.js ${NEEDED}, and runs on ${RUNNING}: the Node.js that comes with \`npm ci\` could not be installed. Install Node.js ${NEEDED} (https://nodejs.org), then run \`npm ci\` again.`;
}

const problem = findProblem();
const description = LONG_COMMANDS[process.env.npm_lifecycle_event ?? ''];
if (problem) {
	console.error(problem);
	process.exitCode = 1;
} else if (description) {
	console.log(description);
}
