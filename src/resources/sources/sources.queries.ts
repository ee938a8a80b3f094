import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { boundList, boundValues, isKnown, isOneOf } from '../../database/expressions.ts';
import type { Citation } from '../../domain/records/primitives.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { among, atLeast, atMost } from '../../listing/conditions.ts';
import type { RecordDefinition } from '../../listing/definition.ts';
import type { Moment } from '../../listing/moment.ts';

export const sourceList: RecordDefinition = {
  collection: 'sources',
  table: ({ sources }) => sources,
  id: ({ sources }) => sources.id,
  visible: ({ sources }, asked) => isKnown(sources.knownFrom, asked)[0],
  sorts: {
    publishedOn: ({ sources }) => sources.publishedDay,
    publisher: ({ sources }) => sources.publisher,
    knownFrom: ({ sources }) => sources.knownFrom,
  },
  conditions: ({ sources }, bounds) => [
    ...among(sources.publisher, bounds.publisher),
    ...among(sources.kind, bounds.kind),
    ...atLeast(sources.publishedDay, bounds.publishedFrom),
    ...atMost(sources.publishedDay, bounds.publishedTo),
  ],
  sets: ({ sources, citations }, { attribution }, asked) =>
    among(citations.attribution, attribution).map((where) => ({
      column: sources.id,
      id: citations.sourceId,
      from: sql`${citations}`,
      where,
      besides: isKnown(citations.knownFrom, asked),
    })),
  references: { publisher: 'publisher' },
  includes: {
    deals: {
      collection: 'deals',
      links: ({ citations }) => ({
        table: citations,
        of: citations.sourceId,
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

/** Every citation of a source, by collection, record and event. */
export const selectSupports = (session: Session, sourceId: string, moment: Moment): PromiseLike<SupportRow[]> => {
  const { citations } = session.tables;
  const statement = session.prepared<SupportRow[]>(`supports ${moment.isCurrent}`, () =>
    session.orm
      .select({
        collection: citations.collection,
        id: citations.recordId,
        event: citations.event,
        attribution: citations.attribution,
        knownFrom: citations.knownFrom,
      })
      .from(citations)
      .where(and(eq(citations.sourceId, sql.placeholder('id')), ...isKnown(citations.knownFrom, moment)))
      .orderBy(citations.collection, citations.recordId, citations.event, citations.position),
  );
  return statement.execute({ id: sourceId, day: moment.day });
};

/** The whole histories of records, by collection and id: citations name events by their place in them. */
export const selectHistories = async (
  session: Session,
  wanted: readonly { collection: Collection; id: string }[],
): Promise<Map<string, { reportedOn: string }[]>> => {
  const { records } = session.tables;
  const histories = new Map<string, { reportedOn: string }[]>();
  for (const collection of ['deals', 'chip-commitments'] as const) {
    const ids = [...new Set(wanted.filter((one) => one.collection === collection).map(({ id }) => id))];
    if (ids.length === 0) continue;
    const bounds = boundList('id', ids.length);
    const statement = session.prepared<{ id: string; body: string | null }[]>(`histories ${bounds.length}`, () =>
      session.orm
        .select({ id: records.id, body: records.body })
        .from(records)
        .where(and(eq(records.collection, sql.placeholder('collection')), isOneOf(records.id, bounds))),
    );
    for (const { id, body } of await statement.execute({ collection, ...boundValues('id', ids) })) {
      const { history } = JSON.parse(body ?? '{"history":[]}') as { history: { reportedOn: string }[] };
      histories.set(`${collection}/${id}`, history);
    }
  }
  return histories;
};
