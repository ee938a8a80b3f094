import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { anyOf, columnsOf, knownAsOf, listPlaceholders, listValues, range } from '../../database/expressions.ts';
import type { Citation } from '../../domain/records/primitives.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';
import type { AsOf } from '../../records/documents.ts';

export const sourceList: RecordDefinition = {
  collection: 'sources',
  rows: ({ sources: table }) => ({
    table,
    id: table.id,
    sorts: {
      publishedOn: table.publishedDay,
      publisher: table.publisher,
      knownFrom: table.knownFrom,
    },
  }),
  conditions: ({ sources }, filters) => [
    ...anyOf(sources.publisher, filters.publisher),
    ...anyOf(sources.outlet, filters.outlet),
    ...anyOf(sources.kind, filters.kind),
    ...range(sources.publishedDay, filters.publishedFrom, filters.publishedTo),
  ],
  semiJoins: ({ sources, citations: table }, { attribution }, asOf) =>
    anyOf(table.attribution, attribution).map((isAttributed) => ({
      column: sources.id,
      table,
      id: table.sourceId,
      where: [isAttributed],
      known: knownAsOf(table.knownFrom, asOf),
    })),
  references: { publisher: 'publisher', outlet: 'outlet' },
  includes: {
    deals: {
      collection: 'deals',
      links: ({ citations }) => ({
        table: citations,
        from: citations.sourceId,
        to: citations.recordId,
        where: eq(citations.collection, 'deals'),
        knownFrom: citations.knownFrom,
      }),
    },
  },
};

export interface SupportRow {
  collection: Collection;
  id: string;
  event: number;
  attribution: Citation['attribution'];
  knownFrom: string;
}

/** Selects every citation of a source, ordered by collection, record and event. */
export const selectSupports = (session: Session, sourceId: string, asOf: AsOf): PromiseLike<SupportRow[]> => {
  const { citations } = session.tables;
  const statement = session.prepared<SupportRow[]>(`supports ${asOf.isCurrent}`, () =>
    session.orm
      .select({ ...columnsOf(citations, 'collection', 'event', 'attribution', 'knownFrom'), id: citations.recordId })
      .from(citations)
      .where(and(eq(citations.sourceId, sql.placeholder('id')), ...knownAsOf(citations.knownFrom, asOf)))
      .orderBy(citations.collection, citations.recordId, citations.event, citations.position),
  );
  return statement.execute({ id: sourceId, day: asOf.day });
};

/** Loads the full histories of records by collection and id. Citations identify events by their position in them. */
export const selectHistories = async (
  session: Session,
  citing: readonly { collection: Collection; id: string }[],
): Promise<Map<string, { reportedOn: string }[]>> => {
  const { records } = session.tables;
  const histories = new Map<string, { reportedOn: string }[]>();
  for (const collection of ['deals', 'chip-commitments'] as const) {
    const ids = [...new Set(citing.filter((one) => one.collection === collection).map(({ id }) => id))];
    if (ids.length === 0) continue;
    const bounds = listPlaceholders('id', ids.length);
    const statement = session.prepared<{ id: string; body: string | null }[]>(`histories ${bounds.length}`, () =>
      session.orm
        .select({ id: records.id, body: records.body })
        .from(records)
        .where(and(eq(records.collection, sql.placeholder('collection')), inArray(records.id, bounds))),
    );
    for (const { id, body } of await statement.execute({ collection, ...listValues('id', ids) })) {
      const { history } = JSON.parse(body ?? '{"history":[]}') as { history: { reportedOn: string }[] };
      histories.set(`${collection}/${id}`, history);
    }
  }
  return histories;
};
