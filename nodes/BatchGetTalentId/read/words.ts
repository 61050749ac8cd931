/** The words that stand around values in the sheets of recruiters. All lists are closed. */

const list = (...lines: string[]) => lines.flatMap((line) => line.split(' '));

const combine = (beginnings: string, ends: string) =>
	list(beginnings).flatMap((beginning) => list(ends).map((end) => beginning + end));

/** What people enter where there is nothing; compared in lower case, without blanks and punctuation. */
export const PLACEHOLDERS = new Set([
	...list(
		'无 無 没有 沒有 暂无 暫無 暂时没有 暂无数据 暂缺 缺 缺失 没 空 空白 空值 未知 不详 不詳 不明 未填 未填写 未填寫 未提供 未登记 未录入 未留 不便透露 不方便透露 保密 略 待补充 待補充 待补 待填 待填写 待定 待确认 待提供 待完善 待更新 没填 没有填 没有填写 否 不提供 暂不提供 不清楚 不知道',
		'none null nil nan na false nothing unknown undefined empty blank missing tbd tba tbc tobeconfirmed tobeprovided tobeadded pending no nonegiven noneprovided noneavailable confidential withheld',
		'ninguno ninguna nessuno aucun aucune kein keine keiner nenhum нет なし 無し 없음 không khôngcó ไม่มี tidakada',
	),
	...combine(
		'无 無 没有 暂无 未提供 未填 未填写 没填 未留 未登记',
		'邮箱 电子邮箱 电子邮件 邮件 邮箱地址 常用邮箱 手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 号码 证件 证件号 证件号码 身份证 身份证号 身份证号码 护照 护照号 信息',
	),
	...combine(
		'no',
		'email emailaddress mail mobile mobilephone mobilenumber phone phonenumber number id idcard idnumber passport data value info contact',
	),
	...combine('not', 'available applicable provided given known specified disclosed entered stated'),
	'unspecified',
]);

/** Errors that a spreadsheet shows instead of a value, in upper case. */
export const SPREADSHEET_ERRORS = new Set(
	list(
		'#N/A #N/A! #NA #DIV/0! #DIV/0 #REF! #REF #VALUE! #VALUE #NAME? #NAME #NUM! #NUM #NULL! #NULL #SPILL! #CALC! #ERROR! #ERROR #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #GETTING_DATA #BUSY! #EXTERNAL! #PYTHON! #TIMEOUT!',
	),
);

/** Words and signs that part values, each of which must then be whole by itself. */
export const CONJUNCTIONS = new Set(list('或 或者 和 与 與 及 以及 还有 and or und oder'));

/** What may be said of a value of any kind: it is still the candidate's own. */
const REMARKS = list(
	'姓名 名字 候选人 求职者 应聘者 应聘人 申请人 本人 自己 我的 我 的 是 为 个人 個人 私人 常用 备用 備用 主 备 主要 首选 优先 默认 第一 新 现用 在用 可用 有效 已核实 已确认 已验证 男 女 国内 国外 境内 境外',
	'必填 my mine own self personal private main primary preferred default backup alternative secondary new current verified confirmed valid',
);

const MOBILE_LABELS = list(
	'手机 手機 流動電話 流動電話號碼 手提電話 手提 手提號碼 手机号 手機號 手机号码 手機號碼 移动电话 移動電話 行動電話 行動 电话 電話 电话号 电话号码 電話號碼 联系电话 聯絡電話 聯繫電話 联络电话 联系方式 联系手机 本人电话 号码 號碼 号 號 携帯 携帯電話 微信同号 微信同号码 微信同步 微信同 同微信 同微信号 手机同微信 微信手机同号 微同 同号 一 二 三 移动 联通 电信 中国移动 中国联通 中国电信 工作手机 现手机 现手机号 電話番号 携帯番号',
	'tel telephone phone phones ph mob mobile mobil cell cellphone cellular cel celular handphone hp handy handynummer m t p c no nr num number numbers contact call me whatsapp wa sms text tél téléphone telefon telefono teléfono móvil movil portable gsm direct тел телефон моб мобильный 전화 전화번호 휴대폰 휴대전화 핸드폰 연락처 โทร',
);

/** Where a number is from, as phones and carriers show it beside a number. */
const PLACES = list(
	'北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆',
	'广州 深圳 杭州 南京 苏州 成都 武汉 西安 长沙 郑州 青岛 济南 大连 沈阳 哈尔滨 长春 厦门 福州 泉州 宁波 温州 无锡 常州 合肥 南昌 昆明 贵阳 南宁 海口 石家庄 太原 兰州 东莞 佛山 珠海 中山 惠州 省 市',
);

