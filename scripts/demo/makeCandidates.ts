/**
 * Makes `examples/candidates.csv`: 5,000 candidates, as messy as real sheets; the same in every run.
 * Run it with `npx tsx scripts/demo/makeCandidates.ts`.
 *
 * It names nobody. Chinese mobiles begin with 142, 143 or 154, Hong Kong ones with 45, which no
 * operator has; American and British ones are the numbers reserved for fiction (555-01xx, 07700 900xxx);
 * resident cards name region 99, which does not exist; all other documents begin with a made-up ZZ;
 * emails are of example.com. `candidates.test.ts` checks each row.
 */
import { stringify } from 'csv-stringify/sync';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { Dice } from '../../test/support/random';

/** A row of the example sheet. */
export type CandidateRow = Record<
	'姓名' | '手机号' | '邮箱' | '证件类型' | '证件号' | '应聘职位' | '备注',
	string
>;

const CANDIDATES = 4_800;
const ROWS = 5_000;

const SURNAMES =
	'王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao 程cheng 曹cao 袁yuan 邓deng 许xu 傅fu 沈shen 曾zeng 彭peng 欧阳ouyang';
const GIVEN_NAMES =
	'伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan 涛tao 明ming 超chao 霞xia 平ping 刚gang 欣怡xinyi 子涵zihan 雨桐yutong 浩然haoran 思远siyuan 佳琪jiaqi 梓轩zixuan 诗涵shihan 俊杰junjie 晓燕xiaoyan 建国jianguo 志强zhiqiang 文博wenbo 嘉怡jiayi 一鸣yiming 若曦ruoxi 天宇tianyu 雅婷yating 海波haibo 慧敏huimin';
const JOBS =
	'后端工程师|前端工程师|产品经理|UI 设计师|数据分析师|销售代表|客户成功经理|招聘专员|财务会计|供应链主管'.split(
		'|',
	);
const REMARKS =
	'内推|可立即到岗|期望薪资 25-30K, 可谈|一面通过\n待约二面|简历见附件（"终版"）|猎头推荐，勿直接联系'.split(
		'|',
	);
const NOTHING = ['', '', '', '无', 'N/A', '暂无', '-', ' '];

/** `王wang` as name and letters. */
const names = (list: string) =>
	list.split(' ').map((name) => [name.replace(/[a-z]/g, ''), name.replace(/[^a-z]/g, '')] as const);
const surnames = names(SURNAMES);
const givenNames = names(GIVEN_NAMES);

const pad = (value: number, length: number) => String(value).padStart(length, '0');

/** Eight digits that look random, other ones for each index. */
const scatter = (index: number) => pad((index * 61_234_567 + 23_456_789) % 100_000_000, 8);

const chineseMobile = (index: number) => ['142', '143', '154', '154'][index % 4] + scatter(index);

const grouped = (number: string, groups: string) => number.replace(/(...)(....)(....)/, groups);

