import { and, eq, getTableName, inArray, min, or } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { listCitations } from '../domain/integrity.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { queryInBatches } from './batches.ts';
import { loadRecords } from './records.ts';

/** Ids by collection. */
export type IdsByCollection = Map<Collection, Set<string>>;

export const createIdSets = (): IdsByCollection => new Map(collections.map((collection) => [collection, new Set<string>()]));

/** Returns the set of one collection, which is added if it is missing. */
export const getIdSet = (ids: IdsByCollection, collection: Collection): Set<string> => {
  const set = ids.get(collection) ?? new Set<string>();
  ids.set(collection, set);
  return set;
};

/**
 * Finds the records whose derived rows depend on the given ones: records that refer to a changed company, chip or source, records that
 * are linked with a changed deal, and the sources that they cite. Reads the tables as they are, so call it before and after the rows of a
 * write are replaced. The result includes the given records.
 */
export const findDependents = async (session: Session, changed: IdsByCollection): Promise<IdsByCollection> => {
  const t = session.tables;
  const found = createIdSets();
  for (const [collection, ids] of changed) for (const id of ids) getIdSet(found, collection).add(id);
  /** Adds the ids in `column` of the rows in which one of the other columns contains one of the ids. */
  const add = async (
    collection: Collection,
    column: PgColumn,
    ids: ReadonlySet<string>,
    referring: readonly PgColumn[],
    citing?: Collection,
  ) => {
    const name = ['dependents', collection, ...[column, ...referring].map((one) => `${getTableName(one.table)}.${one.name}`), citing ?? ''];
    const rows = await queryInBatches(session, name.join('|'), ids, (batch) =>
      session.orm
        .selectDistinct({ id: column })
        .from(column.table)
        .where(and(citing && eq(t.citations.collection, citing), or(...referring.map((one) => inArray(one, batch))))),
    );
    for (const { id } of rows) getIdSet(found, collection).add(String(id));
  };
  await add('companies', t.companyAncestors.companyId, getIdSet(changed, 'companies'), [t.companyAncestors.ancestorId]);
  const companies = getIdSet(found, 'companies');
  const { buyerId, chipVendorId, providerId } = t.chipCommitments;
  await add('deals', t.dealParticipants.dealId, companies, [t.dealParticipants.companyId]);
  await add('chips', t.chips.id, companies, [t.chips.vendorId]);
  await add('stakes', t.stakes.id, companies, [t.stakes.holderId, t.stakes.issuerId]);
  await add('valuations', t.valuations.id, companies, [t.valuations.companyId]);
  await add('financials', t.financials.id, companies, [t.financials.companyId]);
  await add('chip-commitments', t.chipCommitments.id, companies, [buyerId, chipVendorId, providerId]);
  await add('chip-commitments', t.chipCommitmentChips.commitmentId, getIdSet(changed, 'chips'), [t.chipCommitmentChips.chipId]);
  const citingCollections = ['deals', 'stakes', 'valuations', 'financials', 'chip-commitments'] as const;
  const { recordId, sourceId } = t.citations;
  const sources = getIdSet(changed, 'sources');
  if (sources.size > 0) for (const name of citingCollections) await add(name, recordId, sources, [sourceId], name);
  const deals = new Set(getIdSet(found, 'deals'));
  const { dealUmbrellas: umbrellas, dealSupersessions: supersessions, dealOverlaps, commitmentOverlaps } = t;
  await add('deals', umbrellas.umbrellaId, deals, [umbrellas.dealId]);
  await add('deals', umbrellas.dealId, deals, [umbrellas.umbrellaId]);
  await add('deals', supersessions.supersededId, deals, [supersessions.dealId]);
  await add('deals', supersessions.dealId, deals, [supersessions.supersededId]);
  await add('deals', dealOverlaps.dealId, deals, [dealOverlaps.overlappedId]);
  await add('chip-commitments', commitmentOverlaps.commitmentId, deals, [commitmentOverlaps.overlappedId]);
  const linkedDeals = getIdSet(found, 'deals');
  await add('stakes', t.stakes.id, linkedDeals, [t.stakes.dealId]);
  await add('valuations', t.valuations.id, linkedDeals, [t.valuations.dealId]);
  await add('chip-commitments', t.chipCommitments.id, linkedDeals, [t.chipCommitments.dealId]);
  for (const name of citingCollections) await add('sources', sourceId, getIdSet(found, name), [recordId], name);
  return found;
};

/** Loads the records with the given ids from every collection. */
export const loadCollectedRecords = async (
  session: Session,
  ids: IdsByCollection,
): Promise<(CollectedRecord & { ingestedOn: string })[]> => {
  const collected: (CollectedRecord & { ingestedOn: string })[] = [];
  for (const [collection, some] of ids)
    for (const { record, ingestedOn } of (await loadRecords(session, collection, some)).values())
      collected.push({ collection, record, ingestedOn } as CollectedRecord & { ingestedOn: string });
  return collected;
};

