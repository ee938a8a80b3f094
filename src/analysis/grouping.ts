/** Returns the distinct non-null values in ascending order. */
export const sortedUnique = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort();

/** Groups items by key. Keys and items keep their first-seen order. */
export const groupBy = <Item, Key>(items: Iterable<Item>, toKey: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = toKey(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};
