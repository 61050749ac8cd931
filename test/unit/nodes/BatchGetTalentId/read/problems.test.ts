import { PROBLEMS, problem } from '../../../../../nodes/BatchGetTalentId/read/problems';
import type { ProblemName } from '../../../../../nodes/BatchGetTalentId/read/problems';

test.each(Object.keys(PROBLEMS) as ProblemName[])(
	'%s says what is wrong, and what to do',
	(name) => {
		const { message, description } = problem(name, 'x');
		expect(message).toMatch(/^[A-Z].{10,}[^.]$/);
		expect(description).toMatch(/^[A-Z].{10,}\.$/);
	},
);

test('a problem shows the value without outer blanks, and its first 100 characters only', () => {
	const identifierOf = (value: string) => problem('masked', value).identifier;
	expect(identifierOf(' 142*\n')).toBe('142*');
	expect(identifierOf('*'.repeat(100))).toBe('*'.repeat(100));
	expect(identifierOf('*'.repeat(101))).toBe(`${'*'.repeat(100)}…`);
});
