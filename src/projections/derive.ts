import type { Session } from '../database/database.ts';
import { type Ancestor, listAncestors } from '../domain/flows.ts';
import { listReferences } from '../domain/integrity.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { toBatches } from '../store/batches.ts';
import { createIdSets, getIdSet, type IdsByCollection } from '../store/dependents.ts';
import { getOrThrow, loadProvenance, loadPublicationDates, loadRecords, type StoredRecord } from '../store/records.ts';
import { type CommitmentLookups, writeCommitments } from './chip-commitments.ts';
import { type DerivedDeal, deriveDealRecords, deriveDeals, writeDeals } from './deals.ts';
import { type DerivedRecord, replaceDerived } from './derived-rows.ts';
import { deriveChips, writeCompanies, writeSources } from './entities.ts';
import { writeFinancials, writeStakes, writeValuations } from './observations.ts';

/** Loads companies and every owner above them. */
const loadCompanies = async (session: Session, ids: Iterable<string>) => {
  const companies = await loadRecords(session, 'companies', ids);
  for (let missing = [...companies.values()]; missing.length > 0; ) {
    const parents = missing.flatMap(({ record }) => (record.parent === undefined || companies.has(record.parent) ? [] : [record.parent]));
    const loaded = await loadRecords(session, 'companies', parents);
    for (const [id, stored] of loaded) companies.set(id, stored);
    missing = [...loaded.values()];
  }
  const chains = new Map<string, Ancestor[]>();
  return {
    companies,
    getName: (id: string) => getOrThrow(companies, id).record.name,
    getAncestors: (id: string): Ancestor[] => {
      const chain = chains.get(id) ?? listAncestors(id, (company) => companies.get(company)?.record);
      chains.set(id, chain);
      return chain;
    },
  };
};

const listParticipantIds = (deals: ReadonlyMap<string, DerivedDeal>): string[] =>
  [...deals.values()].flatMap(({ stored }) => stored.record.participants.map(({ company }) => company));

type ContextCollection = 'stakes' | 'valuations' | 'financials' | 'chip-commitments';

/** Loads the records that stakes, valuations, financial figures and chip commitments depend on. */
const loadContext = async <Name extends ContextCollection>(
  session: Session,
  collection: Name,
  stored: ReadonlyMap<string, StoredRecord<Name>>,
  recentDeals: ReadonlyMap<string, DerivedDeal>,
): Promise<CommitmentLookups> => {
  const collected = [...stored.values()].map(({ record }) => ({ collection, record }) as CollectedRecord);
  const references = collected.flatMap(listReferences);
  const listIds = (name: Collection) => references.flatMap((reference) => (reference.collection === name ? [reference.id] : []));
  const [derived, missing] = [new Map<string, DerivedDeal>(), new Set<string>()];
  for (const id of listIds('deals')) {
    const deal = recentDeals.get(id);
    if (deal === undefined) missing.add(id);
    else derived.set(id, deal);
  }
  const deals = new Map([...derived, ...(await deriveDeals(session, missing))]);
  const chips = await loadRecords(session, 'chips', listIds('chips'));
  return {
    deals,
    ...(await loadCompanies(session, [...listIds('companies'), ...listParticipantIds(deals)])),
    publishedOn: await loadPublicationDates(session, listIds('sources')),
    provenance: await loadProvenance(session, listIds('sources')),
    getChipName: (id: string) => getOrThrow(chips, id).record.name,
  };
};

/**
 * Derives records of one collection again, and returns the ids of those whose responses changed.
 *
 * @param recentDeals The deals of the last batch of deals, which the records linked with them reuse.
 */
const deriveBatch = async (
  session: Session,
  collection: Collection,
  ids: string[],
  recentDeals: Map<string, DerivedDeal>,
): Promise<string[]> => {
  const deriveWithContext = async <Name extends ContextCollection>(
    name: Name,
    write: (session: Session, stored: Map<string, StoredRecord<Name>>, context: CommitmentLookups) => Promise<DerivedRecord[]>,
  ): Promise<string[]> => {
    const stored = await loadRecords(session, name, ids);
    return replaceDerived(session, name, await write(session, stored, await loadContext(session, name, stored, recentDeals)));
  };
  switch (collection) {
    case 'companies': {
      const { companies, getAncestors } = await loadCompanies(session, ids);
      const selected = new Map([...companies].filter(([id]) => ids.includes(id)));
      return replaceDerived(session, collection, await writeCompanies(session, selected, getAncestors));
    }
    case 'chips': {
      const chips = await loadRecords(session, collection, ids);
      const vendors = [...chips.values()].map(({ record }) => record.vendor);
      return replaceDerived(session, collection, deriveChips(chips, (await loadCompanies(session, vendors)).getName));
    }
    case 'deals': {
      const deals = await deriveDeals(session, ids);
      const { getName, getAncestors } = await loadCompanies(session, listParticipantIds(deals));
      const changed = await replaceDerived(session, collection, await deriveDealRecords(deals, getName));
      await writeDeals(session, deals, getAncestors);
      recentDeals.clear();
      for (const [id, deal] of deals) recentDeals.set(id, deal);
      return changed;
    }
    case 'stakes':
      return deriveWithContext(collection, writeStakes);
    case 'valuations':
      return deriveWithContext(collection, writeValuations);
    case 'financials':
      return deriveWithContext(collection, writeFinancials);
    case 'chip-commitments':
      return deriveWithContext(collection, writeCommitments);
    case 'sources':
      return replaceDerived(session, collection, await writeSources(session, await loadRecords(session, collection, ids)));
  }
};

/** Limits the memory for a batch and the records that it depends on. */
const recordsPerBatch = 250;

/** The order in which records depend on one another: a source is known from the first day on which a citation of it is known. */
const derivationOrder = ['companies', 'chips', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments', 'sources'] as const;

/** Called with the number of records derived so far. */
export type OnProgress = (done: number, total: number) => void;

/** Derives the given records again, in batches, and returns those whose responses changed. */
export const deriveAll = async (
  session: Session,
  ids: IdsByCollection,
  onProgress: OnProgress = () => undefined,
): Promise<IdsByCollection> => {
  const affected = createIdSets();
  const recentDeals = new Map<string, DerivedDeal>();
  const total = [...ids.values()].reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const collection of derivationOrder) {
    for (const batch of toBatches([...getIdSet(ids, collection)], recordsPerBatch)) {
      for (const id of await deriveBatch(session, collection, batch, recentDeals)) getIdSet(affected, collection).add(id);
      done += batch.length;
      onProgress(done, total);
    }
  }
  return affected;
};
