/** The README's chart: seconds against rows for each contender, both on a logarithmic scale. */
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
const STYLE = (() => {
	const theme = (scheme: 'light' | 'dark', ground: string, ink: string, faint: string) =>
		[
			`.ground{fill:${ground}}.ink{fill:${ink}}.faint{fill:${faint}}.grid{stroke:${faint};stroke-opacity:.3}`,
			...COLOURS.map((colour, i) => `.c${i}{color:${colour[scheme]}}`),
		].join('');
	const shapes =
		'.line{fill:none;stroke:currentColor;stroke-width:2.5}.floor{stroke-dasharray:5 5}.dot{fill:currentColor;stroke:currentColor;stroke-width:2}.name{fill:currentColor;font-weight:600}';
	const light = theme('light', '#ffffff', '#1f2328', '#656d76');
	const dark = theme('dark', '#0d1117', '#e6edf3', '#9198a1');
	return `<style>text{font-family:${FONT};font-size:13px}${shapes}${light}@media(prefers-color-scheme:dark){${dark}}</style>`;
})();

/** A place on a logarithmic axis from `from` to `to`. */
const scale = (value: number, least: number, most: number, from: number, to: number) =>
	from + ((to - from) * Math.log(value / least)) / Math.log(most / least);

const x = (rows: number) => scale(rows, ROWS.least, ROWS.most, PLOT.left, PLOT.right);
const y = (seconds: number) => scale(seconds, SECONDS.least, SECONDS.most, PLOT.bottom, PLOT.top);

const text = (at: [x: number, y: number], content: string, attributes = 'class="faint"') =>
	`<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${attributes}>${content}</text>`;

function grid(): string[] {
	const { left, right, top, bottom } = PLOT;
	return [
		...SECONDS.ticks.flatMap(([seconds, label]) => [
			`<path class="grid" d="M${left} ${y(seconds).toFixed(1)}H${right}"/>`,
			text([left - 8, y(seconds) + 4], label, 'class="faint" text-anchor="end"'),
		]),
		...ROWS.ticks.flatMap((rows) => [
			`<path class="grid" d="M${x(rows).toFixed(1)} ${top}V${bottom}"/>`,
			text([x(rows), bottom + 20], rows.toLocaleString('en'), 'class="faint" text-anchor="middle"'),
		]),
		text([(left + right) / 2, bottom + 40], 'rows', 'class="faint" text-anchor="middle"'),
	];
}

const point = ({ rows, seconds }: Standing) => `${x(rows).toFixed(1)} ${y(seconds).toFixed(1)}`;

/** Solid where it was measured, dashed on the way to a floor. */
function curve(standings: Standing[]): string[] {
	const lines = standings.slice(1).flatMap((standing, place) => {
		const before = standings[place];
		if (!before) return [];
		return `<path class="line${standing.isFloor ? ' floor' : ''}" d="M${point(before)}L${point(standing)}"/>`;
	});
	const dots = standings.map((standing) => {
		const [cx, cy] = point(standing).split(' ');
		return `<circle class="dot${standing.isFloor ? ' ground' : ''}" cx="${cx}" cy="${cy}" r="4"/>`;
	});
	return [...lines, ...dots];
}

function duration(seconds: number): string {
	if (seconds < 100) return `${Number(seconds.toPrecision(3))} s`;
	return `${Math.floor(seconds / 60)} min`;
}

function outcome({ seconds, isFloor, wrong = 0 }: Standing): string {
	const time = isFloor ? `at least ${duration(seconds)}` : duration(seconds);
	return wrong > 0 ? `${time}, ${wrong.toLocaleString('en')} rows wrong` : time;
}

/** Heights for labels as near to their lines' ends as they can be without touching. */
function spread(heights: number[]): number[] {
	const order = heights
		.map((height, place) => ({ height, place }))
		.sort((a, b) => a.height - b.height);
	order.forEach((label, i) => {
		const above = order[i - 1];
		if (above) label.height = Math.max(label.height, above.height + LABEL_DISTANCE);
	});
	return order.sort((a, b) => a.place - b.place).map(({ height }) => height);
}

/** @returns the chart as SVG, readable on light and on dark pages */
export function drawChart({ lines }: Pick<Report, 'lines'>): string {
	const standings = lines.contenders?.standings ?? [];
	const names = [...new Set(standings.map(({ contender }) => contender))];
	const curves = names.map((name) => standings.filter(({ contender }) => contender === name));
	const ends = curves.flatMap((one) => one.at(-1) ?? []);
	const heights = spread(ends.map(({ seconds }) => y(seconds)));
	const labels = ends.flatMap((end, i) => [
		text([PLOT.right + 14, heights[i] ?? 0], end.contender, 'class="name"'),
		text([PLOT.right + 14, (heights[i] ?? 0) + 17], outcome(end), 'class="ink"'),
	]);
	const groups = names.map((_, i) =>
		[
			`<g class="c${i}">`,
			...curve(curves[i] ?? []),
			...labels.slice(2 * i, 2 * i + 2),
			'</g>',
		].join('\n'),
	);
	const title = 'Time to look up a sheet of candidates';
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}, for each way and number of rows">`,
		STYLE,
		`<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
		text([PLOT.left, 34], title, 'class="ink" style="font-size:17px;font-weight:600"'),
		text(
			[PLOT.left, 55],
			'A simulated Feishu that answers after 50 ms. Hollow points were not run: the least time that Feishu’s limits allow.',
		),
		...grid(),
		...groups.reverse(),
		'</svg>',
		'',
	].join('\n');
}
