import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { lastDayOf, lastDayOrNull } from '../domain/dates.ts';
import type { CollectedRecord, RecordOf } from '../domain/records/records.ts';
import { normalizeUrl } from '../domain/records/source.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { deleteRows, insertRows, queryInBatches, yieldToEventLoop } from './batches.ts';

/** A record as the database holds it. */
export interface StoredRecord<Name extends Collection = Collection> {
  record: RecordOf<Name>;
  version: number;
  ingestedOn: string;
}

/** SHA-256 in hexadecimal, by which files and records are compared. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The records of a collection with the given ids that are not retracted, by id. */
export const loadRecords = async <Name extends Collection>(
  session: Session,
  collection: Name,
  ids: Iterable<string>,
): Promise<Map<string, StoredRecord<Name>>> => {
  const { records } = session.tables;
  const rows = await queryInBatches(ids, (batch) =>
    session.orm
      .select({ id: records.id, body: records.body, version: records.version, horizon: records.horizon })
      .from(records)
      .where(and(eq(records.collection, collection), inArray(records.id, batch))),
  );
  return new Map(
    rows.flatMap(({ id, body, version, horizon: ingestedOn }) =>
      // What is stored passed the schema on its way in.
      body === null ? [] : [[id, { record: JSON.parse(body) as RecordOf<Name>, version, ingestedOn }]],
    ),
  );
};

/** The publication dates of sources, by id. */
export const loadPublicationDates = async (session: Session, ids: Iterable<string>): Promise<Map<string, string>> => {
  const { sources } = session.tables;
  const rows = await queryInBatches(ids, (batch) =>
    session.orm.select({ id: sources.id, publishedOn: sources.publishedOn }).from(sources).where(inArray(sources.id, batch)),
  );
  return new Map(rows.map(({ id, publishedOn }) => [id, publishedOn]));
};

/** Answers what a map holds; a missing entry is a fault of ours, since the engine refuses dangling references. */
export const getOrThrow = <Value>(map: ReadonlyMap<string, Value>, id: string): Value => {
  const value = map.get(id);
  if (value === undefined) throw new Error(`${id} was not loaded.`);
  return value;
};

/** Records of each collection that are put in one transaction. */
export type RecordsByCollection = { [Name in Collection]: Extract<CollectedRecord, { collection: Name }>['record'][] };

export const groupByCollection = (collected: readonly CollectedRecord[]): RecordsByCollection => {
  const groups: RecordsByCollection = {
    companies: [],
    chips: [],
    sources: [],
    deals: [],
    stakes: [],
    valuations: [],
    'chip-commitments': [],
  };
  for (const { collection, record } of collected) (groups[collection] as (typeof record)[]).push(record);
  return groups;
};

/**
 * Writes the rows that others point to, in an order in which every reference is there when it is needed. An existing row
 * is updated in place, so that what points to it stays whole.
 */
