import { and, eq, inArray, min, or } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { listCitations } from '../domain/integrity.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { queryInBatches } from './batches.ts';
import { loadRecords } from './records.ts';

/** Ids by collection. */
export type IdsByCollection = Map<Collection, Set<string>>;

export const createIdSets = (): IdsByCollection => new Map(collections.map((collection) => [collection, new Set<string>()]));

/** The set of one collection; every collection has one. */
export const getIdSet = (ids: IdsByCollection, collection: Collection): Set<string> => {
  const set = ids.get(collection) ?? new Set<string>();
  ids.set(collection, set);
  return set;
};

/**
 * The records whose derived rows can move when the given ones change: what names a changed company or chip, what cites a
 * changed source, what a changed deal is linked to, and the sources that a changed record cites. Reads the tables as
 * they stand, so that it is asked before and after the rows of a write are replaced.
 */
export const findDependents = async (session: Session, changed: IdsByCollection): Promise<IdsByCollection> => {
  const t = session.tables;
  const found = createIdSets();
  const add = (collection: Collection, ids: Iterable<string | null>) => {
    for (const id of ids) if (id !== null) getIdSet(found, collection).add(id);
  };
  for (const [collection, ids] of changed) add(collection, ids);

  const companies = await queryInBatches(getIdSet(changed, 'companies'), (batch) =>
    session.orm.select({ id: t.companyAncestors.companyId }).from(t.companyAncestors).where(inArray(t.companyAncestors.ancestorId, batch)),
  );
  add(
    'companies',
    companies.map(({ id }) => id),
  );
  const companyIds = getIdSet(found, 'companies');
  add(
    'deals',
    (
      await queryInBatches(companyIds, (batch) =>
        session.orm
          .selectDistinct({ id: t.dealParticipants.dealId })
          .from(t.dealParticipants)
          .where(inArray(t.dealParticipants.companyId, batch)),
      )
    ).map(({ id }) => id),
  );
  add(
    'chips',
    (
      await queryInBatches(companyIds, (batch) =>
        session.orm.select({ id: t.chips.id }).from(t.chips).where(inArray(t.chips.vendorId, batch)),
      )
    ).map(({ id }) => id),
  );
  add(
    'stakes',
    (
      await queryInBatches(companyIds, (batch) =>
        session.orm
          .select({ id: t.stakes.id })
          .from(t.stakes)
          .where(or(inArray(t.stakes.holderId, batch), inArray(t.stakes.issuerId, batch))),
      )
    ).map(({ id }) => id),
  );
  add(
    'valuations',
    (
      await queryInBatches(companyIds, (batch) =>
        session.orm.select({ id: t.valuations.id }).from(t.valuations).where(inArray(t.valuations.companyId, batch)),
      )
    ).map(({ id }) => id),
  );
  add(
    'chip-commitments',
    (
      await queryInBatches(companyIds, (batch) =>
        session.orm
          .select({ id: t.chipCommitments.id })
          .from(t.chipCommitments)
          .where(
            or(
              inArray(t.chipCommitments.buyerId, batch),
              inArray(t.chipCommitments.chipVendorId, batch),
              inArray(t.chipCommitments.providerId, batch),
            ),
          ),
      )
    ).map(({ id }) => id),
  );
  add(
    'chip-commitments',
    (
      await queryInBatches(getIdSet(changed, 'chips'), (batch) =>
        session.orm
          .select({ id: t.chipCommitmentChips.commitmentId })
          .from(t.chipCommitmentChips)
          .where(inArray(t.chipCommitmentChips.chipId, batch)),
      )
    ).map(({ id }) => id),
  );

  const citing = await queryInBatches(getIdSet(changed, 'sources'), (batch) =>
    session.orm
      .selectDistinct({ collection: t.citations.collection, id: t.citations.recordId })
      .from(t.citations)
      .where(inArray(t.citations.sourceId, batch)),
  );
  for (const { collection, id } of citing) add(collection, [id]);

  const dealIds = [...getIdSet(found, 'deals')];
  const umbrellas = await queryInBatches(dealIds, (batch) =>
    session.orm
      .select()
      .from(t.dealUmbrellas)
      .where(or(inArray(t.dealUmbrellas.dealId, batch), inArray(t.dealUmbrellas.umbrellaId, batch))),
  );
  const supersessions = await queryInBatches(dealIds, (batch) =>
    session.orm
      .select()
      .from(t.dealSupersessions)
      .where(or(inArray(t.dealSupersessions.dealId, batch), inArray(t.dealSupersessions.supersededId, batch))),
  );
  add(
    'deals',
    umbrellas.flatMap(({ dealId, umbrellaId }) => [dealId, umbrellaId]),
  );
  add(
    'deals',
    supersessions.flatMap(({ dealId, supersededId }) => [dealId, supersededId]),
  );
  const linkedDeals = getIdSet(found, 'deals');
  for (const [collection, table] of [
    ['stakes', t.stakes],
    ['valuations', t.valuations],
    ['chip-commitments', t.chipCommitments],
  ] as const) {
    const rows = await queryInBatches(linkedDeals, (batch) =>
      session.orm.select({ id: table.id }).from(table).where(inArray(table.dealId, batch)),
    );
    add(
      collection,
      rows.map(({ id }) => id),
    );
  }
  for (const collection of ['deals', 'stakes', 'valuations', 'chip-commitments'] as const) {
    const cited = await queryInBatches(getIdSet(found, collection), (batch) =>
      session.orm
        .selectDistinct({ id: t.citations.sourceId })
        .from(t.citations)
        .where(and(eq(t.citations.collection, collection), inArray(t.citations.recordId, batch))),
    );
    add(
      'sources',
      cited.map(({ id }) => id),
    );
  }
  return found;
};

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
  const { dealParticipants, stakes, valuations, chipCommitments, commitmentStates, citations, shortAnswers } = session.tables;
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
      .select({ company: valuations.companyId, body: shortAnswers.body, knownFrom: shortAnswers.knownFrom, day: valuations.observedDay })
      .from(valuations)
      .innerJoin(shortAnswers, and(eq(shortAnswers.collection, 'valuations'), eq(shortAnswers.recordId, valuations.id)))
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
