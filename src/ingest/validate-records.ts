import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { Session } from '../database/database.ts';
import { type ChainedRecord, listChained, listCitations, validateChains, validateCitations, validateRecord } from '../domain/integrity.ts';
import { type CollectedRecord, recordSchemas, toValidationIssues, type ValidationIssue } from '../domain/records/records.ts';
import { normalizeUrl } from '../domain/records/source.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { chipResponseSchema } from '../responses/chip.ts';
import { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import { companyDetailSchema } from '../responses/company.ts';
import { dealResponseSchema } from '../responses/deal.ts';
import { financialResponseSchema } from '../responses/financial.ts';
import { sourceDetailSchema } from '../responses/source.ts';
import { stakeResponseSchema } from '../responses/stake.ts';
import { valuationResponseSchema } from '../responses/valuation.ts';
import { queryInBatches, yieldToEventLoop } from '../store/batches.ts';
import { createIdSets, getIdSet } from '../store/dependents.ts';
import { loadPublicationDates, loadRecords, sha256 } from '../store/records.ts';

const responseSchemas: Readonly<Record<Collection, z.ZodObject>> = {
  companies: companyDetailSchema,
  chips: chipResponseSchema,
  sources: sourceDetailSchema,
  deals: dealResponseSchema,
  stakes: stakeResponseSchema,
  valuations: valuationResponseSchema,
  financials: financialResponseSchema,
  'chip-commitments': chipCommitmentResponseSchema,
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Omits the fields that responses add to a record, so that a client can send a response back. */
const omitDerivedFields = (collection: Collection, body: unknown): unknown => {
  if (!isObject(body)) return body;
  const schema: z.ZodType = recordSchemas[collection];
  const recordNames = Object.keys((schema as z.ZodObject).shape);
  const derived = Object.keys(responseSchemas[collection].shape).filter((name) => !recordNames.includes(name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !derived.includes(name)));
};

/** Sets missing bounds of quantities to null. */
const fillInBounds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fillInBounds);
  if (!isObject(value)) return value;
  const entries = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillInBounds(one)]));
  return 'approximate' in entries ? { min: null, max: null, ...entries } : entries;
};

/** Parses a record from a request. Returns the record, or every issue that it has by itself. */
export const parseRecord = (
  collection: Collection,
  id: string | undefined,
  body: unknown,
): { collected: CollectedRecord } | { issues: ValidationIssue[] } => {
  const parsed = recordSchemas[collection].safeParse(fillInBounds(omitDerivedFields(collection, body)));
  if (!parsed.success) return { issues: toValidationIssues(parsed.error) };
  const collected = { collection, record: parsed.data } as CollectedRecord;
  const issues = validateRecord(collected);
  if (id !== undefined && parsed.data.id !== id)
    issues.push({ pointer: '/id', message: `The id "${parsed.data.id}" differs from the id "${id}" in the URL.` });
  return issues.length > 0 ? { issues } : { collected };
};

/** An issue and the index of its record. */
export type IndexedIssue = ValidationIssue & { index: number };

/** Loads the records that the given ones refer to in chains, and those that these refer to, by collection and id. */
const loadChainedRecords = async (session: Session, put: readonly CollectedRecord[]): Promise<Map<string, ChainedRecord>> => {
  const { records } = session.tables;
  const found = new Map<string, ChainedRecord>(put.map(({ collection, record }) => [`${collection}/${record.id}`, record]));
  for (const collection of ['companies', 'deals'] as const) {
    const isMissing = (id: string) => !found.has(`${collection}/${id}`);
    let missing = put.flatMap((one) => (one.collection === collection ? listChained(one.record).filter(isMissing) : []));
    while (missing.length > 0) {
      const rows = await queryInBatches(session, `chained ${collection}`, missing, (batch) =>
        session.orm
          .select({ id: records.id, body: records.body })
          .from(records)
          .where(and(eq(records.collection, collection), inArray(records.id, batch))),
      );
      const loaded = rows.map(({ id, body }) => [id, JSON.parse(body ?? '{}') as ChainedRecord] as const);
      for (const [id, record] of loaded) found.set(`${collection}/${id}`, record);
      missing = loaded.flatMap(([, record]) => listChained(record).filter(isMissing));
    }
  }
  return found;
};

type IndexedSource = Extract<CollectedRecord, { collection: 'sources' }> & { index: number };

