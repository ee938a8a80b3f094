import { and, count, type SQL, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { ordered } from '../database/expressions.ts';
import { boundsOf, partedBy, setsOf, shapeOf, valuesOf } from './bound-filters.ts';
import { asItIs, isFoundIn, isIn, unsought } from './conditions.ts';
import type { IdSet, ListDefinition, Sort } from './definition.ts';
import { sortColumnOf } from './order.ts';
import { type PageRequest, type PageRow, rowColumns, tableNameOf, withBodies } from './page-rows.ts';

/** How many rows there are at most, for them to be gathered and brought into order. */
export interface GatheringBounds {
  /** Records that pass a filter, each of which is looked up. */
  readonly gathered: number;
  /** Rows that stand together. Where other tables are asked for each of them, what is read there is of that number too. */
  readonly together: number;
}

/** A limit that no table reaches. */
const noLimit = 2_147_483_647;

/** Where the rows that pass are gathered from. */
interface Origin {
  definition: ListDefinition;
  /** Tells it apart in the names of statements. */
  name: string;
  /** Whether a record can stand there more than once. */
  isRepeated: boolean;
  /** The ids that are gathered; undefined where the rows stand together. */
  set?: IdSet;
  /** What is asked of each of the rows. */
  sets: readonly IdSet[];
}

/** Looks for a place that few rows are gathered from. */
type Find = (session: Session, definition: ListDefinition, request: PageRequest, bounds: GatheringBounds) => Promise<Origin | undefined>;

/** Whether there are no more than so many rows. */
const isAtMost = async (
  session: Session,
  name: string,
  { given, moment }: PageRequest,
  rowsMax: number,
  rowsOf: () => { from: SQL; where: SQL | undefined },
): Promise<boolean> => {
  const statement = session.prepared<{ rows: number }[]>(`rare|${name}|${moment.isCurrent}|${shapeOf(given)}`, () => {
    const { from, where } = rowsOf();
    const some = sql`(select 1 from ${from} where ${where} limit ${sql.placeholder('limit')}) as some_rows`;
    return session.orm.select({ rows: count() }).from(some);
  });
  const [row] = await statement.execute({ ...valuesOf(given), day: moment.day, limit: rowsMax + 1 });
  return row !== undefined && row.rows <= rowsMax;
};

/** The place where few rows stand together; undefined where there is none, or they are many. */
export const findTogether: Find = async (session, definition, request, bounds) => {
  const { given, moment } = request;
  const together = definition.together?.(given);
  if (together === undefined) return undefined;
  const { definition: ofTogether, indexed, isRepeated = false } = together;
  const sets = setsOf(session, ofTogether, given, moment);
  const origin = { definition: ofTogether, name: tableNameOf(session, ofTogether), isRepeated, sets };
  // Other tables are asked for each of the rows.
  const rowsMax = Math.floor(bounds.together / (1 + sets.length));
  const { taken } = partedBy(indexed, given);
  const isFew = await isAtMost(session, `${origin.name}|${shapeOf(taken)}`, request, rowsMax, () => ({
    from: sql`${ofTogether.table(session.tables)}`,
    where: and(...ofTogether.conditions(session.tables, boundsOf(taken), moment, asItIs)),
  }));
  return isFew ? origin : undefined;
};

/** The records of a filter that few pass; undefined where every filter is common. */
export const findRare: Find = async (session, definition, request, bounds) => {
  const { given, moment } = request;
  const sets = setsOf(session, definition, given, moment);
  const candidates = [...sets, ...(definition.rare?.(session.tables, boundsOf(given), moment) ?? [])];
  for (const [place, set] of candidates.entries()) {
    const name = `${tableNameOf(session, definition)}|${place}`;
    if (await isAtMost(session, name, request, bounds.gathered, () => set))
      return { definition, name, isRepeated: false, set, sets: sets.filter((other) => other !== set) };
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

/** The rows that pass, gathered from where they are few. */
const gather = (session: Session, { definition, isRepeated, set, sets }: Origin, { given, moment, sort }: PageRequest) => {
  const { tables, orm } = session;
  const columns = rowColumns(session, definition, sortColumnOf(session, definition, sort));
  // The limit is a fence: without one the planner may see through the subquery, and walk the order of the list after all.
  return (isRepeated ? orm.selectDistinct(columns) : orm.select(columns))
    .from(definition.table(tables))
    .where(
      and(
        set && isIn(set),
        definition.visible(tables, moment),
        ...definition.conditions(tables, boundsOf(given), moment, unsought),
        ...sets.map(isFoundIn),
      ),
    )
    .limit(noLimit)
    .as('gathered');
};

/** How many records pass, where no more than so many pass one of the filters; undefined where every filter is common. */
export const countRare = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  bounds: GatheringBounds,
): Promise<number | undefined> => {
  const { given, moment } = request;
  const origin = (await findTogether(session, definition, request, bounds)) ?? (await findRare(session, definition, request, bounds));
  if (origin === undefined) return undefined;
  const name = ['count gathered', origin.name, moment.isCurrent, shapeOf(given)].join('|');
  const statement = session.prepared<{ rows: number }[]>(name, () =>
    session.orm.select({ rows: count() }).from(gather(session, origin, request)),
  );
  const [row] = await statement.execute({ ...valuesOf(given), day: moment.day });
  return row?.rows ?? 0;
};

/** The rest of a page from rows that are gathered and brought into order. */
export const selectGathered = (session: Session, origin: Origin, request: PageRequest): PromiseLike<PageRow[]> => {
  const { definition } = origin;
  const { given, moment, sort, after, limit, full } = request;
  const afterKind = after === null ? 'start' : typeof after.value;
  const name = ['gathered', origin.name, full, sort.key, sort.direction, afterKind, moment.isCurrent, shapeOf(given)];
  const statement = session.prepared<PageRow[]>(name.join('|'), () => {
    const gathered = gather(session, origin, request);
    const { id, value, answerId, body } = gathered;
    const page = session.orm
      .select({
        id: sql<string>`${id}`.as('row_id'),
        value: sql<string | number | null>`${value}`.as('row_value'),
        answerId: sql<number | null>`${answerId}`.as('row_answer_id'),
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