export const upsertBaseRows = async (session: Session, recordsByCollection: RecordsByCollection): Promise<void> => {
  const { companies, chips, sources, deals, dealUmbrellas, dealSupersessions, chipCommitments, chipCommitmentChips } = session.tables;
  for (const { id, name, country } of recordsByCollection.companies) {
    const row = { id, name, country };
    await session.orm.insert(companies).values(row).onConflictDoUpdate({ target: companies.id, set: row });
    await yieldToEventLoop();
  }
  for (const { id, publisher, kind, publishedOn, url } of recordsByCollection.sources) {
    const publishedDay = lastDayOf(publishedOn);
    const row = { id, publisher, kind, publishedOn, publishedDay, urlHash: sha256(normalizeUrl({ url })) };
    await session.orm
      .insert(sources)
      .values({ ...row, knownFrom: publishedDay })
      .onConflictDoUpdate({ target: sources.id, set: row });
    await yieldToEventLoop();
  }
  for (const { id, name, vendor, category, announcedOn } of recordsByCollection.chips) {
    const row = { id, name, vendorId: vendor, category, announcedDay: lastDayOrNull(announcedOn) };
    await session.orm.insert(chips).values(row).onConflictDoUpdate({ target: chips.id, set: row });
    await yieldToEventLoop();
  }
  for (const { id, title, kind } of recordsByCollection.deals) {
    const row = { id, title, kind };
    await session.orm.insert(deals).values(row).onConflictDoUpdate({ target: deals.id, set: row });
    await yieldToEventLoop();
  }
  const dealIds = recordsByCollection.deals.map(({ id }) => id);
  await deleteRows(session, dealUmbrellas, dealIds, (batch) => inArray(dealUmbrellas.dealId, batch));
  await deleteRows(session, dealSupersessions, dealIds, (batch) => inArray(dealSupersessions.dealId, batch));
  await insertRows(
    session,
    dealUmbrellas,
    recordsByCollection.deals.flatMap(({ id, partOf }) => (partOf === undefined ? [] : [{ dealId: id, umbrellaId: partOf }])),
  );
  await insertRows(
    session,
    dealSupersessions,
    recordsByCollection.deals.flatMap(({ id, supersedes }) =>
      [...new Set(supersedes)].map((supersededId) => ({ dealId: id, supersededId })),
    ),
  );
  for (const { id, deal, buyer, chipVendor, provider } of recordsByCollection['chip-commitments']) {
    const row = { id, dealId: deal ?? null, buyerId: buyer, chipVendorId: chipVendor, providerId: provider ?? null };
    await session.orm.insert(chipCommitments).values(row).onConflictDoUpdate({ target: chipCommitments.id, set: row });
    await yieldToEventLoop();
  }
  const commitmentIds = recordsByCollection['chip-commitments'].map(({ id }) => id);
  await deleteRows(session, chipCommitmentChips, commitmentIds, (batch) => inArray(chipCommitmentChips.commitmentId, batch));
  await insertRows(
    session,
    chipCommitmentChips,
    recordsByCollection['chip-commitments'].flatMap(({ id, chips: chipIds }) =>
      [...new Set(chipIds)].map((chipId) => ({ commitmentId: id, chipId })),
    ),
  );
};

/** Deletes the rows of retracted records, those that point to others first. The engine refuses where others still point to one. */
export const deleteBaseRows = async (session: Session, retracted: ReadonlyMap<Collection, string[]>): Promise<void> => {
  const tables = session.tables;
  const owned: [Collection, PgTable, PgColumn][] = [
    ['chip-commitments', tables.flows, tables.flows.commitmentId],
    ['chip-commitments', tables.commitmentStates, tables.commitmentStates.commitmentId],
    ['chip-commitments', tables.chipCommitmentChips, tables.chipCommitmentChips.commitmentId],
    ['chip-commitments', tables.chipCommitments, tables.chipCommitments.id],
    ['valuations', tables.valuations, tables.valuations.id],
    ['stakes', tables.stakes, tables.stakes.id],
    ['deals', tables.flows, tables.flows.dealId],
    ['deals', tables.dealStates, tables.dealStates.dealId],
    ['deals', tables.dealEvents, tables.dealEvents.dealId],
    ['deals', tables.dealParticipants, tables.dealParticipants.dealId],
    ['deals', tables.deals, tables.deals.id],
    ['sources', tables.sources, tables.sources.id],
    ['chips', tables.chips, tables.chips.id],
    ['companies', tables.companyRoles, tables.companyRoles.companyId],
    ['companies', tables.companyAncestors, tables.companyAncestors.companyId],
    ['companies', tables.companies, tables.companies.id],
  ];
  for (const [collection, table, column] of owned) {
    await deleteRows(session, table, retracted.get(collection) ?? [], (batch) => inArray(column, batch));
  }
};

/** Deletes what retracted deals say of others, which are derived anew as if they had never been named. */
export const deleteDealLinks = async (session: Session, retracted: ReadonlyMap<Collection, readonly string[]>): Promise<void> => {
  const { dealSupersessions, dealUmbrellas } = session.tables;
  const ids = retracted.get('deals') ?? [];
  await deleteRows(session, dealSupersessions, ids, (batch) => inArray(dealSupersessions.dealId, batch));
  await deleteRows(session, dealUmbrellas, ids, (batch) => inArray(dealUmbrellas.dealId, batch));
};
