import type { SQL } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { boundList, boundValues } from '../database/expressions.ts';
import { asItIs, isIn, sayingEveryWord } from './conditions.ts';
import type { Bounds, Given, IdSet, ListDefinition } from './definition.ts';
import type { Moment } from './moment.ts';

/** Tells which filters are given, and how many values of each: what the text of a statement depends on. */
export const shapeOf = (given: Given): string =>
  Object.entries(given)
    .map(([name, values]) => `${name}:${boundList(name, values.length).length}`)
    .sort()
    .join(' ');

/** The filters that an index takes in, and the others. */
export const partedBy = (indexed: readonly string[], given: Given): { taken: Given; others: Given } => {
  const [taken, others] = [true, false].map((isTaken) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => indexed.includes(name) === isTaken)),
  );
  return { taken: taken ?? {}, others: others ?? {} };
};

/** The placeholders of the filters that are given, by name. */
export const boundsOf = (given: Given): Bounds =>
  Object.fromEntries(Object.entries(given).map(([name, values]) => [name, boundList(name, values.length)]));

/** The values of the filters, by their placeholders. */
export const valuesOf = (given: Given): Record<string, string | number> =>
  Object.assign({}, ...Object.entries(given).map(([name, values]) => boundValues(name, values)));

/** The sets that the filters which are given ask of other tables. */
export const setsOf = ({ tables }: Session, definition: ListDefinition, given: Given, moment: Moment): IdSet[] => {
  const bounds = boundsOf(given);
  return [
    ...(definition.sets?.(tables, bounds, moment) ?? []),
    ...sayingEveryWord(tables, definition.collection, definition.id(tables), bounds, moment),
  ];
};

/** The conditions of the filters that are given. */
export const conditionsOf = (session: Session, definition: ListDefinition, given: Given, moment: Moment): SQL[] => [
  ...definition.conditions(session.tables, boundsOf(given), moment, asItIs),
  ...setsOf(session, definition, given, moment).map(isIn),
];
