import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type FilterValues, filterParameters, filterPlaceholders, validAt } from '../database/expressions.ts';
import type { ListDefinition } from '../lists/list-definition.ts';
import { filterConditions } from '../lists/list-statement.ts';
import type { AsOf } from '../records/documents.ts';

/** Loads the response bodies of the records that match the filters of their list, ordered by id. */
export const loadRecordBodies = async (
  session: Session,
  definition: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<string[]> => {
  const statement = session.prepared<{ body: string }[]>(
    `bodies of ${definition.collection}|${asOf.isCurrent}|${JSON.stringify(filterPlaceholders(filters))}`,
    () => {
      const { documents } = session.tables;
      const { table, id } = definition.rows(session.tables);
      return session.orm
        .select({ body: documents.body })
        .from(table)
        .innerJoin(
          documents,
          and(
            sql`${documents.collection} = ${sql.raw(`'${definition.collection}'`)}`,
            eq(documents.recordId, id),
            validAt(documents, asOf),
          ),
        )
        .where(and(validAt(table, asOf), ...filterConditions(session, definition, filters, asOf)))
        .orderBy(id);
    },
  );
  const rows = await statement.execute({ ...filterParameters(filters), day: asOf.day });
  return rows.map(({ body }) => body);
};
