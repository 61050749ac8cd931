/** What the page and the chart say is what the last full run measured. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { drawChart } from '../../../../scripts/bench/chart';
import { CHART, LATEST, PAGE, fillFigures } from '../../../../scripts/bench/pages';
import { claim, figure } from '../../../../scripts/bench/report';
import type { Report } from '../../../../scripts/bench/report';

const read = (file: string) => readFileSync(path.resolve(__dirname, '../../../..', file), 'utf8');
const report = JSON.parse(read(LATEST)) as Report;

test('the page has the figures of the last run: npm run bench -- --pages', () => {
	expect(fillFigures(read(PAGE), report)).toBe(read(PAGE));
});

test('the chart shows the last run: npm run bench -- --pages', () => {
	expect(drawChart(report)).toBe(read(CHART));
});

test('a bound that was missed is marked, and a table of no line fails', () => {
	const page = '<!-- bench:crafted -->\nNot yet.\n<!-- /bench:crafted -->';
	const lines = { crafted: { title: '', claims: [claim(figure('turn', 151), 150)] } };
	expect(fillFigures(page, { lines })).toContain('| turn | 151 | ≤ 150, **missed** |');
	expect(() => fillFigures(page.replaceAll('crafted', 'crafty'), { lines })).toThrow('crafty');
});
