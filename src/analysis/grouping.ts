/** Each value that there is, once and in order. */
export const distinctOf = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort();

/** The items of each key, in the order in which they stand. */
export const groupBy = <Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};
