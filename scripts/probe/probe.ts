/** `npm run probe`. */
import { main } from './command';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit());

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});
