import { and, eq, gt, isNotNull } from 'drizzle-orm';
import type { Database, Session } from '../database/database.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { byCollection, putBaseRows } from './base-rows.ts';
import { insertAll } from './batches.ts';
import { rebuildDerived } from './rebuild.ts';

/** The target of a copy holds data already; nothing was written. */
export class TargetNotEmpty extends Error {
  override readonly name = 'TargetNotEmpty';
  constructor() {
    super('The target holds a dataset already. Copy into an empty database.');
  }
}

/** A record of the copy differs from the original. */
export class CopyDiffers extends Error {
  override readonly name = 'CopyDiffers';
}

export interface CopySummary {
  records: number;
  revisions: number;
}

const rowsInBatch = 500;

/** Reads all rows in batches, each after the last row of the one before. */
async function* inOrder<Row>(read: (after: Row | undefined) => PromiseLike<Row[]>): AsyncGenerator<Row[]> {
  for (let batch = await read(undefined); batch.length > 0; batch = await read(batch.at(-1))) yield batch;
}

const recordsOf = (session: Session, collection: Collection) => {
  const { records } = session.tables;
  return inOrder<typeof records.$inferSelect>((last) =>
    session.orm
      .select()
      .from(records)
      .where(and(eq(records.collection, collection), gt(records.id, last?.id ?? '')))
      .orderBy(records.id)
      .limit(rowsInBatch),
  );
};

const revisionsOf = (session: Session) => {
  const { revisions } = session.tables;
  return inOrder<typeof revisions.$inferSelect>((last) =>
    session.orm
      .select()
      .from(revisions)
      .where(gt(revisions.sequence, last?.sequence ?? 0))
      .orderBy(revisions.sequence)
      .limit(rowsInBatch),
  );
};

/** What is stored is copied; what is derived from it is made anew. */
const copyRows = async (from: Session, to: Session): Promise<CopySummary> => {
  const summary = { records: 0, revisions: 0 };
  if ((await to.orm.select({ id: to.tables.dataset.id }).from(to.tables.dataset)).length > 0) throw new TargetNotEmpty();
  await insertAll(to, to.tables.dataset, await from.orm.select().from(from.tables.dataset));
  const present: CollectedRecord[] = [];
  for (const collection of collections) {
    for await (const batch of recordsOf(from, collection)) {
      await insertAll(to, to.tables.records, batch);
      summary.records += batch.length;
      for (const { body } of batch) if (body !== null) present.push({ collection, record: JSON.parse(body) });
    }
  }
  for await (const batch of revisionsOf(from)) {
    await insertAll(to, to.tables.revisions, batch);
    summary.revisions += batch.length;
  }
  await insertAll(to, to.tables.importConflicts, await from.orm.select().from(from.tables.importConflicts));
  await insertAll(to, to.tables.apiKeys, await from.orm.select().from(from.tables.apiKeys));
  await putBaseRows(to, byCollection(present));
  await rebuildDerived(to);
  return summary;
};

/** Holds every record and every revision of the copy against the original, and counts the ready answers. */
const verify = async (from: Session, to: Session): Promise<void> => {
  for (const collection of collections) {
    const copies = recordsOf(to, collection);
    for await (const batch of recordsOf(from, collection)) {
      const copy = (await copies.next()).value;
      if (JSON.stringify(copy) !== JSON.stringify(batch)) throw new CopyDiffers(`The records of ${collection} differ after the copy.`);
    }
  }
  const copies = revisionsOf(to);
  for await (const batch of revisionsOf(from))
    if (JSON.stringify((await copies.next()).value) !== JSON.stringify(batch))
      throw new CopyDiffers('The revisions differ after the copy.');
  const answersOf = async ({ orm, tables: { shortAnswers } }: Session) =>
    (await orm.select({ id: shortAnswers.recordId }).from(shortAnswers).where(isNotNull(shortAnswers.body))).length;
  if ((await answersOf(from)) !== (await answersOf(to))) throw new CopyDiffers('The copy answers otherwise than the original.');
};

/** Moves a whole database into an empty one, of either engine: all of it or nothing, and verified record by record. */
export const copyDatabase = (from: Database, to: Database): Promise<CopySummary> =>
  from.read((source) =>
    to.write(async (target) => {
      const summary = await copyRows(source, target);
      await verify(source, target);
      return summary;
    }),
  );
