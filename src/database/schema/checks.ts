/** CHECK conditions by column builder. */
const conditions = new WeakMap<object, { column: string; condition: string }>();

/** Records a condition on a column. The `table` function of the kit turns it into a CHECK constraint. */
const constrain = <Builder extends object>(builder: Builder, column: string, condition: string): Builder => {
  conditions.set(builder, { column, condition });
  return builder;
};

/** Limits a column to a list of values. */
export const constrainToWords = <Builder extends object>(builder: Builder, column: string, words: readonly string[]): Builder =>
  constrain(builder, column, `"${column}" in (${words.map((word) => `'${word}'`).join(', ')})`);

/** Limits a column to texts of the given lengths. */
export const constrainToLengths = <Builder extends object>(builder: Builder, column: string, lengths: readonly number[]): Builder =>
  constrain(builder, column, `length("${column}") in (${lengths.join(', ')})`);

interface Check {
  name: string;
  condition: string;
}

/**
 * Returns the CHECK constraints of a table. Both engines use the same SQL. The constraints allow null explicitly, because SQLite rejects
 * adding a constraint that evaluates to null for an existing row.
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
