/** Countries and regions as people name them beside a number. A closed list, with the blanks of names as `_`. */

// Stryker disable StringLiteral: a test of each line would only repeat it.
const LINES = [
	'86 中国 中國 中国大陆 中國大陸 大陆 大陸 内地 內地 中国内地 中华人民共和国 china prc mainland mainland_china china_mainland',
	'852 香港 中国香港 中國香港 香港特别行政区 hongkong hong_kong hong_kong_sar hong_kong_china hong_kong_sar_china',
	'853 澳门 澳門 中国澳门 中國澳門 澳门特别行政区 macau macao macau_sar macao_sar',
	'886 台湾 台灣 臺灣 中国台湾 taiwan taiwan_province_of_china chinese_taipei',
	'1 美国 美國 usa united_states united_states_of_america america 加拿大 canada 波多黎各 puerto_rico 牙买加 jamaica 巴哈马 bahamas 多米尼加 dominican_republic 百慕大 bermuda 巴巴多斯 barbados 关岛 guam trinidad',
	'44 英国 英國 united_kingdom england britain great_britain scotland',
	'65 新加坡 singapore',
	'81 日本 japan',
	'82 韩国 韓國 south_korea korea',
	'61 澳大利亚 澳洲 australia',
	'64 新西兰 new_zealand',
	'60 马来西亚 malaysia',
	'66 泰国 thailand',
	'84 越南 vietnam viet_nam',
	'62 印尼 印度尼西亚 indonesia',
	'63 菲律宾 philippines',
	'855 柬埔寨 cambodia',
	'856 老挝 laos',
	'95 缅甸 myanmar',
	'91 印度 india',
	'92 巴基斯坦 pakistan',
	'880 孟加拉 孟加拉国 bangladesh',
	'94 斯里兰卡 sri_lanka',
	'977 尼泊尔 nepal',
	'976 蒙古 mongolia',
	'49 德国 德國 germany deutschland',
	'43 奥地利 austria österreich',
	'33 法国 法國 france',
	'32 比利时 belgium',
	'39 意大利 italy italia',
	'34 西班牙 spain españa',
	'351 葡萄牙 portugal',
	'31 荷兰 netherlands holland',
	'353 爱尔兰 ireland',
	'41 瑞士 switzerland schweiz',
	'46 瑞典 sweden',
	'47 挪威 norway',
	'45 丹麦 denmark',
	'358 芬兰 finland',
	'48 波兰 poland polska',
	'420 捷克 czech_republic czechia',
	'36 匈牙利 hungary',
	'30 希腊 greece',
	'380 乌克兰 ukraine',
	'7 俄罗斯 russia 哈萨克斯坦 kazakhstan',
	'90 土耳其 turkey',
	'971 阿联酋 迪拜 uae dubai united_arab_emirates',
	'966 沙特 沙特阿拉伯 saudi_arabia',
	'972 以色列 israel',
	'20 埃及 egypt',
	'27 南非 south_africa',
	'234 尼日利亚 nigeria',
	'254 肯尼亚 kenya',
	'55 巴西 brazil brasil',
	'52 墨西哥 mexico méxico',
	'54 阿根廷 argentina',
	'56 智利 chile',
	'57 哥伦比亚 colombia',
	'51 秘鲁 peru',
].map((line) => line.split(' '));
// Stryker restore StringLiteral

/** Calling codes by the names of their countries, in lower case and without blanks. */
export const COUNTRIES = new Map(
	LINES.flatMap(([code = '', ...names]) =>
		names.map((name) => [name.replaceAll('_', ''), code] as const),
	),
);

const NAMES_OF_WORDS = LINES.flatMap((line) => line.filter((name) => name.includes('_')))
	.sort((a, b) => b.length - a.length)
	.join('|')
	.replaceAll('_', '\\s');

/** Names that are no name of a country word for word: `Hong Kong`, `United States`. */
export const COUNTRY_OF_WORDS = new RegExp(`\\b(?:${NAMES_OF_WORDS})\\b`, 'gi');

/** Abbreviations that name a country only in capitals: Li, Ma, Mo and others are also names. */
export const COUNTRY_ABBREVIATIONS = new Map(
	[
		// Stryker disable StringLiteral: a test of each line would only repeat it.
		'86 CN CHN PRC',
		'852 HK HKG',
		'886 TW TWN',
		'1 US USA CA CAN',
		'44 UK GB GBR',
		'65 SG SGP',
		'61 AU AUS',
		'64 NZ NZL',
		'81 JP JPN',
		'82 KR KOR',
		'60 MYS',
		'66 THA',
		'84 VN VNM',
		'63 PH PHL',
		'91 IND',
		'49 DE DEU GER',
		'33 FR FRA',
		'31 NL NLD',
		'971 AE UAE',
		// Stryker restore StringLiteral
	].flatMap((line) => {
		const [code = '', ...names] = line.split(' ');
		return names.map((name) => [name, code] as const);
	}),
);
