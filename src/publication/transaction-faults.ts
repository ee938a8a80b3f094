import { and, eq } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { citationFaults, type Fault } from '../domain/invariants.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { citationsOf } from '../domain/references.ts';
import { loadPublicationDates } from './stored-records.ts';

/** A fault of one of several records. */
export type PlacedFault = Fault & { index: number };

/** Whether a chain of owners, or of umbrellas, that begins with the given links comes back to where it began. */
const goesRound = async (id: string, aboveOf: (id: string) => Promise<string | undefined>): Promise<boolean> => {
  const seen = new Set([id]);
  for (let above = await aboveOf(id); above !== undefined; above = await aboveOf(above)) {
    if (above === id) return true;
    if (seen.has(above)) return false;
    seen.add(above);
  }
  return false;
};

/** The faults of records that are put together which show only beside other records: late citations, chains that go round. */
export const transactionFaults = async (session: Session, put: readonly CollectedRecord[]): Promise<PlacedFault[]> => {
  const { records } = session.tables;
  const newRecords = new Map(put.map((collected) => [`${collected.collection}/${collected.record.id}`, collected.record]));
  const cited = put.flatMap((collected) => citationsOf(collected).map(({ citation }) => citation.source));
  const stored = await loadPublicationDates(session, cited);
  const dateOf = (source: string): string | undefined => {
    const own = newRecords.get(`sources/${source}`);
    return own !== undefined && 'publishedOn' in own ? own.publishedOn : stored.get(source);
  };
  const linkOf = async (collection: 'companies' | 'deals', id: string): Promise<string | undefined> => {
    const [row] = newRecords.has(`${collection}/${id}`)
      ? []
      : await session.orm
          .select({ body: records.body })
          .from(records)
          .where(and(eq(records.collection, collection), eq(records.id, id)));
    const record = newRecords.get(`${collection}/${id}`) ?? (JSON.parse(row?.body ?? '{}') as Record<string, unknown>);
    const above = (record as Record<string, unknown>)[collection === 'companies' ? 'parent' : 'partOf'];
    return typeof above === 'string' ? above : undefined;
  };
  const faults: PlacedFault[] = [];
  for (const [index, collected] of put.entries()) {
    const areDatesKnown = citationsOf(collected).every(({ citation }) => dateOf(citation.source) !== undefined);
    // A source that is not there is told as a dangling reference.
    if (areDatesKnown) faults.push(...citationFaults(collected, (source) => dateOf(source) ?? '').map((fault) => ({ ...fault, index })));
    if (collected.collection === 'companies' && (await goesRound(collected.record.id, (id) => linkOf('companies', id))))
      faults.push({ index, pointer: '/parent', message: 'The chain of parents goes round.' });
    if (collected.collection === 'deals' && (await goesRound(collected.record.id, (id) => linkOf('deals', id))))
      faults.push({ index, pointer: '/partOf', message: 'The chain of umbrellas goes round.' });
    if (collected.collection === 'deals' && collected.record.supersedes?.includes(collected.record.id))
      faults.push({ index, pointer: '/supersedes', message: 'The deal supersedes itself.' });
  }
  return faults;
};
