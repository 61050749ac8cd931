/** The README's chart: seconds against rows for each contender, both on a logarithmic scale. */
import { groupBy } from '../groupBy';
import { count } from '../style';
import type { Report, Standing } from './report';

const WIDTH = 860;
const HEIGHT = 460;
const PLOT = { left: 64, right: 596, top: 76, bottom: 404 };
const LABEL_DISTANCE = 38;

const ROWS = [100, 1_000, 10_000, 50_000];
const SECONDS = { 0.1: '0.1 s', 1: '1 s', 10: '10 s', 60: '1 min', 600: '10 min', 3600: '1 h' };

/**
 * The colours of a page, light or dark, and of the contenders in their order, which colour-blind readers
 * can tell apart too.
 */
const theme = (ground: string, ink: string, faint: string, contenders: string[]) =>
	[
		`.ground{fill:${ground}}.ink{fill:${ink}}.faint{fill:${faint}}.grid{stroke:${faint};stroke-opacity:.3}`,
		...contenders.map((colour, i) => `.c${i}{color:${colour}}`),
	].join('');

const LIGHT = theme('#ffffff', '#1f2328', '#656d76', ['#1f5fd6', '#b45309', '#0f7b5f']);
const DARK = theme('#0d1117', '#e6edf3', '#9198a1', ['#6ea8ff', '#f5a84b', '#4cc9a4']);
const STYLE = [
	"text{font-family:-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif;font-size:13px}",
	'.line{fill:none;stroke:currentColor;stroke-width:2.5}.floor{stroke-dasharray:5 5}',
	'.dot{fill:currentColor;stroke:currentColor;stroke-width:2}.name{fill:currentColor;font-weight:600}',
	'.title{font-size:17px;font-weight:600}',
	LIGHT,
	`@media(prefers-color-scheme:dark){${DARK}}`,
].join('');

/** An axis on a logarithmic scale, from the place of its least value to that of its most. */
const axis = (least: number, most: number, from: number, to: number) => (value: number) =>
	Math.round(from + ((to - from) * Math.log(value / least)) / Math.log(most / least));

const x = axis(100, 50_000, PLOT.left, PLOT.right);
const y = axis(0.05, 4_500, PLOT.bottom, PLOT.top);

const text = (left: number, top: number, content: string, style = 'faint', anchor = 'start') =>
	`<text x="${left}" y="${top}" class="${style}" text-anchor="${anchor}">${content}</text>`;

function grid(): string[] {
	const { left, right, top, bottom } = PLOT;
	return [
		...Object.entries(SECONDS).flatMap(([seconds, content]) => [
			`<path class="grid" d="M${left} ${y(Number(seconds))}H${right}"/>`,
			text(left - 8, y(Number(seconds)) + 4, content, 'faint', 'end'),
		]),
		...ROWS.flatMap((rows) => [
			`<path class="grid" d="M${x(rows)} ${top}V${bottom}"/>`,
			text(x(rows), bottom + 20, count(rows), 'faint', 'middle'),
		]),
		text((left + right) / 2, bottom + 40, 'rows', 'faint', 'middle'),
	];
}

/** Solid where it was measured, dashed on the way to a floor. */
function curve(standings: Standing[]): string[] {
	const lines = standings.slice(1).map(({ rows, seconds, outcome }, place) => {
		const before = standings[place] ?? { rows, seconds };
		const from = `${x(before.rows)} ${y(before.seconds)}`;
		return `<path class="line${outcome ? '' : ' floor'}" d="M${from}L${x(rows)} ${y(seconds)}"/>`;
	});
	const dots = standings.map(
		({ rows, seconds, outcome }) =>
			`<circle class="dot${outcome ? '' : ' ground'}" cx="${x(rows)}" cy="${y(seconds)}" r="4"/>`,
	);
	return [...lines, ...dots];
}

function ending({ seconds, outcome }: Standing): string {
	const time =
		seconds < 100 ? `${Number(seconds.toPrecision(3))} s` : `${Math.floor(seconds / 60)} min`;
	if (!outcome) return `at least ${time}`;
	return outcome.wrong > 0 ? `${time}, ${count(outcome.wrong)} rows wrong` : time;
}

/** @returns the chart as SVG, readable on light and on dark pages */
export function drawChart({ lines }: Pick<Report, 'lines'>): string {
	const contenders = groupBy(lines.contenders?.standings ?? [], ({ contender }) => contender);
	const curves = [...contenders.values()].map((standings, i) => {
		return { standings, i, end: standings.at(-1) ?? standings[0] };
	});
	// Labels are as near to their lines' ends as they can be without touching.
	let lowest = -Infinity;
	const groups = curves
		.toSorted((a, b) => b.end.seconds - a.end.seconds)
		.map(({ standings, i, end }) => {
			lowest = Math.max(y(end.seconds), lowest + LABEL_DISTANCE);
			return [
				`<g class="c${i}">`,
				...curve(standings),
				text(PLOT.right + 14, lowest, end.contender, 'name'),
				text(PLOT.right + 14, lowest + 17, ending(end), 'ink'),
				'</g>',
			].join('\n');
		});
	const title = 'Time to look up a sheet of candidates';
	const about =
		'A simulated Feishu that answers after 50 ms. Hollow points were not run: the least time that Feishu’s limits allow.';
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}, for each way and number of rows">`,
		`<style>${STYLE}</style>`,
		`<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
		text(PLOT.left, 34, title, 'ink title'),
		text(PLOT.left, 55, about),
		...grid(),
		// This node's last, above the others.
		...groups.reverse(),
		'</svg>',
		'',
	].join('\n');
}
