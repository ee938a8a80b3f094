import type { ComponentChildren } from 'preact';

/** A column of a table. The first column names the row. */
export interface Column<Row> {
  heading: ComponentChildren;
  /** What phones write before the value, where rows are cards without headings. */
  label?: string;
  /** Classes of its cells, such as `number`. */
  class?: string;
  sort?: 'ascending' | 'descending' | undefined;
  cell: (row: Row) => ComponentChildren;
}

/**
 * A table without empty columns, or nothing if it has no rows. On phones its rows are cards. A matrix scrolls instead, by keyboard too.
 *
 * @param props.more Rows that are shown on demand.
 */
export const Table = <Row,>({
  caption,
  columns,
  rows,
  more = [],
  isMatrix = false,
  class: classes = '',
}: {
  caption?: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  more?: readonly Row[];
  isMatrix?: boolean;
  class?: string;
}) => {
  if (rows.length === 0) return null;
  const filled = columns.filter(({ cell }, index) => index === 0 || [...rows, ...more].some((row) => cell(row) !== ''));
  const table = (shown: readonly Row[], title: string | undefined) => (
    <table class={isMatrix ? 'matrix' : `cards ${classes}`.trim()}>
      {title === undefined ? null : <caption>{title}</caption>}
      <thead>
        <tr>
          {filled.map(({ heading, class: own, sort }) => (
            <th scope="col" class={own} aria-sort={sort}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr>
            {filled.map(({ cell, label, class: own }, index) =>
              index === 0 ? (
                <th scope="row">{cell(row)}</th>
              ) : (
                <td class={own} data-label={label}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (isMatrix)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: A region that scrolls must be reachable by keyboard.
      <section class="scroll" aria-label={caption} tabIndex={0}>
        {table(rows, caption)}
      </section>
    );
  return (
    <>
      {table(rows, caption)}
      {more.length === 0 ? null : (
        <details>
          <summary>{more.length} more</summary>
          {table(more, undefined)}
        </details>
      )}
    </>
  );
};
