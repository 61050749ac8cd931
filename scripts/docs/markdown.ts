/** Pieces of Markdown tables. */

/** A text as it is shown, whatever marks of Markdown are in it. */
export const escape = (text: string): string =>
	text.replace(/[\\`*_{}[\]<>|]/g, '\\$&').replace(/\s+/g, ' ');

/** A text as code; a bar would end the cell of a table. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

export const sentence = (text: string): string =>
	text === '' || /[.!?]$/.test(text) ? text : `${text}.`;

/** Without prettier-ignore, Prettier would pad every row to the longest one. */
export function table(head: string[], rows: string[][]): string {
	const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	return ['<!-- prettier-ignore -->', ...lines].join('\n');
}

/** A page with its tables as they are now: between `<!-- KIND:NAME -->` and `<!-- /KIND:NAME -->`. */
export const fillPage = (page: string, kind: string, tableOf: (name: string) => string): string =>
	page.replace(
		new RegExp(`(<!-- ${kind}:(\\w+) -->\n)[^]*?(<!-- /${kind}:\\2 -->)`, 'g'),
		(_, open: string, name: string, close: string) => `${open}${tableOf(name)}\n\n${close}`,
	);

/** The cells of each table of a page, without heads. */
export function tablesOf(page: string): string[][][] {
	const cells = (row: string) =>
		row
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim());
	const tables = [...`${page}\n`.matchAll(/(?:^\|.*\n)+/gm)];
	return tables.map(([text]) => text.trim().split('\n').slice(2).map(cells));
}
