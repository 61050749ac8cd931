/** The parameters that hold for the whole run: defaults, bounds, and what one leaves of another. */
import { readSettingsOrThrow } from '../../../../../nodes/BatchGetTalentId/read/options';
import { executeContext } from '../../../../support/inProcessRun';

const read = (parameters: Record<string, unknown>) =>
	readSettingsOrThrow(executeContext({ parameters }).context);

test('takes the defaults of what a workflow does not say', () => {
	expect(read({})).toEqual({
		matchBy: 'all',
		output: 'talent',
		includeInputFields: false,
		includeIdentifiers: false,
		options: {
			batchSize: 100,
			requestsPerSecond: 50,
			requestsPerMinute: 1_000,
			maxTries: 5,
			timeout: 30_000,
		},
	});
});

test('takes what a workflow says', () => {
	const options = {
		batchSize: 1,
		requestsPerSecond: 2,
		requestsPerMinute: 3,
		maxTries: 4,
		timeout: 5,
	};
	const settings = { matchBy: 'any', output: 'match', includeInputFields: true };
	expect(read({ ...settings, options: { ...options, includeIdentifiers: true } })).toEqual({
		...settings,
		includeIdentifiers: true,
		options,
	});
});

test('takes no input fields where talents are emitted once, whatever is stored', () => {
	expect(read({ output: 'talent', includeInputFields: true }).includeInputFields).toBe(false);
	expect(read({ output: 'match' }).includeInputFields).toBe(false);
});

test.each([true, false, 'true', 1])('includes identifiers only by a true, not by %p', (value) => {
	expect(read({ options: { includeIdentifiers: value } }).includeIdentifiers).toBe(value === true);
});

test.each([
	['batchSize', 'Batch Size', 100],
	['requestsPerSecond', 'Requests per Second', 50],
	['requestsPerMinute', 'Requests per Minute', 1_000],
	['maxTries', 'Max Tries', Number.MAX_SAFE_INTEGER],
	['timeout', 'Timeout (Ms)', 2 ** 31 - 1],
] as const)('refuses a %s below 1, above its maximum, or not whole', (name, label, max) => {
	for (const value of [1, max]) {
		expect(read({ options: { [name]: value } }).options[name]).toBe(value);
	}
	for (const value of [0, -1, max + 1, 1.5, NaN, '5', {}]) {
		expect(() => read({ options: { [name]: value } })).toThrow(
			expect.objectContaining({
				message: `${label} must be a whole number from 1 to ${max}`,
				description: `Set ${label} in the options of this node.`,
			}),
		);
	}
});
