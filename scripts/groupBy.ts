/** The entries of a list by their keys, both in the order in which they come. */
export function groupBy<T, Key>(list: Iterable<T>, keyOf: (entry: T) => Key) {
	const groups = new Map<Key, [T, ...T[]]>();
	for (const entry of list) {
		const key = keyOf(entry);
		const group = groups.get(key);
		if (group) group.push(entry);
		else groups.set(key, [entry]);
	}
	return groups;
}