type BacklinkTarget = 'companies' | 'sources';

/** Statements of records about the companies and sources that they refer to, by `<collection>/<id>` of the company or source. */
export type Backlinks = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Collects what the records state about companies and sources whose responses are computed from it on request: a company lists how many
 * records refer to it and its newest valuation, a source what it supports.
 *
 * @param changedRecords The records that the write changes.
 */
export const collectBacklinks = async (
  session: Session,
  referrers: IdsByCollection,
  changedRecords: readonly CollectedRecord[],
): Promise<Backlinks> => {
  const { dealParticipants, stakes, valuations, chipCommitments, commitmentStates, citations, documents } = session.tables;
  const lines = new Map<string, Set<string>>();
  const add = (collection: BacklinkTarget, id: string | null, ...line: unknown[]) => {
    if (id === null) return;
    const key = `${collection}/${id}`;
    const links = lines.get(key) ?? new Set<string>();
    lines.set(key, links.add(JSON.stringify(line)));
  };
  const participants = await queryInBatches(session, 'participants of deals', getIdSet(referrers, 'deals'), (batch) =>
    session.orm
      .selectDistinct({ company: dealParticipants.companyId, deal: dealParticipants.dealId, knownFrom: dealParticipants.knownFrom })
      .from(dealParticipants)
      .where(inArray(dealParticipants.dealId, batch)),
  );
  for (const { company, deal, knownFrom } of participants) add('companies', company, 'deal', deal, knownFrom);
  const stakeRows = await queryInBatches(session, 'companies of stakes', getIdSet(referrers, 'stakes'), (batch) =>
    session.orm
      .select({ id: stakes.id, holder: stakes.holderId, issuer: stakes.issuerId, knownFrom: stakes.knownFrom })
      .from(stakes)
      .where(inArray(stakes.id, batch)),
  );
  for (const { id, holder, issuer, knownFrom } of stakeRows) {
    add('companies', holder, 'holder', id, knownFrom);
    add('companies', issuer, 'issuer', id, knownFrom);
  }
  const commitmentRows = await queryInBatches(session, 'companies of chip commitments', getIdSet(referrers, 'chip-commitments'), (batch) =>
    session.orm
      .select({
        id: chipCommitments.id,
        buyer: chipCommitments.buyerId,
        vendor: chipCommitments.chipVendorId,
        provider: chipCommitments.providerId,
        knownFrom: min(commitmentStates.knownFrom),
      })
      .from(chipCommitments)
      .innerJoin(commitmentStates, eq(commitmentStates.commitmentId, chipCommitments.id))
      .where(inArray(chipCommitments.id, batch))
      .groupBy(chipCommitments.id),
  );
  for (const { id, buyer, vendor, provider, knownFrom } of commitmentRows)
    for (const company of [buyer, vendor, provider]) add('companies', company, 'chip commitment', id, knownFrom);
  const valuationRows = await queryInBatches(session, 'companies of valuations', getIdSet(referrers, 'valuations'), (batch) =>
    session.orm
      .select({ company: valuations.companyId, body: documents.body, knownFrom: documents.knownFrom, day: valuations.observedDay })
      .from(valuations)
      .innerJoin(documents, and(eq(documents.collection, 'valuations'), eq(documents.recordId, valuations.id)))
      .where(inArray(valuations.id, batch)),
  );
  for (const { company, ...valuation } of valuationRows) add('companies', company, 'valuation', valuation);
  for (const [collection, ids] of referrers) {
    const citationRows = await queryInBatches(session, `citations of ${collection}`, ids, (batch) =>
      session.orm
        .select()
        .from(citations)
        .where(and(eq(citations.collection, collection), inArray(citations.recordId, batch))),
    );
    for (const { sourceId, ...citation } of citationRows) add('sources', sourceId, citation);
  }
  // The date of the event that a source supports is in the record only.
  for (const one of changedRecords)
    for (const { citation, event } of listCitations(one)) {
      const reportedOn = event !== null && 'history' in one.record ? one.record.history[event]?.reportedOn : null;
      add('sources', citation.source, one.collection, one.record.id, event, reportedOn);
    }
  return lines;
};

/** Returns the companies and sources with different backlinks than before. `before` was collected from disjoint sets of records. */
export const diffBacklinks = (before: readonly Backlinks[], after: Backlinks): IdsByCollection => {
  const affected = createIdSets();
  for (const key of new Set([...before, after].flatMap((links) => [...links.keys()]))) {
    const lines = before.flatMap((links) => [...(links.get(key) ?? [])]);
    const others = after.get(key);
    if (lines.length === (others?.size ?? 0) && lines.every((line) => others?.has(line) === true)) continue;
    const [collection, id = ''] = key.split('/') as [BacklinkTarget, string?];
    getIdSet(affected, collection).add(id);
  }
  return affected;
};
