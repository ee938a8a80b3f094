/** One row of a grouping: the values of its keys, and what falls under them. */
export interface Grouped<Item> {
  key: Record<string, string>;
  items: Item[];
}

/**
 * Groups items by keys. An item can have several sets of keys, as a deal has a company and a role for each participant; it
 * stands once under each distinct one. Without names there are no rows.
 */
export const groupRows = <Item>(
  items: readonly Item[],
  names: readonly string[],
  keysOf: (item: Item) => Readonly<Record<string, string>>[],
): Grouped<Item>[] => {
  if (names.length === 0) return [];
  const rows = new Map<string, Grouped<Item>>();
  for (const item of items) {
    const keys = new Map(keysOf(item).map((key) => [JSON.stringify(names.map((name) => key[name])), key]));
    for (const [text, key] of keys) {
      const row = rows.get(text);
      if (row !== undefined) row.items.push(item);
      else rows.set(text, { key: Object.fromEntries(names.map((name) => [name, key[name] ?? 'unknown'])), items: [item] });
    }
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};

/** The year of a date, as a key. */
export const yearOf = (date: string | null): string => date?.slice(0, 4) ?? 'unknown';

/** The quarter of a date, as a key; a date that is only a year has none. */
export const quarterOf = (date: string | null): string =>
  date === null || date.length < 7 ? 'unknown' : `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
