import { setImmediate } from 'node:timers/promises';
import { and, count, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { canHold } from '../database/expressions.ts';
import type { Position } from '../http/cursor.ts';
import { boundsOf, partedBy, setsOf, shapeOf, valuesOf } from './bound-filters.ts';
import { asItIs, isFoundIn, isIn, unsought } from './conditions.ts';
import type { Given, ListDefinition, Sort, Walk } from './definition.ts';
import { isAfter, isOfPhase, isUntil, orderOf, type Phase, phasesOf, rangeOf, sortColumnOf } from './order.ts';
import { type PageRequest, type PageRow, rowColumns, tableNameOf, withBodies } from './page-rows.ts';
import { findRare, findTogether, type GatheringBounds, selectGathered } from './rare.ts';

export interface Page {
  rows: PageRow[];
  /** Where reading stopped before the page was full, since so many rows did not pass the filters; null otherwise. */
  stoppedAt: Position | null;
}

/** How much is read for one page of a list that can be long. */
export interface ReadBounds extends GatheringBounds {
  /** Rows that are read in the order of the list before rare filters are looked for. */
  firstStride: number;
  /**
   * Rows that are read at most in the order of the list, with a sorting value, and as many without one. Where other tables
   * are asked for each of them, what is read there is of that number too.
   */
  walked: number;
  /** Rows that are counted before others have their turn. */
  counted: number;
}

export const readBounds: ReadBounds = { firstStride: 1_000, walked: 10_000, gathered: 2_000, together: 20_000, counted: 5_000 };

interface Stretch {
  /** It begins behind this row. */
  after: Position | null;
  /** It ends with this row. */
  until: Position | null;
}

const positionValues = ({ after, until }: Stretch) => ({
  afterValue: after?.value ?? null,
  afterId: after?.id ?? null,
  untilValue: until?.value ?? null,
  untilId: until?.id ?? null,
});

/** The filters that are given, parted by whether the index that a phase is read from takes them in. */
const partedIn = ({ indexed, leading }: Walk, phase: Phase, given: Given) => {
  // What is ahead of a day stands in an index of its own.
  const leaders = phase === 'ahead' ? undefined : leading?.[phase === 'null' ? 'null' : 'valued'];
  return partedBy([...indexed, ...(leaders ?? [])], given);
};

/** The conditions of the filters that are given, as they are put to rows that come in the order of an index. */
const walkedConditions = (session: Session, walk: Walk, { given, moment }: PageRequest, phase: Phase): SQL[] => {
  const { definition } = walk;
  const { taken, others } = partedIn(walk, phase, given);
  return [
    ...definition.conditions(session.tables, boundsOf(taken), moment, asItIs),
    ...definition.conditions(session.tables, boundsOf(others), moment, unsought),
    ...setsOf(session, definition, given, moment).map(definition.walk === undefined ? isIn : isFoundIn),
  ];
};

/** The rows of a phase. */
const phaseRange = ({ tables }: Session, { definition, leading }: Walk, phase: Phase, column: PgColumn, isBoundedAbove: boolean) =>
  phase === 'null' && leading?.isNullById === true
    ? isNull(unsought(column))
    : rangeOf(phase, column, definition.stateFrom?.(tables), isBoundedAbove);

/** The conditions of the rows of a stretch of a phase that pass the filters. */
const stretchConditions = (
  session: Session,
  walk: Walk,
  request: PageRequest,
  phase: Phase,
  { after, until }: Stretch,
): SQL | undefined => {
  const { definition } = walk;
  const { moment, sort } = request;
  const id = definition.id(session.tables);
  const column = sortColumnOf(session, definition, sort);
  const [begins, ends] = [isOfPhase(phase, after, moment), isOfPhase(phase, until, moment)];
  return and(
    definition.visible(session.tables, moment),
    ...walkedConditions(session, walk, request, phase),
    phaseRange(session, walk, phase, column, sort.direction === 'asc' ? ends : begins),
    begins ? isAfter(phase, column, id, sort) : undefined,
    ends ? isUntil(phase, column, id, sort) : undefined,
  );
};

/** Tells statements on stretches apart. */
const stretchName = (
  session: Session,
  { definition }: Walk,
  { given, moment, sort }: PageRequest,
  phase: Phase,
  { after, until }: Stretch,
) =>
  [
    tableNameOf(session, definition),
    phase,
    sort.key,
    sort.direction,
    isOfPhase(phase, after, moment),
    isOfPhase(phase, until, moment),
    moment.isCurrent,
    shapeOf(given),
  ].join('|');

const selectPhase = (session: Session, walk: Walk, request: PageRequest, phase: Phase, stretch: Stretch): PromiseLike<PageRow[]> => {
  const { definition } = walk;
  const { given, moment, sort, full, limit } = request;
  const name = `page|${full}|${stretchName(session, walk, request, phase, stretch)}`;
  const statement = session.prepared<PageRow[]>(name, () => {
    const { tables, orm } = session;
    const column = sortColumnOf(session, definition, sort);
    // The page is cut before the bodies are joined, so that the order of the index decides and nothing else is read.
    const page = orm
      .select(rowColumns(session, definition, column))
      .from(definition.table(tables))
      .where(stretchConditions(session, walk, request, phase, stretch))
      .orderBy(...orderOf(phase, sort, column, definition.id(tables)))
      .limit(sql.placeholder('limit'))
      .as('page');
    return withBodies(session, definition, { moment, full }, page, orderOf(phase, sort, page.value, page.id));
  });
  return statement.execute({ ...valuesOf(given), day: moment.day, limit, ...positionValues(stretch) });
};

/** The last of the next so many rows in the order of a list, whether they pass the filters or not; null where there are fewer. */
const selectBoundary = async (
  session: Session,
  walk: Walk,
  { given, moment, sort, after }: PageRequest,
  phase: Phase,
  rowCount: number,
): Promise<Position | null> => {
  const { definition } = walk;
  const begins = isOfPhase(phase, after, moment);
  const { taken } = partedIn(walk, phase, given);
  const name = ['boundary', tableNameOf(session, definition), phase, sort.key, sort.direction, begins, moment.isCurrent, shapeOf(taken)];
  const statement = session.prepared<Position[]>(name.join('|'), () => {
    const { tables, orm } = session;
    const id = definition.id(tables);
    const column = sortColumnOf(session, definition, sort);
    return orm
      .select({ value: sql<string | number | null>`${column}`, id: sql<string>`${id}` })
      .from(definition.table(tables))
      .where(
        and(
          // Some indexes hold nothing but what is known now; of the others every row is read, also those of other days.
          moment.isCurrent ? definition.visible(tables, moment) : undefined,
          ...definition.conditions(tables, boundsOf(taken), moment, asItIs),
          phaseRange(session, walk, phase, column, begins && sort.direction === 'desc'),
          begins ? isAfter(phase, column, id, sort) : undefined,
        ),
      )
      .orderBy(...orderOf(phase, sort, column, id))
      .limit(1)
      .offset(sql.placeholder('offset'));
  });
  const values = { ...valuesOf(taken), day: moment.day, offset: rowCount - 1, ...positionValues({ after, until: null }) };
  const [last] = await statement.execute(values);
  return last ?? null;
};

/** Reads on in the order of a list until the page is full, or so many rows of a phase are read. */
const walkOn = async (session: Session, walk: Walk, request: PageRequest, rowCount: number): Promise<Page> => {
  const { definition } = walk;
  const { sort, moment, after } = request;
  const rows: PageRow[] = [];
  for (const phase of phasesOf(definition, sort, moment, after)) {
    if (phase === 'null' && (walk.isValued === true || sortColumnOf(session, definition, sort).notNull)) continue;
    const until = Number.isFinite(rowCount) ? await selectBoundary(session, walk, request, phase, rowCount) : null;
    const limit = request.limit - rows.length;
    rows.push(...(await selectPhase(session, walk, { ...request, limit }, phase, { after, until })));
    if (rows.length === request.limit) break;
    if (until !== null) return { rows, stoppedAt: until };
  }
  return { rows, stoppedAt: null };
};

/**
 * One page of a list by keyset: at most `limit` rows after the position, at the same cost at any depth. Where a list can be long
 * and no index leaves out by itself what does not pass, reading stops at the bounds, with fewer rows and the place to go on from.
 */
export const selectPage = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  bounds: ReadBounds = readBounds,
): Promise<Page> => {
  const { given, moment, sort, limit } = request;
  const walk = definition.walk?.(given, sort, moment) ?? { definition, indexed: Object.keys(given) };
  const { valued = [], null: unvalued = [] } = walk.leading ?? {};
  const isIndexed = Object.keys(given).every((name) => walk.indexed.includes(name) || (valued.includes(name) && unvalued.includes(name)));
  if (isIndexed && (moment.isCurrent || definition.walk === undefined)) return walkOn(session, walk, request, Number.POSITIVE_INFINITY);
  // What stands together is read at once, unless a walk of its order takes it in.
  const isNarrow = walk.isNarrow === true;
  const together = isNarrow ? undefined : await findTogether(session, definition, request, bounds);
  if (together !== undefined) return { rows: await selectGathered(session, together, request), stoppedAt: null };
  const first = await walkOn(session, walk, request, bounds.firstStride);
  if (first.stoppedAt === null) return first;
  const remaining = { ...request, after: first.stoppedAt, limit: limit - first.rows.length };
  // What is left of a narrow walk is soon read, unless it is asked of other tables.
  const sets = setsOf(session, walk.definition, given, moment);
  if (!isNarrow || sets.length > 0) {
    const few =
      (isNarrow ? await findTogether(session, definition, remaining, bounds) : undefined) ??
      (await findRare(session, definition, remaining, bounds));
    if (few !== undefined) return { rows: [...first.rows, ...(await selectGathered(session, few, remaining))], stoppedAt: null };
  }
  const rowCount = Math.max(bounds.firstStride, Math.floor(bounds.walked / (1 + sets.length)) - bounds.firstStride);
  const { rows, stoppedAt } = await walkOn(session, walk, remaining, rowCount);
  return { rows: [...first.rows, ...rows], stoppedAt };
};

