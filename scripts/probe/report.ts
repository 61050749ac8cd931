/** What the probe says: on the screen, and as a file for an issue. */
import { version } from '../../package.json';
import { bold, counted, dim, green, line, red, yellow } from '../style';
import type { Finding, Unasked, Verdict } from './assumptions';

const NAME = 36;
const FORM =
	'https://github.com/n8n-nodes-feishu-hire/n8n-nodes-feishu-hire/issues/new?template=probe-report.yml';

const MARKS: Record<Verdict, string> = {
	'as assumed': green('as assumed   '),
	'other, but handled': yellow('handled      '),
	'breaks the node': red('breaks       '),
	'not answered': dim('not answered '),
};

export const introduction = (host: string): string =>
	[
		`\n  ${bold('Feishu Hire: what the node assumes, asked of a live tenant')}\n`,
		`  version ${version}, host ${host}, ${new Date().toISOString().slice(0, 10)}\n\n`,
	].join('');

/** A finding's line; where the assumption does not hold, what it is good for. */
export function findingLine({ verdict, assumption, seen, status }: Finding): string {
	const words = seen.replaceAll('`', '') + (status ? ` (${status})` : '');
	const text = `  ${MARKS[verdict]}${assumption.name.padEnd(NAME)}${words}\n`;
	if (verdict !== 'breaks the node') return text;
	const assumed = `assumed: ${assumption.asAssumed.replaceAll('`', '')}`;
	return text + line('', dim(assumed)) + line('', dim(assumption.reliesOn));
}

/** What a probe has found out. */
export interface Report {
	/** As in the credential: the address of a private deployment stays out. */
	host: string;
	/** How many were made. */
	calls: number;
	findings: Finding[];
	/** What is open all the same. */
	unasked: Unasked[];
}

export function summary({ findings, unasked, calls }: Report): string {
	const count = (wanted: string) => findings.filter(({ verdict }) => verdict === wanted).length;
	const figures = Object.keys(MARKS).map((verdict) => `${count(verdict)} ${verdict}`);
	return [
		'\n',
		...unasked.map(({ name, why }, index) =>
			line(index === 0 ? 'Still open' : '', `${name}: ${why}`),
		),
		'\n',
		line('In all', `${figures.join('; ')}; ${counted(calls, 'call')}`),
		count('breaks the node') > 0
			? line('', red('Something breaks the node: please report it, with the file of --json'))
			: line('', green('Nothing breaks the node')),
		line('Report', `${FORM}\n`),
	].join('');
}

/** The report as a file, to be attached to an issue. */
export function toJson({ findings, ...others }: Report): string {
	const date = new Date().toISOString().slice(0, 10);
	const shown = findings.map(({ assumption: { name, asAssumed }, verdict, seen, status }) => {
		return { name, verdict, assumed: asAssumed, seen, status };
	});
	const report = { package: version, node: process.version, date, ...others, findings: shown };
	return `${JSON.stringify(report, null, '\t')}\n`;
}