const chineseSpellings: Array<[weight: number, spell: (number: string) => string]> = [
	[40, (number) => number],
	[12, (number) => grouped(number, '$1-$2-$3')],
	[9, (number) => grouped(number, '$1 $2 $3')],
	[9, (number) => grouped(number, '+86 $1 $2 $3')],
	[4, (number) => grouped(number, '(+86) $1-$2-$3')],
	[5, (number) => `0086${number}`],
	[5, (number) => `86${number}`],
	[4, (number) => `+86-${number}`],
	// As Excel exports a column of numbers.
	[6, (number) => `${number}.0`],
	// As a Chinese input method types.
	[3, (number) => number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
	// As copied from the address book of a phone, between invisible marks of direction.
	[2, (number) => `\u202d${number}\u202c`],
	[1, (number) => `${number}\u00a0`],
];

/** One mobile number of a candidate, spelled in one of many ways. */
function mobile(index: number, dice: Dice): string {
	const place = Math.floor(index / 60);
	switch (index % 60) {
		case 5:
			return `+1 (${place < 100 ? 202 : 212}) 555-${pad(100 + (place % 100), 4)}`;
		case 25:
			return `+44 7700 900${pad(place, 3)}`;
		case 35:
			return `+852 45${pad(place % 100, 2)} ${scatter(index).slice(0, 4)}`;
		case 45:
			return `0085245${pad(place % 100, 2)}${scatter(index).slice(0, 4)}`;
		default:
			return dice.pickWeighted(chineseSpellings)(chineseMobile(index));
	}
}

function mobileCell(index: number, dice: Dice): string {
	if (dice.chance(0.1)) return dice.pick(NOTHING);
	const first = mobile(index, dice);
	if (!dice.chance(0.02)) return first;
	// A second number, be it the candidate's own or that of the next one, who was recommended.
	const second = dice.chance(0.7) ? index + ROWS : (index + 1) % CANDIDATES;
	return first + dice.pick(['/', ' / ', '、']) + mobile(second, dice);
}

function emailCell(letters: string, index: number, dice: Dice): string {
	if (dice.chance(0.15)) return dice.pick(['', '', '', ' ']);
	const email = `${letters}${pad(index, 4)}@example.com`;
	if (dice.chance(0.08)) return email.toUpperCase();
	if (dice.chance(0.08)) return email.replace(/(^|\.)[a-z]/g, (letter) => letter.toUpperCase());
	return dice.chance(0.04) ? ` ${email} ` : email;
}

function residentCard(index: number, dice: Dice): string {
	const birth = `${dice.between(1970, 2003)}${pad(dice.between(1, 12), 2)}${pad(dice.between(1, 28), 2)}`;
	const digits = `99${pad(index, 4)}${birth}${pad(dice.between(1, 999), 3)}`;
	return digits + (dice.chance(0.5) ? checkDigit(digits) : checkDigit(digits).toLowerCase());
}

/** The last place of a resident card (ISO 7064, MOD 11-2). */
function checkDigit(digits: string): string {
	const remainder = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0) % 11;
	return '10X98765432'.charAt(remainder);
}

function documentCells(index: number, dice: Dice): Pick<CandidateRow, '证件类型' | '证件号'> {
	const madeUp = () => `ZZ${scatter(index).slice(1)}`;
	return dice.pickWeighted<() => Pick<CandidateRow, '证件类型' | '证件号'>>([
		[50, () => ({ 证件类型: '居民身份证', 证件号: residentCard(index, dice) })],
		[5, () => ({ 证件类型: '身份证', 证件号: residentCard(index, dice) })],
		[9, () => ({ 证件类型: '护照', 证件号: madeUp() })],
		[2, () => ({ 证件类型: '护照', 证件号: madeUp().toLowerCase() })],
		[2, () => ({ 证件类型: '港澳居民来往内地通行证', 证件号: madeUp() })],
		[1, () => ({ 证件类型: '台胞证', 证件号: madeUp() })],
		[10, () => ({ 证件类型: '居民身份证', 证件号: '' })],
		[21, () => ({ 证件类型: '', 证件号: '' })],
	])();
}

const NO_OTHERS = { 邮箱: '', 证件类型: '', 证件号: '' };

type Cells = Partial<CandidateRow>;

/** What goes wrong in a few rows of every sheet. */
function spoil(index: number, dice: Dice): Cells | undefined {
	const number = chineseMobile(index);
	switch (index % 600) {
		case 17:
		case 317:
			return { ...NO_OTHERS, 手机号: rounded(number) };
		case 117:
			return { 手机号: rounded(number) };
		case 147:
			return { ...NO_OTHERS, 证件类型: '居民身份证', 证件号: '9.90102E+17', 手机号: '' };
		case 207:
			return { ...NO_OTHERS, 手机号: number.replace('1', 'l') };
		case 277:
			return { ...NO_OTHERS, 手机号: dice.pick(['微信同号', `见简历 ${number}`]) };
		case 377:
			return { ...NO_OTHERS, 手机号: number.slice(0, 4) };
		case 407:
			return { ...NO_OTHERS, 手机号: `+999 ${number}` };
		case 437:
			// A digit too few, or one too many.
			return index % 1_200 === 437
				? { ...NO_OTHERS, 手机号: number.slice(0, -1) }
				: { 手机号: `${number}0` };
	}
	return index % 40 === 3 ? { ...NO_OTHERS, 手机号: dice.pick(NOTHING) } : undefined;
}

