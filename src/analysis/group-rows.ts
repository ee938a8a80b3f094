/** The rows of a grouping by one or more keys. */
export interface RowGroups<Value> {
  /** Replaces the value of the row of each distinct key. A key has a value for each name. `keys` can repeat a key. */
  update(keys: readonly (readonly string[])[], replace: (value: Value | undefined) => Value): void;
  /** Returns the rows sorted by key. */
  toRows(): { key: Record<string, string>; value: Value }[];
}

/** Creates a grouping without rows. */
export const createRowGroups = <Value>(names: readonly string[]): RowGroups<Value> => {
  const rows = new Map<string, { value: Value }>();
  return {
    update: (keys, replace) => {
      for (const text of new Set(keys.map((key) => JSON.stringify(key)))) {
        const row = rows.get(text);
        if (row === undefined) rows.set(text, { value: replace(undefined) });
        else row.value = replace(row.value);
      }
    },
    toRows: () =>
      [...rows]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([text, { value }]) => {
          const key = JSON.parse(text) as string[];
          return { key: Object.fromEntries(names.map((name, index) => [name, key[index] ?? 'unknown'])), value };
        }),
  };
};

/**
 * Groups items by one or more keys. An item can have several sets of keys: a chip commitment has one for each chip. It counts once under
 * each distinct set.
 *
 * @returns Rows sorted by key; none if `names` is empty. A missing key value is `unknown`.
 */
export const groupRows = <Item>(
  items: readonly Item[],
  names: readonly string[],
  toKeys: (item: Item) => Readonly<Record<string, string>>[],
): { key: Record<string, string>; items: Item[] }[] => {
  if (names.length === 0) return [];
  const groups = createRowGroups<Item[]>(names);
  for (const item of items) {
    const keys = toKeys(item).map((key) => names.map((name) => key[name] ?? 'unknown'));
    groups.update(keys, (group = []) => {
      group.push(item);
      return group;
    });
  }
  return groups.toRows().map(({ key, value }) => ({ key, items: value }));
};

/** Returns the year of a date as `YYYY`, or `unknown` if there is no date. */
export const toYear = (date: string | null): string => date?.slice(0, 4) ?? 'unknown';

/** Returns the quarter of a date as `YYYY-QN`, or `unknown` if there is no date or it has only a year. */
export const toQuarter = (date: string | null): string =>
  date === null || date.length < 7 ? 'unknown' : `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
