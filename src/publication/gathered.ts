import { and, eq, inArray, min, or } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { citationsOf, referencesOf } from '../domain/references.ts';
import { type IdsByCollection, idsIn, noIds } from './affected.ts';
import { collect } from './batches.ts';
import { loadRecords } from './stored-records.ts';

/** The records of some ids, of whatever collection. */
export const loadCollected = async (session: Session, ids: IdsByCollection): Promise<CollectedRecord[]> => {
  const collected: CollectedRecord[] = [];
  for (const [collection, some] of ids)
    for (const { record } of (await loadRecords(session, collection, some)).values())
      collected.push({ collection, record } as CollectedRecord);
  return collected;
};

/**
 * The companies and the sources that records name. Their answers gather something of these records when they are asked for: a
 * company how many name it, and its newest valuation; a source what it supports.
 */
export const gatherersOf = (collected: readonly CollectedRecord[]): IdsByCollection => {
  const gatherers = noIds();
  for (const one of collected)
    for (const { collection, id } of referencesOf(one))
      if (collection === 'companies' || collection === 'sources') idsIn(gatherers, collection).add(id);
  return gatherers;
};

/** What the answers of some companies and sources gather, as lines by `<collection>/<id>`; `changing` are the records that a write is about. */
export const gather = async (
  session: Session,
  gatherers: IdsByCollection,
  changing: readonly CollectedRecord[],
): Promise<Map<string, Set<string>>> => {
  const { dealParticipants, stakes, valuations, chipCommitments, commitmentStates, citations, shortAnswers } = session.tables;
  const companies = idsIn(gatherers, 'companies');
  const sources = idsIn(gatherers, 'sources');
  const lines = new Map<string, Set<string>>();
  const add = (collection: 'companies' | 'sources', id: string | null, ...line: unknown[]) => {
    const key = `${collection}/${id}`;
    lines.set(key, (lines.get(key) ?? new Set()).add(JSON.stringify(line)));
  };
  const participants = await collect(companies, (batch) =>
    session.orm
      .selectDistinct({ company: dealParticipants.companyId, deal: dealParticipants.dealId, knownFrom: dealParticipants.knownFrom })
      .from(dealParticipants)
      .where(inArray(dealParticipants.companyId, batch)),
  );
  for (const { company, deal, knownFrom } of participants) add('companies', company, 'deal', deal, knownFrom);
  const held = await collect(companies, (batch) =>
    session.orm
      .select({ id: stakes.id, holder: stakes.holderId, issuer: stakes.issuerId, knownFrom: stakes.knownFrom })
      .from(stakes)
      .where(or(inArray(stakes.holderId, batch), inArray(stakes.issuerId, batch))),
  );
  for (const { id, holder, issuer, knownFrom } of held) {
    add('companies', holder, 'holder', id, knownFrom);
    add('companies', issuer, 'issuer', id, knownFrom);
  }
  const promised = await collect(companies, (batch) =>
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
      .where(
        or(
          inArray(chipCommitments.buyerId, batch),
          inArray(chipCommitments.chipVendorId, batch),
          inArray(chipCommitments.providerId, batch),
        ),
      )
      .groupBy(chipCommitments.id),
  );
  for (const { id, buyer, vendor, provider, knownFrom } of promised)
    for (const company of [buyer, vendor, provider]) add('companies', company, 'chip commitment', id, knownFrom);
  const valued = await collect(companies, (batch) =>
    session.orm
      .select({ company: valuations.companyId, body: shortAnswers.body, knownFrom: shortAnswers.knownFrom, day: valuations.observedDay })
      .from(valuations)
      .innerJoin(shortAnswers, and(eq(shortAnswers.collection, 'valuations'), eq(shortAnswers.recordId, valuations.id)))
      .where(inArray(valuations.companyId, batch)),
  );
  for (const { company, ...valuation } of valued) add('companies', company, 'valuation', valuation);
  const cited = await collect(sources, (batch) => session.orm.select().from(citations).where(inArray(citations.sourceId, batch)));
  for (const { sourceId, ...citation } of cited) add('sources', sourceId, citation);
  // The date of the event that a source supports stands in the record alone.
  for (const one of changing)
    for (const { citation, event } of citationsOf(one)) {
      const reportedOn = event !== null && 'history' in one.record ? one.record.history[event]?.reportedOn : null;
      if (sources.has(citation.source)) add('sources', citation.source, one.collection, one.record.id, event, reportedOn);
    }
  return lines;
};

const isSame = (one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): boolean =>
  (one?.size ?? 0) === (other?.size ?? 0) && [...(one ?? [])].every((line) => other?.has(line) === true);

/** The companies and sources whose answers gather something else than before. */
export const movedAmong = (
  gatherers: IdsByCollection,
  before: ReadonlyMap<string, ReadonlySet<string>>,
  after: ReadonlyMap<string, ReadonlySet<string>>,
): IdsByCollection => {
  const moved = noIds();
  for (const [collection, ids] of gatherers)
    for (const id of ids) {
      const key = `${collection}/${id}`;
      if (!isSame(before.get(key), after.get(key))) idsIn(moved, collection).add(id);
    }
  return moved;
};
