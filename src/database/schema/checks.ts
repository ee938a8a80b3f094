/** The conditions that kinds of columns set on their values, by the builder of the column. */
const conditions = new WeakMap<object, { column: string; condition: string }>();

/** Sets a condition on the values of a column. The `table` function of the kit makes a CHECK constraint of it. */
const constrain = <Builder extends object>(builder: Builder, column: string, condition: string): Builder => {
  conditions.set(builder, { column, condition });
  return builder;
};

/** Only these words. */
export const constrainToWords = <Builder extends object>(builder: Builder, column: string, words: readonly string[]): Builder =>
  constrain(builder, column, `"${column}" in (${words.map((word) => `'${word}'`).join(', ')})`);

/** Only texts of these lengths. */
export const constrainToLengths = <Builder extends object>(builder: Builder, column: string, lengths: readonly number[]): Builder =>
  constrain(builder, column, `length("${column}") in (${lengths.join(', ')})`);

interface Check {
  name: string;
  condition: string;
}

/**
 * The CHECK constraints of a table, one for each column whose kind sets a condition. Both engines read the same SQL. Null is
 * allowed explicitly: SQLite rejects an added constraint that is null for an existing row.
 */
export const listChecks = (
  table: string,
  builders: Readonly<Record<string, object>>,
  columns: Readonly<Record<string, { notNull: boolean }>>,
): Check[] =>
  Object.entries(builders).flatMap(([property, builder]): Check[] => {
    const found = conditions.get(builder);
    if (found === undefined) return [];
    const { column, condition } = found;
    return [
      {
        name: `${table}_${column}_check`,
        condition: columns[property]?.notNull === true ? condition : `"${column}" is null or ${condition}`,
      },
    ];
  });
