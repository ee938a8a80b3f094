import type { Session } from '../../database/database.ts';
import { type ComparableState, classifyChange } from '../../domain/classify-change.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { computeBinding, decodeCursor, encodeCursor, linkToNext } from '../../http/parameters.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { requireExisting } from '../../lists/list.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { formatDataVersion, resolveAsOf, selectDataset, selectDocuments } from '../../records/documents.ts';
import { selectChangedIds } from './diff.repository.ts';
import { type DiffQuery, diffedCollections } from './diff.schemas.ts';

/** A position in the order of collections and ids. */
interface RecordKey {
  collection: (typeof diffedCollections)[number];
  id: string;
}

/** Finds the changed records after a position in all requested collections, up to one more than fits on a page. */
const findChangedRecords = async (
  session: Session,
  query: DiffQuery,
  days: { after: string; by: string },
  after: RecordKey | undefined,
): Promise<RecordKey[]> => {
  const { company, group, limit } = query;
  const filters = { ...(company !== undefined && { company }), ...(group !== undefined && { group }) };
  const collections = diffedCollections.filter((collection) => query.collection?.includes(collection) ?? true);
  const records: RecordKey[] = [];
  for (const collection of collections.slice(after === undefined ? 0 : collections.indexOf(after.collection))) {
    const afterId = collection === after?.collection ? after.id : '';
    const ids = await selectChangedIds(session, collection, days, filters, afterId, limit + 1 - records.length);
    records.push(...ids.map((id) => ({ collection, id })));
    if (records.length > limit) break;
  }
  return records;
};

/** Loads the records at some positions as known on either day. */
const buildChanges = async (
  session: Session,
  records: readonly RecordKey[],
  asOfs: { before: ReturnType<typeof resolveAsOf>; after: ReturnType<typeof resolveAsOf> },
) => {
  const changes: string[] = [];
  for (const collection of diffedCollections) {
    const ids = records.filter((place) => place.collection === collection).map(({ id }) => id);
    const before = await selectDocuments(session, collection, ids, asOfs.before);
    const after = await selectDocuments(session, collection, ids, asOfs.after);
    for (const id of ids) {
      const [then, now] = [before.get(id), after.get(id)];
      if (now === undefined || now === then) continue;
      const classes = classifyChange(then === undefined ? null : (JSON.parse(then) as ComparableState), JSON.parse(now) as ComparableState);
      changes.push(
        `{"collection":"${collection}","id":${JSON.stringify(id)},"classes":${JSON.stringify(classes)},"before":${then ?? 'null'},"after":${now}}`,
      );
    }
  }
  return changes;
};

/** Returns a page of the records that became known, changed or died between two days, with before and after. */
export const getDiff = async ({ session, today }: Analysis, query: DiffQuery, _lists: Lists, url: string): Promise<ResponsePayload> => {
  const { fromOn, toOn, company, group, limit } = query;
  if (fromOn >= toOn) throw invalidRequest([{ parameter: 'fromOn', message: `fromOn (${fromOn}) must be before toOn (${toOn}).` }]);
  const binding = computeBinding(['diff', fromOn, toOn, company, group, query.collection]);
  const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor, binding);
  const from = diffedCollections.find((collection) => collection === position?.value);
  const dataset = await selectDataset(session);
  const asOfs = { before: resolveAsOf(dataset, fromOn, today), after: resolveAsOf(dataset, toOn, today) };
  const filters = { ...(company !== undefined && { company }), ...(group !== undefined && { group }) };
  await requireExisting(session, { company: 'companies', group: 'companies' }, filters, asOfs.after);
  const after = position === undefined || from === undefined ? undefined : { collection: from, id: position.id };
  const records = await findChangedRecords(session, query, { after: asOfs.before.day, by: asOfs.after.day }, after);
  const shown = records.slice(0, limit);
  const last = shown.at(-1);
  const next = records.length > limit && last !== undefined ? encodeCursor(binding, { value: last.collection, id: last.id }) : null;
  const changes = await buildChanges(session, shown, asOfs);
  const meta = { fromOn: asOfs.before.day, toOn: asOfs.after.day, dataVersion: formatDataVersion(dataset) };
  return {
    body: `{"data":[${changes.join(',')}],"page":${JSON.stringify({ limit, next })},"meta":${JSON.stringify(meta)}}`,
    headers: linkToNext(url, next),
  };
};