/** Counts the rows of a long list that pass, in the order of a sort in which each has a value. */
export const countWalked = async (session: Session, walk: Walk, request: PageRequest, bounds: ReadBounds): Promise<number> => {
  const { given, moment } = request;
  let total = 0;
  for (let after: Position | null = null; ; ) {
    const until: Position | null = await selectBoundary(session, walk, { ...request, after }, 'valued', bounds.counted);
    const stretch = { after, until };
    const statement = session.prepared<{ rows: number }[]>(`count|${stretchName(session, walk, request, 'valued', stretch)}`, () =>
      session.orm
        .select({ rows: count() })
        .from(walk.definition.table(session.tables))
        .where(stretchConditions(session, walk, request, 'valued', stretch)),
    );
    const [row] = await statement.execute({ ...valuesOf(given), day: moment.day, ...positionValues(stretch) });
    total += row?.rows ?? 0;
    if (until === null) return total;
    after = until;
    await setImmediate();
  }
};

/** Whether a list can have ended at a position: cursors are not signed, and a value that no row can hold comes from elsewhere. */
export const isPositionOf = (session: Session, definition: ListDefinition, sort: Sort, { value }: Position): boolean =>
  value === null
    ? sort.key !== 'id'
    : sort.key in { id: true, ...definition.sorts } && canHold(sortColumnOf(session, definition, sort), value);
