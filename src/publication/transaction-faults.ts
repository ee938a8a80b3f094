import { and, eq, inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { citationFaults, type Fault } from '../domain/invariants.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { comparableUrlOf } from '../domain/records/source.ts';
import { citationsOf } from '../domain/references.ts';
import { idsIn, noIds } from './affected.ts';
import { collect } from './batches.ts';
import { breathe } from './breathe.ts';
import { hashOf, loadPublicationDates, loadRecords } from './stored-records.ts';

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

type PutSource = Extract<CollectedRecord, { collection: 'sources' }> & { index: number };

/** A source cannot move beyond the events that rest on it. */
const movedSourceFaults = async (
  session: Session,
  sources: readonly PutSource[],
  isReplaced: (key: string) => boolean,
  dateOf: (source: string) => string | undefined,
): Promise<PlacedFault[]> => {
  const { citations } = session.tables;
  const stored = await loadPublicationDates(
    session,
    sources.map(({ record }) => record.id),
  );
  const moved = sources.filter(({ record }) => (stored.get(record.id) ?? record.publishedOn) !== record.publishedOn);
  const movedIds = moved.map(({ record }) => record.id);
  const citing = await collect(movedIds, (batch) =>
    session.orm
      .selectDistinct({ collection: citations.collection, id: citations.recordId })
      .from(citations)
      .where(inArray(citations.sourceId, batch)),
  );
  const others = noIds();
  for (const { collection, id } of citing) if (!isReplaced(`${collection}/${id}`)) idsIn(others, collection).add(id);
  const faults: PlacedFault[] = [];
  for (const [collection, ids] of others) {
    const loaded = [...(await loadRecords(session, collection, ids)).values()].map(
      ({ record }) => ({ collection, record }) as CollectedRecord,
    );
    const further = await loadPublicationDates(
      session,
      loaded.flatMap((collected) => citationsOf(collected).map(({ citation }) => citation.source)),
    );
    for (const collected of loaded) {
      const late = citationFaults(collected, (source) => dateOf(source) ?? further.get(source) ?? '');
      const cited = new Set(citationsOf(collected).map(({ citation }) => citation.source));
      const blamed = moved.find(({ record }) => cited.has(record.id));
      for (const { pointer, message } of late)
        faults.push({
          index: blamed?.index ?? 0,
          pointer: '/publishedOn',
          message: `${collection}/${collected.record.id} ${pointer}: ${message}`,
        });
    }
  }
  return faults;
};

/** Two sources never have the same URL. */
const sameUrlFaults = async (session: Session, put: readonly PutSource[], isReplaced: (key: string) => boolean): Promise<PlacedFault[]> => {
  const { sources } = session.tables;
  const hashed = put.map(({ record, index }) => ({ id: record.id, index, urlHash: hashOf(comparableUrlOf(record)) }));
  const known = await collect(
    hashed.map(({ urlHash }) => urlHash),
    (batch) => session.orm.select({ id: sources.id, urlHash: sources.urlHash }).from(sources).where(inArray(sources.urlHash, batch)),
  );
  const owners = new Map(
    known.flatMap(({ id, urlHash }) => (urlHash === null || isReplaced(`sources/${id}`) ? [] : [[urlHash, id] as const])),
  );
  return hashed.flatMap(({ id, index, urlHash }) => {
    const owner = owners.get(urlHash);
    owners.set(urlHash, id);
    return owner === undefined ? [] : [{ index, pointer: '/url', message: `The URL is already used by sources/${owner}.` }];
  });
};

/**
 * The faults of records that are put together which show only beside other records: doubles, late citations, chains that go
 * round. `retracted` tells, as `<collection>/<id>`, which of the others go with the same transaction.
 */
export const transactionFaults = async (
  session: Session,
  put: readonly CollectedRecord[],
  retracted: ReadonlySet<string> = new Set(),
): Promise<PlacedFault[]> => {
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
  const sources = put.flatMap((collected, index): PutSource[] => (collected.collection === 'sources' ? [{ ...collected, index }] : []));
  const isReplaced = (key: string) => newRecords.has(key) || retracted.has(key);
  const faults = [
    ...(await sameUrlFaults(session, sources, isReplaced)),
    ...(await movedSourceFaults(session, sources, isReplaced, dateOf)),
  ];
  for (const [index, collected] of put.entries()) {
    await breathe();
    const areDatesKnown = citationsOf(collected).every(({ citation }) => dateOf(citation.source) !== undefined);
    // A source that is not there is told as a dangling reference.
    if (areDatesKnown) faults.push(...citationFaults(collected, (source) => dateOf(source) ?? '').map((fault) => ({ ...fault, index })));
    if (collected.collection === 'companies' && (await goesRound(collected.record.id, (id) => linkOf('companies', id))))
      faults.push({ index, pointer: '/parent', message: 'The chain of parents contains a cycle.' });
    if (collected.collection === 'deals' && (await goesRound(collected.record.id, (id) => linkOf('deals', id))))
      faults.push({ index, pointer: '/partOf', message: 'The chain of umbrella deals contains a cycle.' });
    if (collected.collection === 'deals' && collected.record.supersedes?.includes(collected.record.id))
      faults.push({ index, pointer: '/supersedes', message: 'A deal must not supersede itself.' });
  }
  return faults;
};
