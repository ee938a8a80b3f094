import { and, count } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { conditionsOf, shapeOf, valuesOf } from './bound-filters.ts';
import type { Given, ListDefinition } from './definition.ts';
import type { Moment } from './moment.ts';
import { countWalked, type ReadBounds, readBounds } from './page.ts';
import { countRare } from './rare.ts';

/** The exact number of rows of a list. Where it can be long, others have their turn while its rows are counted. */
export const countRows = async (
  session: Session,
  definition: ListDefinition,
  given: Given,
  moment: Moment,
  bounds: ReadBounds = readBounds,
): Promise<number> => {
  const { walk, everyRowBy } = definition;
  if (walk !== undefined && everyRowBy !== undefined) {
    const sort = { key: everyRowBy, direction: 'desc' } as const;
    const request = { given, moment, sort, after: null, limit: 0, full: false };
    const rare = await countRare(session, definition, request, bounds);
    return rare ?? countWalked(session, walk(given, sort, moment), request, bounds);
  }
  const statement = session.prepared<{ total: number }[]>(
    ['count', definition.collection, moment.isCurrent, shapeOf(given)].join('|'),
    () => {
      const { tables, orm } = session;
      return orm
        .select({ total: count() })
        .from(definition.table(tables))
        .where(and(definition.visible(tables, moment), ...conditionsOf(session, definition, given, moment)));
    },
  );
  const [row] = await statement.execute({ ...valuesOf(given), day: moment.day });
  return row?.total ?? 0;
};
