import { eq, type SQL, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import type { Tables } from '../../database/tables/index.ts';
import type { Citation } from '../../domain/records/primitives.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { among, atLeast, atMost } from '../../listing/conditions.ts';
import type { Bounds, ListDefinition } from '../../listing/definition.ts';

const conditions = ({ sources, citations }: Tables, bounds: Bounds): SQL[] => {
  const attributed = among(citations.attribution, bounds.attribution);
  return [
    ...among(sources.publisher, bounds.publisher),
    ...among(sources.kind, bounds.kind),
    ...atLeast(sources.publishedDay, bounds.publishedFrom),
    ...atMost(sources.publishedDay, bounds.publishedTo),
    ...(attributed.length === 0 ? [] : [sql`${sources.id} in (select ${citations.sourceId} from ${citations} where ${attributed[0]})`]),
  ];
};

export const sourceList: ListDefinition = {
  collection: 'sources',
  table: ({ sources }) => sources,
  id: ({ sources }) => sources.id,
  current: () => undefined,
  sorts: {
    publishedOn: ({ sources }) => sources.publishedDay,
    publisher: ({ sources }) => sources.publisher,
    knownFrom: ({ sources }) => sources.knownFrom,
  },
  conditions,
  references: { publisher: 'publisher' },
  includes: {
    deals: {
      collection: 'deals',
      pointingBack: ({ citations }) => ({
        table: citations,
        id: citations.recordId,
        to: citations.sourceId,
        where: eq(citations.collection, 'deals'),
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

/** Every citation of a source, by collection, record and event. */
export const selectSupports = (session: Session, sourceId: string): PromiseLike<SupportRow[]> => {
  const { citations } = session.tables;
  const statement = session.prepared<SupportRow[]>('supports', () =>
    session.orm
      .select({
        collection: citations.collection,
        id: citations.recordId,
        event: citations.event,
        attribution: citations.attribution,
        knownFrom: citations.knownFrom,
      })
      .from(citations)
      .where(eq(citations.sourceId, sql.placeholder('id')))
      .orderBy(citations.collection, citations.recordId, citations.event, citations.position),
  );
  return statement.execute({ id: sourceId });
};
