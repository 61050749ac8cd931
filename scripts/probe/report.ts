/** What the probe says: on the screen, and as a file for an issue. */
import { version } from '../../package.json';
import { counted, dim, green, line, red, yellow } from '../style';
import type { Finding, Unasked, Verdict } from './assumptions';
import type { ProbeOptions } from './options';

const NAME = 36;
const FORM =
	'https://github.com/n8n-nodes-feishu-hire/n8n-nodes-feishu-hire/issues/new?template=probe-report.yml';

const MARKS: Record<Verdict, string> = {
	'as assumed': green('as assumed   '),
	'other, but handled': yellow('handled      '),
	'breaks the node': red('breaks       '),
	'not answered': dim('not answered '),
};

const seenText = ({ seen: { what, detail } }: Finding) =>
	`${what.replaceAll('`', '')}${detail ? ` (${detail})` : ''}`;

/** A finding's line; where the assumption does not hold, what it is good for. */
export function findingLine(finding: Finding): string {
	const { verdict, assumption } = finding;
	const text = `  ${MARKS[verdict]}${assumption.name.padEnd(NAME)}${seenText(finding)}\n`;
	if (verdict !== 'breaks the node') return text;
	const assumed = `assumed: ${assumption.asAssumed.replaceAll('`', '')}`;
	return text + line('', dim(assumed)) + line('', dim(assumption.reliesOn));
}

const count = (findings: Finding[], verdict: Verdict) =>
	findings.filter((finding) => finding.verdict === verdict).length;

export function summary(findings: Finding[], unasked: readonly Unasked[], calls: number): string {
	const figures = (Object.keys(MARKS) as Verdict[]).map(
		(verdict) => `${count(findings, verdict)} ${verdict}`,
	);
	return [
		'\n',
		...unasked.map(({ name, why }, index) =>
			line(index === 0 ? 'Still open' : '', `${name}: ${why}`),
		),
		'\n',
		line('In all', `${figures.join('; ')}; ${counted(calls, 'call')}`),
		count(findings, 'breaks the node') > 0
			? line('', red('Something breaks the node: please report it, with the file of --json'))
			: line('', green('Nothing breaks the node')),
		line('Report', `${FORM}\n`),
	].join('');
}

/** The report as a file, to be attached to an issue. */
export function toJson(
	{ host }: ProbeOptions['host'],
	findings: Finding[],
	unasked: readonly Unasked[],
	calls: number,
): string {
	const date = new Date().toISOString().slice(0, 10);
	const shown = findings.map(({ assumption, verdict, seen: { what, detail } }) => {
		const { name, question, asAssumed } = assumption;
		return { name, question, verdict, assumed: asAssumed, seen: what, detail };
	});
	const { version: node } = process;
	const report = { package: version, node, date, host, calls, findings: shown, unasked };
	return `${JSON.stringify(report, null, '\t')}\n`;
}
