import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { lastDayOf, lastDayOrNull } from '../domain/dates.ts';
import type { Provenance } from '../domain/history.ts';
import type { AnyRecord, CollectedRecord, RecordOf } from '../domain/records/records.ts';
import { findOutlet, normalizeUrl } from '../domain/records/source.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { deleteRows, queryInBatches, replaceRows, upsertRows } from './batches.ts';

/** A record as stored in the database. */
export interface StoredRecord<Name extends Collection = Collection> {
  record: RecordOf<Name>;
  version: number;
  ingestedOn: string;
}

/** Serializes a record as it is stored: keys in schema order, two spaces of indentation, a trailing newline. */
export const toCanonicalText = (record: AnyRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** Returns the SHA-256 hash in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Loads the records with the given ids, without retracted ones. */
export const loadRecords = async <Name extends Collection>(
  session: Session,
  collection: Name,
  ids: Iterable<string>,
): Promise<Map<string, StoredRecord<Name>>> => {
  const { records } = session.tables;
  const rows = await queryInBatches(session, `stored ${collection}`, ids, (batch) =>
    session.orm
      .select({ id: records.id, body: records.body, version: records.version, ingestedOn: records.ingestedOn })
      .from(records)
      .where(and(eq(records.collection, collection), inArray(records.id, batch))),
  );
  return new Map(
    rows.flatMap(({ id, body, version, ingestedOn }) =>
      // Every stored record was validated on write.
      body === null ? [] : [[id, { record: JSON.parse(body) as RecordOf<Name>, version, ingestedOn }]],
    ),
  );
};

/** Loads the publication dates of sources by id. */
export const loadPublicationDates = async (session: Session, ids: Iterable<string>): Promise<Map<string, string>> => {
  const { sources } = session.tables;
  const rows = await queryInBatches(session, 'publication dates', ids, (batch) =>
    session.orm.select({ id: sources.id, publishedOn: sources.publishedOn }).from(sources).where(inArray(sources.id, batch)),
  );
  return new Map(rows.map(({ id, publishedOn }) => [id, publishedOn]));
};

/** Loads the kinds and outlets of sources by id. */
export const loadProvenance = async (session: Session, ids: Iterable<string>): Promise<Map<string, Provenance>> => {
  const { sources } = session.tables;
  const rows = await queryInBatches(session, 'provenance', ids, (batch) =>
    session.orm.select({ id: sources.id, kind: sources.kind, outlet: sources.outlet }).from(sources).where(inArray(sources.id, batch)),
  );
  return new Map(rows.map(({ id, ...provenance }) => [id, provenance]));
};

/** Returns the entry of a map. A missing entry is a bug, because the database rejects dangling references. */
export const getOrThrow = <Value>(map: ReadonlyMap<string, Value>, id: string): Value => {
  const value = map.get(id);
  if (value === undefined) throw new Error(`${id} was not loaded.`);
  return value;
};

/** The records that one transaction creates or replaces. */
export type RecordsByCollection = { [Name in Collection]: Extract<CollectedRecord, { collection: Name }>['record'][] };

export const groupByCollection = (collected: readonly CollectedRecord[]): RecordsByCollection => {
  const groups: RecordsByCollection = {
    companies: [],
    chips: [],
    sources: [],
    deals: [],
    stakes: [],
    valuations: [],
    financials: [],
    'chip-commitments': [],
  };
  for (const { collection, record } of collected) (groups[collection] as (typeof record)[]).push(record);
  return groups;
};

/** Writes the rows that other rows refer to, in the order in which the references need them. */
export const upsertBaseRows = async (session: Session, put: RecordsByCollection): Promise<void> => {
  const {
    companies,
    chips,
    sources,
    deals,
    dealUmbrellas,
    dealSupersessions,
    dealOverlaps,
    chipCommitments,
    chipCommitmentChips,
    commitmentOverlaps,
  } = session.tables;
  const companyRows = put.companies.map(({ id, name, country }) => ({ id, name, country }));
  await upsertRows(session, companies, companyRows);
  const sourceRows = put.sources.map((source) => {
    const { id, publisher, kind, publishedOn } = source;
    const publishedDay = lastDayOf(publishedOn);
    const outlet = findOutlet(source);
    return { id, publisher, outlet, kind, publishedOn, publishedDay, knownFrom: publishedDay, urlHash: sha256(normalizeUrl(source)) };
  });
  await upsertRows(session, sources, sourceRows);
  const chipRows = put.chips.map(({ id, name, vendor, category, announcedOn }) => ({
    id,
    name,
    vendorId: vendor,
    category,
    announcedDay: lastDayOrNull(announcedOn),
  }));
  await upsertRows(session, chips, chipRows);
  const dealRows = put.deals.map(({ id, title, kind }) => ({ id, title, kind }));
  await upsertRows(session, deals, dealRows);
  const dealIds = put.deals.map(({ id }) => id);
  const umbrellas = put.deals.flatMap(({ id, partOf }) => (partOf === undefined ? [] : [{ dealId: id, umbrellaId: partOf }]));
  await replaceRows(session, { table: dealUmbrellas, owner: 'dealId', ids: dealIds, rows: umbrellas });
  const supersessions = put.deals.flatMap(({ id, supersedes }) =>
    [...new Set(supersedes)].map((supersededId) => ({ dealId: id, supersededId })),
  );
  await replaceRows(session, { table: dealSupersessions, owner: 'dealId', ids: dealIds, rows: supersessions });
  const overlaps = put.deals.flatMap(({ id, overlaps: ids = [] }) => ids.map((overlappedId) => ({ dealId: id, overlappedId })));
  await replaceRows(session, { table: dealOverlaps, owner: 'dealId', ids: dealIds, rows: overlaps });
  const commitments = put['chip-commitments'];
  const commitmentRows = commitments.map(({ id, deal, buyer, chipVendor, provider }) => ({
    id,
    dealId: deal ?? null,
    buyerId: buyer,
    chipVendorId: chipVendor,
    providerId: provider ?? null,
  }));
  await upsertRows(session, chipCommitments, commitmentRows);
  const commitmentIds = commitments.map(({ id }) => id);
  const committedChips = commitments.flatMap(({ id, chips: chipIds }) =>
    [...new Set(chipIds)].map((chipId) => ({ commitmentId: id, chipId })),
  );
  await replaceRows(session, { table: chipCommitmentChips, owner: 'commitmentId', ids: commitmentIds, rows: committedChips });
  const restated = commitments.flatMap(({ id, overlaps: ids = [] }) => ids.map((overlappedId) => ({ commitmentId: id, overlappedId })));
  await replaceRows(session, { table: commitmentOverlaps, owner: 'commitmentId', ids: commitmentIds, rows: restated });
};

/** Deletes the rows of retracted records, referring rows first. The database rejects this if other rows still refer to one. */
export const deleteBaseRows = async (session: Session, retracted: ReadonlyMap<Collection, string[]>): Promise<void> => {
  const tables = session.tables;
  const deleteOwned = async <Table extends PgTable>(collection: Collection, table: Table, owner: keyof Table['$inferInsert'] & string) =>
    deleteRows(session, { table, owner, ids: retracted.get(collection) ?? [] });
  await deleteOwned('chip-commitments', tables.flows, 'commitmentId');
  await deleteOwned('chip-commitments', tables.commitmentStates, 'commitmentId');
  await deleteOwned('chip-commitments', tables.chipCommitmentChips, 'commitmentId');
  await deleteOwned('chip-commitments', tables.commitmentOverlaps, 'commitmentId');
  await deleteOwned('chip-commitments', tables.chipCommitments, 'id');
  await deleteOwned('valuations', tables.valuations, 'id');
  await deleteOwned('financials', tables.financials, 'id');
  await deleteOwned('stakes', tables.stakes, 'id');
  await deleteOwned('deals', tables.flows, 'dealId');
  await deleteOwned('deals', tables.dealStates, 'dealId');
  await deleteOwned('deals', tables.dealEvents, 'dealId');
  await deleteOwned('deals', tables.dealParticipants, 'dealId');
  await deleteOwned('deals', tables.deals, 'id');
  await deleteOwned('sources', tables.sources, 'id');
  await deleteOwned('chips', tables.chips, 'id');
  await deleteOwned('companies', tables.companyRoles, 'companyId');
  await deleteOwned('companies', tables.companyIdentifiers, 'companyId');
  await deleteOwned('companies', tables.companyAncestors, 'companyId');
  await deleteOwned('companies', tables.companies, 'id');
};

/** Deletes the links from retracted deals, so that the linked deals are derived without them. */
export const deleteDealLinks = async (session: Session, retracted: ReadonlyMap<Collection, readonly string[]>): Promise<void> => {
  const { dealSupersessions, dealUmbrellas, dealOverlaps } = session.tables;
  const ids = retracted.get('deals') ?? [];
  await deleteRows(session, { table: dealSupersessions, owner: 'dealId', ids });
  await deleteRows(session, { table: dealUmbrellas, owner: 'dealId', ids });
  await deleteRows(session, { table: dealOverlaps, owner: 'dealId', ids });
};
