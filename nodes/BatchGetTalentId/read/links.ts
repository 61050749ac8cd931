/** Takes values out of links of every notation, tags, URI schemes and spreadsheet formulas. */

const MAX_UNWRAPPED_CHARS = 1_000;

/** Worth a closer look: a tag, a link, a scheme, an entity, an escape, a formula or a mark of a list. */
const MAY_BE_WRAPPED = /[<&=\]%\\*•●▪]|:|_x/;

const ANCHOR = /<a\s[^<>]*?href\s*=\s*["']?([^"'<>\s]*)[^<>]*>([^<>]*)<\/a\s*>/gi;
const SLACK = /<((?:tel|mailto|https?|sms|whatsapp|callto):[^<>|]*)\|([^<>|]*)>/gi;
const MARKDOWN = /\[([^[\]]*)\]\(\s*((?:tel|mailto|https?|sms|whatsapp|callto):[^()\s]*)\s*\)/gi;
const HYPERLINK = /^=\s*HYPERLINK\s*\(\s*["']([^"']*)["']\s*[,;]\s*["']([^"']*)["']\s*\)$/i;

const LINE_TAG = /<\/?(?:br|p|div|li|tr|td)\b[^<>@]*>/gi;
const TEXT_TAG = /<\/?(?:b|i|u|em|strong|span|font|small|code|pre|body|html)(?:\s[^<>@]*)?>/gi;
const OTHER_ANCHOR = /<\/?a(?:\s[^<>@]*)?>/gi;
const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};
const ENTITY = /&(?:#(\d{1,6})|#x([\da-f]{1,5})|(amp|lt|gt|quot|apos|nbsp));/gi;

const WHATSAPP_LINK =
	/https?:\/\/(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=)(?:\+|%2B)?(\d{5,15})(?!\d)[^\s<>"']*/gi;
const QUERY = /((?:mailto|smsto|sms):[^\s<>"'?]*)\?[^\s<>"']*/gi;
/** `tel:` behind a word is the end of a label: `WeChat/Tel:`. */
const SCHEME =
	/(?<![a-z\d])(?:whatsapp:\/\/send\/?\?phone=|(?:(?<!\p{L}\s?[/&]\s?)tel|mailto|whatsapp|sms|smsto|smtp|callto):(?:\/\/)?)/giu;
const FORMULA = /^=\s*(?=["'+\d])|(?<=^=\s*["'][^"']*["'])&["']{2}$/g;

/** What Excel and programs that know no line breaks write for them. */
const EXCEL_ESCAPE = /_x([\dA-F]{4})_/gi;
const BACKSLASH_ESCAPE = /\\[rnt](?![a-z])/g;
const URL_ESCAPE = /%(?:20|2B|40)/gi;
const LIST_MARK = /^[*•●▪]\s+(?=[^*•●▪]*$)/;
const BOLD = /^\*\*([^*]+)\*\*$/;

const decodeEscapes = (text: string) =>
	text
		.replace(EXCEL_ESCAPE, (_, hex: string) => {
			const char = String.fromCharCode(parseInt(hex, 16));
			return /\p{Cc}/u.test(char) ? '\n' : char;
		})
		.replace(BACKSLASH_ESCAPE, '\n')
		.replace(URL_ESCAPE, (escape) => decodeURIComponent(escape));

const decodeEntities = (text: string) =>
	text.replace(ENTITY, (_, decimal?: string, hex?: string, name = '') => {
		const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : undefined;
		return code === undefined
			? (ENTITIES[String(name).toLowerCase()] ?? '')
			: String.fromCodePoint(code);
	});

const unwrapTarget = (target: string) =>
	target.replace(WHATSAPP_LINK, '+$1').replace(QUERY, '$1').replace(SCHEME, '');

const digitsOf = (text: string) => text.replace(/\D/g, '');
const holdsValue = (text: string) => text.includes('@') || /\d{3}/.test(text);
const isNumber = (text: string) => /^[\d\s+().-]+$/.test(text);

/**
 * The value of a link: what it shows, for its target can be that of another cell. Where it shows no value
 * its target's, and of two forms of one number the longer.
 */
function readLink(target: string, text: string): string {
	const shown = text.trim();
	const led = unwrapTarget(target.trim());
	if (/^https?:/i.test(led)) return shown;
	if (!holdsValue(shown)) return `${shown} ${led}`;
	const digits = digitsOf(shown).replace(/^0+/, '');
	return isNumber(shown) && isNumber(led) && digitsOf(led).endsWith(digits) ? led : shown;
}

const readLinkOf = (_: string, target: string, text: string) => readLink(target, text);

/** A cell's text out of its links and tags; text without any comes back as it is. */
export function unwrapLinks(text: string): string {
	if (!MAY_BE_WRAPPED.test(text) || text.length > MAX_UNWRAPPED_CHARS) return text;
	const decoded = decodeEscapes(decodeEntities(text.replace(LIST_MARK, '').replace(BOLD, '$1')));
	const hyperlink = HYPERLINK.exec(decoded);
	if (hyperlink) return readLink(hyperlink[1] ?? '', hyperlink[2] ?? '');
	return unwrapTarget(
		decoded
			.replace(TEXT_TAG, ' ')
			.replace(ANCHOR, readLinkOf)
			.replace(SLACK, readLinkOf)
			.replace(MARKDOWN, (_, shown: string, target: string) => readLink(target, shown))
			.replace(LINE_TAG, '\n')
			.replace(OTHER_ANCHOR, ' '),
	).replace(FORMULA, '');
}

/** The value of a link given as two fields: that of an object of Feishu Base or of Excel. */
export const readLinkFields = (text: string, target: string | undefined): string =>
	target === undefined || holdsValue(text) ? text : readLink(target, text);