const EMAIL_LABELS = list(
	'邮箱 郵箱 邮箱地址 电子邮箱 電子郵箱 电子邮件 電子郵件 电子邮件地址 电子邮箱地址 邮件 郵件 邮件地址 电邮 電郵 邮址 信箱 电子信箱 電子信箱 公司邮箱 企业邮箱 工作邮箱 单位邮箱 个人邮箱 個人電郵 私人邮箱 学校邮箱 工作 公司 企业 单位 办公 学校 地址 联系邮箱 联络邮箱 聯絡電郵 联系邮件 接收邮箱 投递邮箱 校园邮箱 学生邮箱 学生 谷歌 谷歌邮箱 网易邮箱 新浪邮箱 搜狐邮箱 阿里邮箱 腾讯邮箱 一 二 三',
	'发邮件 发送邮件 e is contact email emails mail mails mailbox address addr id work home business gmail outlook hotmail foxmail courriel correo メール メールアドレス 이메일 почта',
);

export const WORDS = {
	mobile_number: new Set([...REMARKS, ...MOBILE_LABELS, ...PLACES]),
	email: new Set([...REMARKS, ...EMAIL_LABELS]),
} as const;

/** Relations, roles and titles: the value may be another person's. In Han also as a part of a word. */
export const OTHER_PERSON_HAN = list(
	'推荐 推薦 内推 內推 介绍 介紹 猎头 獵頭 紧急 緊急 应急 家属 家屬 家长 家人 家里 家庭 亲属 亲戚 亲友 父 母 爸 妈 媽 配偶 妻 丈夫 老公 老婆 爱人 夫人 太太 先生 女士 小姐 儿子 女儿 子女 孩子 兄 弟 姐 妹 哥 叔 伯 姑 姨 舅 婶 嫂 岳 公公 婆婆 爷爷 奶奶 朋友 好友 同学 同事 室友 伙伴 证明人 联系人 聯絡人 担保人 监护人 收件人 代理 代收 代接 转交 经理 經理 主管 总监 主任 老师 老師 老板 老闆 财务 財務 采购 採購 销售 銷售 行政 运营 开发 测试 出纳 监理 编辑 记者 翻译 警察 护工 保洁 领导 上级 下属 负责人 人力 人事 招聘 面试官 前台 秘书 助理 客服 顾问 导师 教授 师傅 房东 门卫 司机 保安 医生 律师 会计 校长 院长 部长 处长 局长 科长 组长 队长 班长 厂长 店长 董事 书记 总裁 总经理 总机 大夫 大爷 大娘 阿婆 阿公 博士 护士 警官 法官 教官 教练 厨师 副 外公 外婆 姥 邻居 中介 客户 保姆 公司 单位 办公 座机 固话 固定 住宅 宿舍 曾用 以前 旧 空号 停机 停用 作废 错误 无效 有误 不是 非本人 别人 他人 其他',
);
/** Titles of one character, behind a surname. */
export const TITLES_HAN = new Set(
	list('总 總 工 姐 哥 叔 姨 嫂 董 局 处 科 队 导 师 爷 奶 婆 太 长 院 校 秘 部'),
);
/** Titles of more characters end so, behind a surname: 店员, 技师. Few given names do. */
export const TITLE_ENDINGS_HAN = new Set(list('长 员 总 师 官'));

export const OTHER_PERSON_LATIN = new Set(
	list(
		'hr hrbp hrd referrer referer referral referred referee reference references ref recommender recommended emergency urgent ice manager mgr mother father mom mum dad mama papa wife husband spouse parent parents brother sister son daughter friend guardian relative kin next family colleague coworker boss supervisor assistant asst secretary agent agency recruiter headhunter hunter person partner sponsor fiance fiancee fiancé fiancée bro sis grandson granddaughter wifey workmate carer caretaker maid helper boyfriend girlfriend uncle aunt cousin roommate neighbor neighbour landlord grandma grandpa grandmother grandfather granny nephew niece stepmother stepfather daddy mommy mummy hubby bf gf bestie flatmate housemate classmate schoolmate alumni employer subordinate superior principal tutor trainer tenant broker attorney guarantor witness trustee beneficiary clerk operator guard concierge accountant inlaw relation relationship introduced introducer poc nok chairman his her their your someone anyone',
		'school university college hotel hospital clinic store restaurant police embassy lobby hotline helpline tollfree department dept',
		'herr frau monsieur madame señor señora mutter vater ehefrau ehemann bruder schwester freund freundin büro buero arbeit notfall zuhause dienstlich zentrale mère père maman femme frère sœur bureau domicile urgence travail madre padre esposa esposo marido hijo hija conjoint fille moglie marito figlio tochter onkel partnerin hermano hermana casa oficina trabajo emergencia mãe trabalho escritório recado ibu ayah bapak istri suami rumah kantor mẹ bố vợ chồng',
		'baba fuqin muqin qizi zhangfu laopo laogong jiaren tuijian tuijianren neitui lietou',
		'home house work office company corporate switchboard reception frontdesk desk landline festnetz fixe fijo fisso residence resi res off ofc security warden dorm hostel factory shop consultant acquisition spoc fixed old former formerly previous prev ex not wrong invalid expired inactive disconnected cancelled deactivated never via attn care for of from by to sent mr mrs ms miss mister dr prof sir madam client customer vendor driver director ceo cfo cto coo vp lead head chief president officer teacher professor coach mentor nanny admin administrator sales support info team staff owner leader interviewer interview advisor adviser counselor doctor lawyer',
	),
);

