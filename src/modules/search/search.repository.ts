import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { columnsOf, knownAsOf, listPlaceholders, listValues, rowLimit } from '../../database/expressions.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { AsOf } from '../../records/documents.ts';

/** Maximum number of hits to rank per indexed term. Hits in the fields with the highest weight come first. */
const maxHitsPerTerm = 5_000;
/** Maximum number of hits to read for all indexed terms that match one query term. */
export const maxHits = 10_000;

export interface TermHit {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
}

const selectTermHits = (
  session: Session,
  term: string,
  collections: readonly Collection[],
  asOf: AsOf,
  limit: number,
): PromiseLike<TermHit[]> => {
  const collectionBounds = listPlaceholders('collection', collections.length);
  const statement = session.prepared<TermHit[]>(['hits of a term', collectionBounds.length, asOf.isCurrent].join('|'), () => {
    const { searchPostings } = session.tables;
    return session.orm
      .select(columnsOf(searchPostings, 'term', 'collection', 'recordId', 'weight'))
      .from(searchPostings)
      .where(
        and(
          eq(searchPostings.term, sql.placeholder('term')),
          inArray(searchPostings.collection, collectionBounds),
          ...knownAsOf(searchPostings.knownFrom, asOf),
        ),
      )
      .orderBy(desc(searchPostings.weight), searchPostings.collection, searchPostings.recordId)
      .limit(rowLimit);
  });
  return statement.execute({ term, ...listValues('collection', collections), day: asOf.day, limit });
};

/** Selects at most `hitsMax` hits of indexed terms, in the order of the terms, and whether there are more. */
export const selectHits = async (
  session: Session,
  terms: readonly string[],
  collections: readonly Collection[],
  asOf: AsOf,
  hitsMax: number,
): Promise<{ hits: TermHit[]; truncated: boolean }> => {
  const hits: TermHit[] = [];
  let truncated = false;
  for (const term of terms) {
    const limit = Math.min(maxHitsPerTerm, hitsMax - hits.length);
    const found = await selectTermHits(session, term, collections, asOf, limit + 1);
    truncated ||= found.length > limit;
    hits.push(...found.slice(0, limit));
    if (truncated && hits.length === hitsMax) break;
  }
  return { hits, truncated };
};

export interface TextRow {
  recordId: string;
  field: string;
  text: string;
}

/** Selects the searchable texts of records, in field order. */
export const selectTexts = async (session: Session, collection: Collection, ids: readonly string[], asOf: AsOf): Promise<TextRow[]> => {
  const bounds = listPlaceholders('id', ids.length);
  const statement = session.prepared<TextRow[]>(['texts', bounds.length, asOf.isCurrent].join('|'), () => {
    const { searchTexts } = session.tables;
    return session.orm
      .select({ recordId: searchTexts.recordId, field: searchTexts.field, text: searchTexts.text })
      .from(searchTexts)
      .where(
        and(
          eq(searchTexts.collection, sql.placeholder('collection')),
          inArray(searchTexts.recordId, bounds),
          ...knownAsOf(searchTexts.knownFrom, asOf),
        ),
      )
      .orderBy(searchTexts.recordId, searchTexts.position);
  });
  return statement.execute({ collection, day: asOf.day, ...listValues('id', ids) });
};
