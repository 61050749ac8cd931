import {
	callingCodeOf,
	findCountryCode,
	withoutSecondPlus,
} from '../../../../../nodes/BatchGetTalentId/read/phoneNumbers';

test.each([
	['8613800138000', '86'],
	['85251234567', '852'],
	['14165550123', '1'],
	['80012345678', '800'],
	['999123', undefined],
	['', undefined],
])('the country code of %j is %s', (digits, code) => expect(findCountryCode(digits)).toBe(code));

test.each([
	['cn', '86'],
	['HK', '852'],
	['xx', undefined],
])('the calling code of %j is %s', (country, code) => expect(callingCodeOf(country)).toBe(code));

test.each([
	['+8614212345678', '+8614212345678'],
	['14212345678', '14212345678'],
	['++8614212345678', '+8614212345678'],
	['+86+8614212345678', '+8614212345678'],
	['0086+8614212345678', '+8614212345678'],
	['86+14212345678', '+8614212345678'],
	['+852+51234567', '+85251234567'],
	['56+85', '+5685'],
	['+1+861421234567', '+1861421234567'],
	['+1+86142123456789', '+186142123456789'],
])('a second plus comes off %j: %j', (compact, number) =>
	expect(withoutSecondPlus(compact)).toBe(number),
);

test.each([
	['the code of another country', '+1+447400123456'],
	['the code of China', '+1+8614212345678'],
	['two codes', '+86+1+447400123456'],
	['a number', '14212345678+14387654321'],
])('%s before a plus may be that of another number', (_, compact) =>
	expect(withoutSecondPlus(compact)).toBeUndefined(),
);
