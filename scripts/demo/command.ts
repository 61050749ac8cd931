/** The command behind `npm run demo`: the example workflow on a whole sheet, with a Feishu Hire simulated beside it. */
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { defined } from '../../test/support/defined';
import { hireOf } from './hire';
import { UsageError, reportFailure } from '../options';
import { HELP, readOptions } from './options';
import type { DemoOptions } from './options';
import { Progress } from './progress';
import type { RowOutcome } from './run';
import { codeOf, findColumns, readSheet, writeSheet } from './sheet';
import type { Sheet } from './sheet';
import { introduction, summary, written } from './summary';

type Status = RowOutcome['status'];

/** What each file says of a row, behind the columns of the sheet. */
const ADDED: Record<Status, string[]> = {
	matched: ['talent_id', 'matched_by', 'is_onboarded'],
	unmatched: [],
	failed: ['error', 'advice'],
};

function addedCells(outcome: RowOutcome): string[] {
	switch (outcome.status) {
		case 'matched':
			return ADDED.matched.map((field) =>
				outcome.talents.map((talent) => [talent[field]].flat().join(' ')).join('; '),
			);
		case 'unmatched':
			return [];
		case 'failed':
			return [outcome.reason, outcome.advice];
	}
}

const fileOf = (folder: string, status: Status) => path.join(folder, `${status}.csv`);

/** Makes the folder for the results; none of them may replace the sheet they come from. */
function prepareFolder({ csv, out }: DemoOptions): void {
	try {
		mkdirSync(out, { recursive: true });
		accessSync(out, constants.W_OK);
	} catch (error) {
		throw new UsageError(`Nothing can be written into the folder ${out} (${codeOf(error)}).`);
	}
	for (const status of Object.keys(ADDED)) {
		if (path.join(realpathSync(out), `${status}.csv`) !== realpathSync(csv)) continue;
		throw new UsageError(`The results would replace ${csv}: choose another folder with --out.`);
	}
}

function writeResults(out: string, { header, rows }: Sheet, outcomes: RowOutcome[]): void {
	for (const [status, added] of Object.entries(ADDED)) {
		const lines = outcomes.flatMap((outcome, row) =>
			outcome.status === status ? [[...defined(rows[row], 'row'), ...addedCells(outcome)]] : [],
		);
		writeSheet(fileOf(out, status as Status), [...header, ...added], lines);
	}
}

async function demo(options: DemoOptions): Promise<void> {
	const sheet = readSheet(options.csv);
	const columns = findColumns(sheet, options.named);
	prepareFolder(options);
	const hire = hireOf(sheet.rows, columns);
	process.stdout.write(introduction(options.csv, sheet, columns, hire));
	const progress = new Progress(hire.identifiers, process.stdout);
	// n8n's engine takes seconds to load: not before the input is known to be good.
	const { runDemo } = await import('./run');
	const run = await runDemo(sheet, columns, hire, (calls) => progress.watch(calls));
	progress.end();
	writeResults(options.out, sheet, run.outcomes);
	process.stdout.write(summary(run, sheet) + written(options.out, run.outcomes));
}

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
	try {
		const options = readOptions(args);
		if (options) await demo(options);
		else process.stdout.write(HELP);
		return 0;
	} catch (error) {
		return reportFailure(error as Error);
	}
}
