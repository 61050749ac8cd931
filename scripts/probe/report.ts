/** What the probe says: on the screen, and as a file for an issue. */
import { version } from '../../package.json';
import { bold, counted, dim, green, line, red, yellow } from '../style';
import type { Unasked, Verdict } from './assumption';
import type { ProbeOptions } from './options';
import { maskPerson } from './people';
import type { Finding } from './run';

const NAME = 36;
const FORM =
	'https://github.com/n8n-nodes-feishu-hire/n8n-nodes-feishu-hire/issues/new?template=probe-report.yml';

const MARKS: Record<Verdict, string> = {
	'as assumed': green('as assumed   '),
	'other, but handled': yellow('handled      '),
	'breaks the node': red('breaks       '),
	'not answered': dim('not answered '),
};

/** Enough to tell one's own apps apart. */
const maskId = (id: string) => `${id.slice(0, 4)}****${id.slice(-2)}`;

export function introduction(options: ProbeOptions): string {
	const [first, second] = options.people;
	// A private deployment's address is nobody's business.
	const { host } = options.host;
	return [
		`\n  ${bold('Feishu Hire: what the node assumes, asked of a live tenant')}\n\n`,
		line('App', `${maskId(options.appId)} on ${host}`),
		line('First person', maskPerson(first)),
		second ? line('Second', maskPerson(second)) : '',
		'\n',
	].join('');
}

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

/** The report as a file. */
export const toJson = (
	options: ProbeOptions,
	findings: Finding[],
	unasked: readonly Unasked[],
	calls: number,
): string =>
	`${JSON.stringify(
		{
			package: version,
			node: process.version,
			date: new Date().toISOString().slice(0, 10),
			host: options.host.host,
			calls,
			findings: findings.map(({ assumption: { name, question, asAssumed }, verdict, seen }) => ({
				name,
				question,
				verdict,
				assumed: asAssumed,
				seen: seen.what,
				detail: seen.detail,
			})),
			unasked,
		},
		null,
		'\t',
	)}\n`;
