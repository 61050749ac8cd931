/** The entries of a list by their keys, both in the order in which they come. */
export function groupBy<T, Key>(list: Iterable<T>, keyOf: (entry: T) => Key): Map<Key, T[]> {
	const groups = new Map<Key, T[]>();
	for (const entry of list) {
		const key = keyOf(entry);
		const group = groups.get(key) ?? [];
		groups.set(key, group);
		group.push(entry);
	}
	return groups;
}
