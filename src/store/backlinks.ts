import { and, eq, inArray, min } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { listCitations } from '../domain/references.ts';
import { queryInBatches } from './batches.ts';
import { createIdSets, getIdSet, type IdsByCollection } from './dependents.ts';
import { loadRecords } from './load-records.ts';

/** The records of some ids, of whatever collection. */
export const loadCollectedRecords = async (session: Session, ids: IdsByCollection): Promise<CollectedRecord[]> => {
  const collected: CollectedRecord[] = [];
  for (const [collection, some] of ids)
    for (const { record } of (await loadRecords(session, collection, some)).values())
      collected.push({ collection, record } as CollectedRecord);
  return collected;
};

type BacklinkTarget = 'companies' | 'sources';

/** Lines that records say of the companies and sources that they name, by `<collection>/<id>` of what is named. */
export type Backlinks = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What records say of the companies and the sources that they name, whose answers gather it when they are asked for: a company
 * how many name it, and its newest valuation; a source what it supports. `changing` are the records that a write is about.
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
  const participants = await queryInBatches(getIdSet(referrers, 'deals'), (batch) =>
    session.orm
      .selectDistinct({ company: dealParticipants.companyId, deal: dealParticipants.dealId, knownFrom: dealParticipants.knownFrom })
      .from(dealParticipants)
      .where(inArray(dealParticipants.dealId, batch)),
  );
  for (const { company, deal, knownFrom } of participants) add('companies', company, 'deal', deal, knownFrom);
  const stakeRows = await queryInBatches(getIdSet(referrers, 'stakes'), (batch) =>
    session.orm
      .select({ id: stakes.id, holder: stakes.holderId, issuer: stakes.issuerId, knownFrom: stakes.knownFrom })
      .from(stakes)
      .where(inArray(stakes.id, batch)),
  );
  for (const { id, holder, issuer, knownFrom } of stakeRows) {
    add('companies', holder, 'holder', id, knownFrom);
    add('companies', issuer, 'issuer', id, knownFrom);
  }
  const commitmentRows = await queryInBatches(getIdSet(referrers, 'chip-commitments'), (batch) =>
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
  const valuationRows = await queryInBatches(getIdSet(referrers, 'valuations'), (batch) =>
    session.orm
      .select({ company: valuations.companyId, body: documents.body, knownFrom: documents.knownFrom, day: valuations.observedDay })
      .from(valuations)
      .innerJoin(documents, and(eq(documents.collection, 'valuations'), eq(documents.recordId, valuations.id)))
      .where(inArray(valuations.id, batch)),
  );
  for (const { company, ...valuation } of valuationRows) add('companies', company, 'valuation', valuation);
  for (const [collection, ids] of referrers) {
    const citationRows = await queryInBatches(ids, (batch) =>
      session.orm
        .select()
        .from(citations)
        .where(and(eq(citations.collection, collection), inArray(citations.recordId, batch))),
    );
    for (const { sourceId, ...citation } of citationRows) add('sources', sourceId, citation);
  }
  // The date of the event that a source supports stands in the record alone.
  for (const one of changedRecords)
    for (const { citation, event } of listCitations(one)) {
      const reportedOn = event !== null && 'history' in one.record ? one.record.history[event]?.reportedOn : null;
      add('sources', citation.source, one.collection, one.record.id, event, reportedOn);
    }
  return lines;
};

/** The companies and sources of which something else is said than before; `before` was gathered of different records. */
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
