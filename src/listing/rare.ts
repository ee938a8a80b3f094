import { and, count, type SQL, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { ordered } from '../database/expressions.ts';
import { boundsOf, setsOf, shapeOf, valuesOf } from './bound-filters.ts';
import { isFoundIn, isIn, unsought } from './conditions.ts';
import type { Given, IdSet, ListDefinition, Sort } from './definition.ts';
import type { Moment } from './moment.ts';
import { sortColumnOf } from './order.ts';
import { type PageRequest, type PageRow, rowColumns, tableNameOf, withBodies } from './page-rows.ts';

/** A limit that no table reaches. */
const noLimit = 2_147_483_647;

const candidatesFor = (session: Session, definition: ListDefinition, given: Given, moment: Moment): IdSet[] => [
  ...setsOf(session, definition, given, moment),
  ...(definition.rare?.(session.tables, boundsOf(given), moment) ?? []),
];

/** The place among the candidates of the first set with no more rows than that. */
const findRare = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  rowsMax: number,
): Promise<number | undefined> => {
  const { given, moment } = request;
  for (let index = 0; index < candidatesFor(session, definition, given, moment).length; index += 1) {
    const name = ['rare', tableNameOf(session, definition), index, moment.isCurrent, shapeOf(given)].join('|');
    const statement = session.prepared<{ rows: number }[]>(name, () => {
      const set = candidatesFor(session, definition, given, moment)[index];
      if (set === undefined) throw new Error('There is no such set.');
      const some = sql`(select 1 from ${set.from} where ${set.where} limit ${sql.placeholder('limit')}) as some_rows`;
      return session.orm.select({ rows: count() }).from(some);
    });
    const [row] = await statement.execute({ ...valuesOf(given), day: moment.day, limit: rowsMax + 1 });
    if (row !== undefined && row.rows <= rowsMax) return index;
  }
  return undefined;
};

/** The order of a list as a whole: rows without a sorting value come last. */
const inWhole = (value: SQL.Aliased, id: SQL.Aliased, { key, direction }: Sort): SQL[] =>
  key === 'id' ? [ordered(id, direction)] : [sql`${value} is null`, ordered(value, direction), ordered(id, 'asc')];

/** The rows behind the position, be it among those with a sorting value or those without one, which come last. */
const isBehind = (value: SQL.Aliased, id: SQL.Aliased, { direction }: Sort, afterValue: string | number | null): SQL => {
  const isBehindId = sql`${id} > ${sql.placeholder('afterId')}`;
  if (afterValue === null) return sql`${value} is null and ${isBehindId}`;
  const bound = sql.placeholder('afterValue');
  const isBeyond = direction === 'asc' ? sql`${value} > ${bound}` : sql`${value} < ${bound}`;
  return sql`(${isBeyond} or (${value} = ${bound} and ${isBehindId}) or ${value} is null)`;
};

/** The rows that pass, gathered from the set by an index. */
const gather = (session: Session, definition: ListDefinition, { given, moment, sort }: PageRequest, place: number) => {
  const { tables, orm } = session;
  const { conditions } = definition;
  const [set, sets] = [candidatesFor(session, definition, given, moment)[place], setsOf(session, definition, given, moment)];
  // The limit is a fence: without one the planner may see through the subquery, and walk the order of the list after all.
  return orm
    .select(rowColumns(session, definition, sortColumnOf(session, definition, sort)))
    .from(definition.table(tables))
    .where(
      and(
        set && isIn(set),
        definition.visible(tables, moment),
        ...conditions(tables, boundsOf(given), moment, unsought),
        ...sets.filter((_, index) => index !== place).map(isFoundIn),
      ),
    )
    .limit(noLimit)
    .as('gathered');
};

/** How many records pass, where no more than that pass one of the filters; undefined where every filter is common. */
export const countRare = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  rowsMax: number,
): Promise<number | undefined> => {
  const { given, moment } = request;
  const rarest = await findRare(session, definition, request, rowsMax);
  if (rarest === undefined) return undefined;
  const name = ['count gathered', tableNameOf(session, definition), rarest, moment.isCurrent, shapeOf(given)].join('|');
  const statement = session.prepared<{ rows: number }[]>(name, () =>
    session.orm.select({ rows: count() }).from(gather(session, definition, request, rarest)),
  );
  const [row] = await statement.execute({ ...valuesOf(given), day: moment.day });
  return row?.rows ?? 0;
};

/**
 * The rest of a page from its rarest filter: where no more records than that pass one of the filters, they are gathered by its
 * index and brought into order. Undefined where every filter is common.
 */
export const selectRare = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  rowsMax: number,
): Promise<PageRow[] | undefined> => {
  const rarest = await findRare(session, definition, request, rowsMax);
  if (rarest === undefined) return undefined;
  const { given, moment, sort, after, limit, full } = request;
  const afterKind = after === null ? 'start' : typeof after.value;
  const name = [
    'gathered',
    tableNameOf(session, definition),
    rarest,
    full,
    sort.key,
    sort.direction,
    afterKind,
    moment.isCurrent,
    shapeOf(given),
  ];
  const statement = session.prepared<PageRow[]>(name.join('|'), () => {
    const gathered = gather(session, definition, request, rarest);
    const { id, value, stateFrom, body } = gathered;
    const page = session.orm
      .select({
        id: sql<string>`${id}`.as('row_id'),
        value: sql<string | number | null>`${value}`.as('row_value'),
        stateFrom: sql<string | null>`${stateFrom}`.as('row_state_from'),
        body: sql<string | null>`${body}`.as('row_body'),
      })
      .from(gathered)
      .where(after === null ? undefined : isBehind(value, id, sort, after.value))
      .orderBy(...inWhole(value, id, sort))
      .limit(sql.placeholder('limit'))
      .as('page');
    return withBodies(session, definition, { moment, full }, page, inWhole(page.value, page.id, sort));
  });
  return statement.execute({
    ...valuesOf(given),
    day: moment.day,
    limit,
    afterValue: after?.value ?? null,
    afterId: after?.id ?? null,
  });
};
