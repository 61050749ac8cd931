/** The lock installs on every platform: it names all the native parts of its packages. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Lock {
	packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

const { packages } = JSON.parse(
	readFileSync(path.join(__dirname, '../../package-lock.json'), 'utf8'),
) as Lock;

/** Whether a package finds another one: in its own folder, or in one around it. */
function finds(folder: string, name: string): boolean {
	if (`${folder}/node_modules/${name}`.replace(/^\//, '') in packages) return true;
	if (folder === '') return false;
	return finds(folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, ''), name);
}

test('has no optional dependency that is not locked', () => {
	const all = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies).map((name) => [folder, name] as const),
	);
	expect(all.length).toBeGreaterThan(50);
	expect(all.filter(([folder, name]) => !finds(folder, name))).toEqual([]);
});
