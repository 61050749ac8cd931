/** The bound that the benchmark holds the node to is neither too low nor too high. */
import { peak, strictOptimum } from '../../../support/feishu/windows';

const twoWindows = (calls: number) => {
	const last = calls - 1;
	return 60_000 * Math.floor(last / 1_000) + 1_000 * Math.floor((last % 1_000) / 50);
};

test.each([1, 50, 51, 100, 1_000, 1_001, 1_050, 3_000])('without delay, %i calls', (calls) => {
	expect(strictOptimum(calls, 0)).toBe(twoWindows(calls));
});

test('with delay each second costs a round trip more, and so does each minute', () => {
	expect(strictOptimum(50, 300)).toBe(300);
	expect(strictOptimum(51, 300)).toBe(1_600);
	expect(strictOptimum(1_000, 300)).toBe(19 * 1_300 + 300);
	expect(strictOptimum(1_001, 300)).toBe(60_600);
	expect(strictOptimum(3_000, 50)).toBe(2 * 60_050 + 19 * 1_050 + 50);
});

test('no call could start earlier', () => {
	const windows = [
		{ length: 10, limit: 2 },
		{ length: 35, limit: 5 },
	];
	const answers = Array.from({ length: 20 }, (_, k) => strictOptimum(k + 1, 3, windows));
	answers.forEach((answer, k) => {
		const start = answer - 3;
		const others = answers.slice(0, k);
		const held = (time: number) =>
			windows.some(
				({ length, limit }) => others.filter((one) => time < one + length).length >= limit,
			);
		expect(held(start)).toBe(false);
		if (start > 0) expect(held(start - 1)).toBe(true);
	});
	expect(peak(answers, 10)).toBe(2);
	expect(peak(answers, 35)).toBe(5);
});
