/** One row of a grouping: its key values and its items. */
export interface RowGroup<Item> {
  key: Record<string, string>;
  items: Item[];
}

/**
 * Groups items by one or more keys. An item can have several sets of keys: a deal has a company and a role for each participant. It
 * counts once under each distinct set.
 *
 * @returns Rows sorted by key; none if `names` is empty. A missing key value is `unknown`.
 */
export const groupRows = <Item>(
  items: readonly Item[],
  names: readonly string[],
  toKeys: (item: Item) => Readonly<Record<string, string>>[],
): RowGroup<Item>[] => {
  if (names.length === 0) return [];
  const rows = new Map<string, RowGroup<Item>>();
  for (const item of items) {
    const keys = new Map(toKeys(item).map((key) => [JSON.stringify(names.map((name) => key[name])), key]));
    for (const [text, key] of keys) {
      const row = rows.get(text);
      if (row !== undefined) row.items.push(item);
      else rows.set(text, { key: Object.fromEntries(names.map((name) => [name, key[name] ?? 'unknown'])), items: [item] });
    }
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};

/** Returns the year of a date as `YYYY`, or `unknown` if there is no date. */
export const toYear = (date: string | null): string => date?.slice(0, 4) ?? 'unknown';

/** Returns the quarter of a date as `YYYY-QN`, or `unknown` if there is no date or it has only a year. */
export const toQuarter = (date: string | null): string =>
  date === null || date.length < 7 ? 'unknown' : `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
