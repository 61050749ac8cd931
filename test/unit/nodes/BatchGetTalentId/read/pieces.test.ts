import {
	areGroups,
	codeToFront,
	findWrong,
	joinCodes,
	mayBeOne,
	onlyWay,
	withoutEdges,
} from '../../../../../nodes/BatchGetTalentId/read/pieces';

test.each([
	['142 1234 5678', undefined],
	['+86 (142) 1234-5678', undefined],
	['1.42E+10', 'rounded'],
	['142XXXX5678', 'masked'],
	['142x12345678', 'letter'],
	['$14212345678', 'strangeCharacter'],
	['14212345678+14387654321', 'strayPlus'],
	['(14212345678 + 14387654321)', 'strayPlus'],
	// The code of one, and +1 of the other.
	['+8614212345678 +14387654321', undefined],
])('what speaks against %j as a number is %j', (piece, wrong) =>
	expect(findWrong(piece)).toBe(wrong),
);

test('quotes, dashes and dots around a piece belong to no number', () => {
	expect(withoutEdges('--"142-1234"--')).toBe('142-1234');
});

test.each([
	[['+86', '142 1234 5678'], ['+86 142 1234 5678']],
	[['0086', '142 1234 5678'], ['+86 142 1234 5678']],
	[['+999', '142 1234 5678'], undefined],
	[['+8521', '5123 4567'], undefined],
	[['142 +86', '142 1234 5678'], undefined],
	[['中文+86', '142 1234 5678'], undefined],
	[['+86', '+852 5123 4567'], undefined],
	[['+86', '5123 4567 +852'], undefined],
	[['+86', '()'], undefined],
])('of the pieces %j, a code goes before its number: %j', (pieces, joined) =>
	expect(joinCodes(pieces)).toEqual(joined ?? pieces),
);

test.each([
	['5123 4567 (+852)', '+8525123 4567'],
	['5123 4567 (852)', '+8525123 4567'],
	['423 555 0123 +1', '+1423 555 0123'],
	['85251234567+', '+85251234567'],
	['85251234567 +', '+85251234567'],
	['5123 4567 (999)', undefined],
	['0085251234567 (852)', undefined],
	['+85251234567 (+852)', undefined],
	['5123 4567 (+852) 12', undefined],
	['+852 51234567+', undefined],
	['5123 4567', undefined],
])('the code behind %j goes to the front: %j', (piece, turned) =>
	expect(codeToFront(piece)).toBe(turned),
);

test.each([
	[['142', '1234', '5678'], true],
	[['142', '12', '5678'], true],
	[['06', '12', '34', '56', '78'], true],
	[['0151 2345678', '9'], false],
	[['14212345678', '79'], false],
])('pieces between strokes %j can be one number: %j', (pieces, isOne) =>
	expect(mayBeOne(pieces)).toBe(isOne),
);

test.each([
	[['142', '1234', '5678'], true],
	[['123456', '123456'], true],
	[['1421234', '5678'], true],
	[['852', '51234567'], true],
	[Array.from({ length: 11 }, () => '1'), true],
	[Array.from({ length: 12 }, () => '1'), false],
	[['142'], false],
	[['142', '12x'], false],
	[['142', 'x12'], false],
	[['142', ''], false],
	[['1421234', '12', '5'], false],
	[['1421234', '12'], false],
	[['86', '1421234', '1'], false],
])('parts %j can be groups of one number: %j', (parts, are) => expect(areGroups(parts)).toBe(are));

const readLength =
	(...lengths: number[]) =>
	(text: string) =>
		lengths.includes(text.length) ? text : undefined;

test('words are parted only where there is one way', () => {
	const words = ['ab', 'cd', 'ef'];
	expect(onlyWay(words, readLength(2, 8))).toBeUndefined();
	expect(onlyWay(words, readLength(2, 5))).toBeUndefined();
	expect(onlyWay(words, readLength(5))).toBeUndefined();
	expect(onlyWay(words, readLength(2))).toEqual(words);
	expect(onlyWay(['ab', 'cd', 'efg'], readLength(3, 5))).toEqual(['ab cd', 'efg']);
});
