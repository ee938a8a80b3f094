import { gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { askedDay, ordered } from '../database/expressions.ts';
import type { Position } from '../http/cursor.ts';
import type { ListDefinition, Sort } from './definition.ts';
import type { Moment } from './moment.ts';

/**
 * Rows with a sorting value come first, in its order; those without one follow, by id. What was known on a past day and is
 * sorted by a date falls apart once more: dates up to the day, at which the scan of an index can begin or end, and the few
 * `ahead` of it, such as the last day of a month that was not over. Those have an index of their own.
 */
export type Phase = 'valued' | 'dated' | 'ahead' | 'null';

/** Whether a position is that of a row of the phase. */
export const isOfPhase = (phase: Phase, position: Position | null, { day }: Moment): boolean => {
  if (position === null || (phase === 'null') !== (position.value === null)) return false;
  if (phase === 'dated') return String(position.value) <= day;
  return phase !== 'ahead' || String(position.value) > day;
};

/** The phases of a list from a position on, in their order. */
export const phasesOf = (
  { datedSorts = [], pastSorts = [] }: ListDefinition,
  sort: Sort,
  moment: Moment,
  position: Position | null,
): Phase[] => {
  if (sort.key === 'id') return ['valued'];
  const dated: Phase[] = sort.direction === 'asc' ? ['dated', 'ahead', 'null'] : ['ahead', 'dated', 'null'];
  const past: Phase[] = ['dated', 'null'];
  const valued: Phase[] = ['valued', 'null'];
  const phases = moment.isCurrent ? valued : datedSorts.includes(sort.key) ? dated : pastSorts.includes(sort.key) ? past : valued;
  return position === null ? phases : phases.slice(phases.findIndex((phase) => isOfPhase(phase, position, moment)));
};

/** The column that a list is sorted by. */
export const sortColumnOf = ({ tables }: Session, definition: ListDefinition, { key }: Sort): PgColumn => {
  const column = key === 'id' ? definition.id(tables) : definition.sorts[key]?.(tables);
  if (column === undefined) throw new Error(`${definition.collection} cannot be sorted by ${key}.`);
  return column;
};

/** The condition that makes the rows of a phase. Where a position bounds them from above already, it is the one that an index is sought by. */
export const rangeOf = (phase: Phase, column: PgColumn, stateFrom: PgColumn | undefined, isBoundedAbove: boolean): SQL | undefined => {
  if (phase === 'null') return isNull(column);
  if (phase === 'dated') return isBoundedAbove ? undefined : sql`${column} <= ${askedDay()}`;
  // The first half is that of the index, in which the second is sought.
  if (phase === 'ahead') return sql`${column} > ${stateFrom} and ${column} > ${askedDay()}`;
  return isNotNull(column);
};

/** The order of the rows of a phase. The parts are columns, or what a subquery calls them. */
export const orderOf = (phase: Phase, sort: Sort, value: PgColumn | SQL.Aliased, id: PgColumn | SQL.Aliased): SQL[] => {
  if (sort.key === 'id') return [ordered(id, sort.direction)];
  return phase === 'null' ? [ordered(id, 'asc')] : [ordered(value, sort.direction), ordered(id, 'asc')];
};

/** The rows of a phase beyond the position that is bound as `afterValue` and `afterId`. */
export const isAfter = (phase: Phase, column: PgColumn, id: PgColumn, { direction }: Sort): SQL => {
  if (phase === 'null') return gt(id, sql.placeholder('afterId'));
  const value = sql.placeholder('afterValue');
  const beyond = direction === 'asc' ? sql`${column} > ${value}` : sql`${column} < ${value}`;
  const notBefore = direction === 'asc' ? sql`${column} >= ${value}` : sql`${column} <= ${value}`;
  // The first half is the range that an index can seek to; the second takes out the ties that were already shown.
  return sql`${notBefore} and (${beyond} or ${id} > ${sql.placeholder('afterId')})`;
};

/** The rows of a phase up to the position that is bound as `untilValue` and `untilId`, with that itself. */
export const isUntil = (phase: Phase, column: PgColumn, id: PgColumn, { direction }: Sort): SQL => {
  if (phase === 'null') return lte(id, sql.placeholder('untilId'));
  const value = sql.placeholder('untilValue');
  const before = direction === 'asc' ? sql`${column} < ${value}` : sql`${column} > ${value}`;
  const notBeyond = direction === 'asc' ? sql`${column} <= ${value}` : sql`${column} >= ${value}`;
  return sql`${notBeyond} and (${before} or ${id} <= ${sql.placeholder('untilId')})`;
};