/** Rejects a new publication date that is too late for the events that cite the source. */
const validateRedatedSources = async (
  session: Session,
  sources: readonly IndexedSource[],
  isReplaced: (key: string) => boolean,
  getPublicationDate: (source: string) => string | undefined,
): Promise<IndexedIssue[]> => {
  const { citations } = session.tables;
  const stored = await loadPublicationDates(
    session,
    sources.map(({ record }) => record.id),
  );
  const redated = sources.filter(({ record }) => (stored.get(record.id) ?? record.publishedOn) !== record.publishedOn);
  const redatedIds = redated.map(({ record }) => record.id);
  const citing = await queryInBatches(session, 'citing records', redatedIds, (batch) =>
    session.orm
      .selectDistinct({ collection: citations.collection, id: citations.recordId })
      .from(citations)
      .where(inArray(citations.sourceId, batch)),
  );
  const others = createIdSets();
  for (const { collection, id } of citing) if (!isReplaced(`${collection}/${id}`)) getIdSet(others, collection).add(id);
  const issues: IndexedIssue[] = [];
  for (const [collection, ids] of others) {
    const loaded = [...(await loadRecords(session, collection, ids)).values()].map(
      ({ record }) => ({ collection, record }) as CollectedRecord,
    );
    const extra = await loadPublicationDates(
      session,
      loaded.flatMap((collected) => listCitations(collected).map(({ citation }) => citation.source)),
    );
    for (const collected of loaded) {
      const late = validateCitations(collected, (source) => getPublicationDate(source) ?? extra.get(source) ?? '');
      const cited = new Set(listCitations(collected).map(({ citation }) => citation.source));
      const cause = redated.find(({ record }) => cited.has(record.id));
      for (const { pointer, message } of late)
        issues.push({
          index: cause?.index ?? 0,
          pointer: '/publishedOn',
          message: `${collection}/${collected.record.id} ${pointer}: ${message}`,
        });
    }
  }
  return issues;
};

/** Rejects two sources with the same URL. */
const validateUniqueUrls = async (
  session: Session,
  put: readonly IndexedSource[],
  isReplaced: (key: string) => boolean,
): Promise<IndexedIssue[]> => {
  const { sources } = session.tables;
  const hashed = put.map(({ record, index }) => ({ id: record.id, index, urlHash: sha256(normalizeUrl(record)) }));
  const known = await queryInBatches(
    session,
    'owners of URLs',
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
 * Validates records against one another and against the stored records: duplicates, late citations, cycles.
 *
 * @param retracted Other records that the same transaction retracts, as `<collection>/<id>`.
 */
export const validateChanges = async (
  session: Session,
  put: readonly CollectedRecord[],
  retracted: ReadonlySet<string> = new Set(),
): Promise<IndexedIssue[]> => {
  const newRecords = new Map(put.map((collected) => [`${collected.collection}/${collected.record.id}`, collected.record]));
  const cited = put.flatMap((collected) => listCitations(collected).map(({ citation }) => citation.source));
  const stored = await loadPublicationDates(session, cited);
  const getPublicationDate = (source: string): string | undefined => {
    const own = newRecords.get(`sources/${source}`);
    return own !== undefined && 'publishedOn' in own ? own.publishedOn : stored.get(source);
  };
  const sources = put.flatMap((collected, index): IndexedSource[] => (collected.collection === 'sources' ? [{ ...collected, index }] : []));
  const isReplaced = (key: string) => newRecords.has(key) || retracted.has(key);
  const issues = [
    ...(await validateUniqueUrls(session, sources, isReplaced)),
    ...(await validateRedatedSources(session, sources, isReplaced, getPublicationDate)),
  ];
  const chained = await loadChainedRecords(session, put);
  for (const [index, collected] of put.entries()) {
    await yieldToEventLoop();
    const areDatesKnown = listCitations(collected).every(({ citation }) => getPublicationDate(citation.source) !== undefined);
    // A missing source is reported as a dangling reference instead.
    if (areDatesKnown)
      issues.push(...validateCitations(collected, (source) => getPublicationDate(source) ?? '').map((issue) => ({ ...issue, index })));
    for (const issue of validateChains(collected, (id) => chained.get(`${collected.collection}/${id}`))) issues.push({ ...issue, index });
  }
  return issues;
};
