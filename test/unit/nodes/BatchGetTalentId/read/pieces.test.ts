import { onlyWay } from '../../../../../nodes/BatchGetTalentId/read/pieces';

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