const rounded = (number: string) => Number(number).toExponential(5).replace('e', 'E');

const mobiles =
	(spell: (number: string, index: number, name: string) => string) =>
	({ 姓名 }: CandidateRow, index: number): Cells => ({
		手机号: spell(chineseMobile(index), index, 姓名),
	});

const emails =
	(spell: (email: string, name: string) => string) =>
	({ 邮箱, 姓名 }: CandidateRow): Cells =>
		邮箱.includes('@') ? { 邮箱: spell(邮箱.trim(), 姓名) } : {};

const cards =
	(spell: (card: string) => string) =>
	({ 证件号 }: CandidateRow): Cells =>
		证件号.startsWith('99') ? { 证件号: spell(证件号) } : {};

const british = (index: number) => `7700 900${pad(Math.floor(index / 5) % 1000, 3)}`;

/** What else people write into cells; each in one of 120 rows. */
const HABITS = [
	mobiles((number) => `手机：${number}`),
	mobiles((number) => `Tel: +86 ${number}`),
	mobiles((number) => `${number}（微信同号）`),
	mobiles((number, _, name) => `${name} ${number}`),
	mobiles((number) => `="${number}"`),
	mobiles((number) => `'${number}`),
	mobiles((number, index) => `${number} ${chineseMobile(index + ROWS)}`),
	mobiles((number, index) => `${number}或${chineseMobile(index + ROWS)}`),
	mobiles((number) => `${number}转8001`),
	mobiles((number) => `17951${number}`),
	mobiles((_, index) => `+44 (0)${british(index)}`),
	mobiles((_, index) => `+44 0${british(index)}`),
	mobiles((number) => `推荐人 ${number}`),
	mobiles((number) => `传真 ${number}`),
	mobiles((number) => number.replace(/\d{4}(?=\d{4}$)/, '****')),
	emails((email) => `邮箱：${email}`),
	emails((email, name) => `${name} <${email}>`),
	// As copied from Feishu Base.
	emails((email) => `[${email}](mailto:${email})`),
	emails((email) => `${email}（常用）`),
	emails((email) => email.replace('@', '#')),
	() => ({ 邮箱: '无' }),
	() => ({ 邮箱: '-' }),
	cards((card) => `身份证：${card}`),
	cards((card) => card.replace(/^(.{6})(.{8})/, '$1 $2 ')),
	cards((card) => `${card.slice(0, 15)}000`),
	({ 证件类型 }: CandidateRow): Cells => (证件类型 === '' ? {} : { 证件号: '无' }),
];
/** A candidate's row; another version of it is the same candidate, typed in another time. */
function candidateRow(index: number, version: number): CandidateRow {
	const person = new Dice(index);
	const [surname, surnameLetters] = person.pick(surnames);
	const [given, givenLetters] = person.pick(givenNames);
	const document = documentCells(index, person);
	const dice = new Dice(index + version * 1_000_000);
	const row = {
		姓名: surname + given,
		手机号: mobileCell(index, dice),
		邮箱: emailCell(`${givenLetters}.${surnameLetters}`, index, dice),
		...document,
		应聘职位: dice.pick(JOBS),
		备注: dice.chance(0.12) ? dice.pick(REMARKS) : '',
	};
	const habit = HABITS[(index % 120) - 48];
	return { ...row, ...(spoil(index, dice) ?? habit?.(row, index)) };
}

/** The rows of the example: each candidate once, then 200 again, every other one word for word. */
export function makeCandidates(): CandidateRow[] {
	const rows = Array.from({ length: ROWS }, (_, place) =>
		place < CANDIDATES
			? candidateRow(place, 0)
			: candidateRow((place * 23) % CANDIDATES, place % 2),
	);
	return new Dice(2026).shuffle(rows);
}

/** The example as its file holds it; with the mark by which Excel knows UTF-8. */
export const candidatesCsv = (): string => stringify(makeCandidates(), { header: true, bom: true });

if (require.main === module) {
	writeFileSync(path.resolve(__dirname, '../../examples/candidates.csv'), candidatesCsv());
}
