/** The README's chart: seconds against rows for each contender, both on a logarithmic scale. */
import { groupBy } from '../groupBy';
import { count } from '../style';
import type { Report, Standing } from './report';

const WIDTH = 860;
const HEIGHT = 460;
const PLOT = { left: 64, right: 596, top: 76, bottom: 404 };
const FONT = `-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif`;
const LABEL_DISTANCE = 38;

const ROWS = { least: 100, most: 50_000, ticks: [100, 1_000, 10_000, 50_000] };
const SECONDS = {
	least: 0.05,
	most: 4_500,
	ticks: [
		[0.1, '0.1 s'],
		[1, '1 s'],
		[10, '10 s'],
		[60, '1 min'],
		[600, '10 min'],
		[3_600, '1 h'],
	] as const,
};

/** In the order of the contenders; told apart by colour-blind readers too, on both backgrounds. */
const COLOURS = [
	{ light: '#1f5fd6', dark: '#6ea8ff' },
	{ light: '#b45309', dark: '#f5a84b' },
	{ light: '#6b7280', dark: '#a3aab5' },
	{ light: '#0f7b5f', dark: '#4cc9a4' },
];

/** Everything has a background of its own, for a page's colours may not be those of the system. */
const theme = (scheme: 'light' | 'dark', ground: string, ink: string, faint: string) =>
	[
		`.ground{fill:${ground}}.ink{fill:${ink}}.faint{fill:${faint}}.grid{stroke:${faint};stroke-opacity:.3}`,
		...COLOURS.map((colour, i) => `.c${i}{color:${colour[scheme]}}`),
	].join('');

const STYLE = [
	`text{font-family:${FONT};font-size:13px}`,
	'.line{fill:none;stroke:currentColor;stroke-width:2.5}.floor{stroke-dasharray:5 5}',
	'.dot{fill:currentColor;stroke:currentColor;stroke-width:2}.name{fill:currentColor;font-weight:600}',
	theme('light', '#ffffff', '#1f2328', '#656d76'),
	`@media(prefers-color-scheme:dark){${theme('dark', '#0d1117', '#e6edf3', '#9198a1')}}`,
].join('');

/** A place on a logarithmic axis from `from` to `to`. */
const scale = (value: number, least: number, most: number, from: number, to: number) =>
	from + ((to - from) * Math.log(value / least)) / Math.log(most / least);

const x = (rows: number) => scale(rows, ROWS.least, ROWS.most, PLOT.left, PLOT.right);
const y = (seconds: number) => scale(seconds, SECONDS.least, SECONDS.most, PLOT.bottom, PLOT.top);

const text = (left: number, top: number, content: string, attributes = 'class="faint"') =>
	`<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${attributes}>${content}</text>`;

const label = (left: number, top: number, content: string, anchor: 'middle' | 'end') =>
	text(left, top, content, `class="faint" text-anchor="${anchor}"`);

function grid(): string[] {
	const { left, right, top, bottom } = PLOT;
	return [
		...SECONDS.ticks.flatMap(([seconds, content]) => [
			`<path class="grid" d="M${left} ${y(seconds).toFixed(1)}H${right}"/>`,
			label(left - 8, y(seconds) + 4, content, 'end'),
		]),
		...ROWS.ticks.flatMap((rows) => [
			`<path class="grid" d="M${x(rows).toFixed(1)} ${top}V${bottom}"/>`,
			label(x(rows), bottom + 20, count(rows), 'middle'),
		]),
		label((left + right) / 2, bottom + 40, 'rows', 'middle'),
	];
}

/** Solid where it was measured, dashed on the way to a floor. */
function curve(standings: Standing[]): string[] {
	const points = standings.map(({ rows, seconds, isFloor }) => {
		return { cx: x(rows).toFixed(1), cy: y(seconds).toFixed(1), isFloor };
	});
	const lines = points.slice(1).map(({ cx, cy, isFloor }, place) => {
		const before = points[place];
		const shape = `class="line${isFloor ? ' floor' : ''}"`;
		return `<path ${shape} d="M${before?.cx} ${before?.cy}L${cx} ${cy}"/>`;
	});
	const dots = points.map(({ cx, cy, isFloor }) => {
		return `<circle class="dot${isFloor ? ' ground' : ''}" cx="${cx}" cy="${cy}" r="4"/>`;
	});
	return [...lines, ...dots];
}

function outcome({ seconds, isFloor, wrong = 0 }: Standing): string {
	const time =
		seconds < 100 ? `${Number(seconds.toPrecision(3))} s` : `${Math.floor(seconds / 60)} min`;
	if (isFloor) return `at least ${time}`;
	return wrong > 0 ? `${time}, ${count(wrong)} rows wrong` : time;
}

/** @returns the chart as SVG, readable on light and on dark pages */
export function drawChart({ lines }: Pick<Report, 'lines'>): string {
	const contenders = groupBy(lines.contenders?.standings ?? [], ({ contender }) => contender);
	const curves = [...contenders.values()].map((standings, i) => {
		return { standings, i, end: standings.at(-1) ?? standings[0] };
	});
	// Labels are as near to their lines' ends as they can be without touching.
	let lowest = -Infinity;
	const groups: string[] = [];
	for (const { standings, i, end } of curves.toSorted((a, b) => b.end.seconds - a.end.seconds)) {
		lowest = Math.max(y(end.seconds), lowest + LABEL_DISTANCE);
		groups[i] = [
			`<g class="c${i}">`,
			...curve(standings),
			text(PLOT.right + 14, lowest, end.contender, 'class="name"'),
			text(PLOT.right + 14, lowest + 17, outcome(end), 'class="ink"'),
			'</g>',
		].join('\n');
	}
	const title = 'Time to look up a sheet of candidates';
	const about =
		'A simulated Feishu that answers after 50 ms. Hollow points were not run: the least time that Feishu’s limits allow.';
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}, for each way and number of rows">`,
		`<style>${STYLE}</style>`,
		`<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
		text(PLOT.left, 34, title, 'class="ink" style="font-size:17px;font-weight:600"'),
		text(PLOT.left, 55, about),
		...grid(),
		...groups.reverse(),
		'</svg>',
		'',
	].join('\n');
}