/** Other ways to reach somebody, whose names and numbers are no mobile numbers or emails. */
export const OTHER_MEDIUM = new Set(
	list(
		'微信号 微信 微信號 传真 傳真 钉钉 飞书 微博 支付宝 fax f qq tim wechat weixin wx vx skype telegram tg line viber signal teams zoom slack twitter x linkedin github facebook instagram kakao kakaotalk pager extension ext pin room ssn dob age discord weibo douyin tiktok icq msn snapchat alipay paypal venmo website uid login account acct bank iban card passport visa licence license id employee student zip postcode postal order ticket invoice',
	),
);

/** Endings of domains: behind a stray blank or comma they are no name, but the rest of an address. */
export const DOMAIN_ENDINGS = new Set(
	list(
		'com cn net org edu gov hk tw io co me cc info biz top vip ac uk us de jp sg xyz ltd dev ai',
	),
);

/** The surnames of nearly all, but those that also begin everyday words (单 in 单位, 代 in 代收). */
export const SURNAMES = new Set([
	...'王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾鐘汪田任姜范範方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段漕钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶焦柳邢骆駱岳齐齊尚梅莫庄莊辛耿艾荀卜苗曲成游阳陽裴席卫衛查屈鲍鮑覃霍翁隋甘景薄柏宁寧柯阮桂闵闵欧歐解强柴华華车車冉房边邊辜吉饶饒刁瞿戚丘古米池滕晋晉苑邬鄔臧畅畅宫宮嵺苟褚廉简娄婁盖蓋符奚木穆党燕郎邸冀谈談姬屠郜晏栾欒郁蒙計喻揭窦竇迟遲宇敖糜鄢冷卓花仇艳蓝藍巩鞏稽井练練仲乐樂虞卞封竺冼衣楚佟栗匡宗巫鞠僧桑荆诸葛谌银扬明沙薄伏岑习胥蔺付闫雷詹祝包舒纪紀童凌涂塗谷盛路靳管祁蒲牟缪繆项項连連麦麥费費甄丛佘邝厉阚关關左向',
	...list(
		'欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 夏侯 轩辕 端木 百里 南宫 东郭 独孤 宇文 申屠',
	),
]);

/** Everyday words that have the form of a name. */
export const NOT_NAMES = new Set(
	list(
		'高中 高级 高管 白天 方便 马上 安全 常用 常常 成员 全职 全部 应该 任何 任意 明天 明年 明细 和平 来电 来访 来源 连接 连线 计划 计算 简历 简介 简称 官方 官网 原来 原因 原籍 原手机 原号 原手 全天 文员 文职 文件 文秘 车主 车间 华为 金额 银行 石油 银联 原件 查询 查看 向上 商务 商家 保险 保存 保洁 都有 位置 应聘 应届 计时 花名 谈话 解释 强制 全国 常住 常驻 江湖 明确 成都 宁波 安徽 石家庄 江苏 江西 温州 万州 武汉 易信 米聊 安卓 金融 华东 华南 华北 宫外 连续 方式 方法 段位 练习 习惯 和谐 官员 车牌 车号 房号 房间 房产 位数 计数 台式 台账 台词 台北 台中 台南 夏天 夏季 秦皇岛 孙子 孙女 孙媳 曾孙 曾祖 曾经 房主 房客 房管 房贷 房卡 车险 车队 车友 车票 顾客 常客 常旅 游客 游戏 金主 金卡 庄主 庄家 段长 高层 高校 高考 白领 安保 安检 任何人 何人 申请 申报 许可 龙卡 花呗 花店 花园 余额 钱包 党员 党委 党支 党办 施工 文书 方案 武警 卫生 毕业 连长 连队 米店 乐队 和尚 宫女 符号 万能 尚未 严禁 莫打 莫联 莫拨 解放 高利 谢绝 钟点 贺卡 郎君 查无 池主 付款 付费 付钱 费用 包含 包括 包装 包工 包车 包租 包间 包月 纪委 纪检 童装 谷歌 路由 路人 路边 路线 路口 管家 管道 管委 管事 管账 项目 关系 关于 关联 关注 关键 关机 关闭 左边 左侧 向导 向下 向右 连锁 连襟 连带 连我 祝好 祝您 麦克 管理',
	),
);
/** What may end a longer word that begins with one of those: 银行卡, 管理员. Few given names do: 夏天宇 is a name. */
export const NOUN_ENDINGS_HAN = new Set(
	list(
		'号 卡 人 员 处 组 部 店 方 证 费 机 网 站 厅 室 科 局 所 会 用 者 群 码 点 户 主 的 单 表 箱 后 前 时',
	),
);
