/** `npm run fuzz`. */
import { main } from './command';

// n8n-core writes the messages of nodes' errors to the console.
process.env.N8N_LOG_LEVEL ??= 'silent';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit());

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});
