/**
 * Makes `examples/candidates.csv`: 5,000 candidates, as messy as real sheets. The same at every run.
 * Run it with `npx tsx scripts/demo/makeCandidates.ts`.
 *
 * Nobody is meant by it. Chinese mobiles begin with 142, 143 or 154, Hong Kong ones with 45, which no
 * operator has; American and British ones are the numbers reserved for fiction (555-01xx, 07700 900xxx);
 * resident cards name region 99, which does not exist; all other documents begin with a made-up ZZ;
 * emails are of example.com. `candidates.test.ts` checks each row.
 */
import { stringify } from 'csv-stringify/sync';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { Dice } from '../../test/support/random';

/** A row of the example sheet. */
export interface CandidateRow {
	姓名: string;
	手机号: string;
	邮箱: string;
	证件类型: string;
	证件号: string;
	应聘职位: string;
	备注: string;
}

const CANDIDATES = 4_800;
const ROWS = 5_000;

const SURNAMES =
	'王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao 程cheng 曹cao 袁yuan 邓deng 许xu 傅fu 沈shen 曾zeng 彭peng 欧阳ouyang';
const GIVEN_NAMES =
	'伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan 涛tao 明ming 超chao 霞xia 平ping 刚gang 欣怡xinyi 子涵zihan 雨桐yutong 浩然haoran 思远siyuan 佳琪jiaqi 梓轩zixuan 诗涵shihan 俊杰junjie 晓燕xiaoyan 建国jianguo 志强zhiqiang 文博wenbo 嘉怡jiayi 一鸣yiming 若曦ruoxi 天宇tianyu 雅婷yating 海波haibo 慧敏huimin';
const JOBS = [
	'后端工程师',
	'前端工程师',
	'产品经理',
	'UI 设计师',
	'数据分析师',
	'销售代表',
	'客户成功经理',
	'招聘专员',
	'财务会计',
	'供应链主管',
];
const REMARKS = [
	'内推',
	'可立即到岗',
	'期望薪资 25-30K, 可谈',
	'一面通过\n待约二面',
	'简历见附件（"终版"）',
	'猎头推荐，勿直接联系',
];
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

const chineseSpellings: Array<[weight: number, spell: (number: string) => string]> = [
	[40, (number) => number],
	[12, (number) => number.replace(/(...)(....)(....)/, '$1-$2-$3')],
	[9, (number) => number.replace(/(...)(....)(....)/, '$1 $2 $3')],
	[9, (number) => number.replace(/(...)(....)(....)/, '+86 $1 $2 $3')],
	[4, (number) => number.replace(/(...)(....)(....)/, '(+86) $1-$2-$3')],
	[5, (number) => `0086${number}`],
	[5, (number) => `86${number}`],
	[4, (number) => `+86-${number}`],
	// As Excel exports a column of numbers.
	[6, (number) => `${number}.0`],
	// As a Chinese input method types.
	[3, (number) => number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
	// As copied from a phone's address book, between invisible marks of direction.
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
	return `99${pad(index, 4)}${birth}${pad(dice.between(1, 999), 3)}${dice.pick([...'0123456789Xx'])}`;
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

/** What goes wrong in a few rows of every sheet. */
function spoil(row: CandidateRow, index: number, dice: Dice): CandidateRow {
	const number = chineseMobile(index);
	const rounded = Number(number).toExponential(5).replace('e', 'E');
	switch (index % 600) {
		case 17:
		case 317:
			return { ...row, ...NO_OTHERS, 手机号: rounded };
		case 117:
			return { ...row, 手机号: rounded };
		case 147:
			return { ...row, ...NO_OTHERS, 证件类型: '居民身份证', 证件号: '9.90102E+17', 手机号: '' };
		case 207:
			return { ...row, ...NO_OTHERS, 手机号: number.replace('1', 'l') };
		case 277:
			return { ...row, ...NO_OTHERS, 手机号: dice.pick(['微信同号', `见简历 ${number}`]) };
		case 377:
			return { ...row, ...NO_OTHERS, 手机号: number.slice(0, 4) };
		case 407:
			return { ...row, ...NO_OTHERS, 手机号: `+999 ${number}` };
		case 437:
			// A digit too few, or one too many.
			return index % 1_200 === 437
				? { ...row, ...NO_OTHERS, 手机号: number.slice(0, -1) }
				: { ...row, 手机号: `${number}0` };
	}
	if (index % 40 === 3) return { ...row, ...NO_OTHERS, 手机号: dice.pick(NOTHING) };
	return row;
}

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
	return spoil(row, index, dice);
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
