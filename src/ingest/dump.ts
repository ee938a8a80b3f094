import { and, eq, getTableColumns, gt } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { revisionBody } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { collections } from '../domain/vocabulary.ts';
import { deriveAll } from '../projections/derive.ts';
import { derivationVersion } from '../projections/rebuild.ts';
import { insertRows } from '../store/batches.ts';
import { createIdSets, getIdSet } from '../store/dependents.ts';
import { groupByCollection, upsertBaseRows } from '../store/records.ts';

/** A stored record, possibly retracted or renamed. All responses can be derived from the records and their revisions. */
export interface DumpedRecord extends Pick<Tables['records']['$inferSelect'], 'collection' | 'id' | 'version' | 'renamedTo' | 'body'> {
  /** The day of the last write. Releases and exports call `ingestedOn` by this name. */
  horizon: string;
}
export type DumpedRevision = Tables['revisions']['$inferSelect'];

const rowsPerBatch = 500;

/** Reads every record in the order of collection and id. */
export async function* dumpRecords(session: Session): AsyncGenerator<DumpedRecord[]> {
  const { records } = session.tables;
  const { collection, id, version, ingestedOn: horizon, renamedTo, body } = records;
  for (const name of collections) {
    for (let after = ''; ; ) {
      const rows = await session.orm
        .select({ collection, id, version, horizon, renamedTo, body })
        .from(records)
        .where(and(eq(collection, name), gt(id, after)))
        .orderBy(id)
        .limit(rowsPerBatch);
      if (rows.length > 0) yield rows;
      if (rows.length < rowsPerBatch) break;
      after = rows.at(-1)?.id ?? '';
    }
  }
}

/** Reads every revision in the order of its sequence number. */
export async function* dumpRevisions(session: Session): AsyncGenerator<DumpedRevision[]> {
  const { revisions } = session.tables;
  for (let after = 0; ; ) {
    const rows = await session.orm
      .select({ ...getTableColumns(revisions), body: revisionBody(session.tables) })
      .from(revisions)
      .where(gt(revisions.sequence, after))
      .orderBy(revisions.sequence)
      .limit(rowsPerBatch);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerBatch) break;
    after = rows.at(-1)?.sequence ?? after;
  }
}

/** Fills an empty database from a dump and derives all other rows. */
export const restoreDump = async (
  session: Session,
  head: Omit<Tables['dataset']['$inferSelect'], 'id' | 'derivation' | 'hasFutureDates'>,
  dumped: { records: AsyncIterable<DumpedRecord[]>; revisions: AsyncIterable<DumpedRevision[]> },
): Promise<void> => {
  const { dataset, records, revisions } = session.tables;
  await session.orm.insert(dataset).values({ id: 1, ...head, derivation: derivationVersion, hasFutureDates: false });
  const present: CollectedRecord[] = [];
  const versions = new Map<string, number>();
  const ids = createIdSets();
  for await (const rows of dumped.records) {
    // The hashes compare records with their files, and a restored database has no files.
    await insertRows(
      session,
      records,
      rows.map(({ horizon, ...row }) => ({ ...row, ingestedOn: horizon, bodyHash: null, fileHash: null })),
    );
    for (const { collection, id, version, body } of rows) {
      if (body === null) continue;
      present.push({ collection, record: JSON.parse(body) });
      versions.set(`${collection}/${id}`, version);
      getIdSet(ids, collection).add(id);
    }
  }
  const withoutPresentBody = (row: DumpedRevision): DumpedRevision =>
    versions.get(`${row.collection}/${row.recordId}`) === row.version ? { ...row, body: null } : row;
  for await (const rows of dumped.revisions) await insertRows(session, revisions, rows.map(withoutPresentBody));
  await upsertBaseRows(session, groupByCollection(present));
  await deriveAll(session, ids);
};
