/**
 * A value that must be there, without the `!` that only hopes so.
 * @param what names it in the error, without an article
 * @throws when it is missing
 */
export function defined<T>(value: T | null | undefined, what: string): T {
	if (value === null || value === undefined) throw new Error(`Missing: ${what}.`);
	return value;
}
