import type { Session } from '../database/database.ts';
import type { Ancestor } from '../domain/flows.ts';
import { listAncestors } from '../domain/flows.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { toBatches } from '../store/batches.ts';
import { createIdSets, getIdSet, type IdsByCollection } from '../store/dependents.ts';
import { getOrThrow, loadPublicationDates, loadRecords } from '../store/records.ts';
import { writeCommitments } from './chip-commitments.ts';
import { deriveDealRecords, deriveDeals, writeDeals } from './deals.ts';
import { replaceDerived } from './derived-rows.ts';
import { deriveChips, writeCompanies, writeSources, writeStakes, writeValuations } from './entities.ts';

/** Loads companies with every owner above them. */
const loadCompaniesWithAncestors = async (session: Session, ids: Iterable<string>) => {
  const companies = await loadRecords(session, 'companies', ids);
  for (let missing = [...companies.values()]; missing.length > 0; ) {
    const parents = missing.flatMap(({ record }) => (record.parent === undefined || companies.has(record.parent) ? [] : [record.parent]));
    const loaded = await loadRecords(session, 'companies', parents);
    for (const [id, stored] of loaded) companies.set(id, stored);
    missing = [...loaded.values()];
  }
  return companies;
};

/** Derives everything anew for a few records, and tells those whose answers moved. */
const deriveBatch = async (session: Session, ids: IdsByCollection, affected: IdsByCollection): Promise<void> => {
  const deals = await deriveDeals(session, getIdSet(ids, 'deals'));
  const stakes = await loadRecords(session, 'stakes', getIdSet(ids, 'stakes'));
  const valuations = await loadRecords(session, 'valuations', getIdSet(ids, 'valuations'));
  const commitments = await loadRecords(session, 'chip-commitments', getIdSet(ids, 'chip-commitments'));
  const chips = await loadRecords(session, 'chips', [
    ...getIdSet(ids, 'chips'),
    ...[...commitments.values()].flatMap(({ record }) => record.chips),
  ]);
  const dealLinkedRecords = [...stakes.values(), ...valuations.values(), ...commitments.values()].map(({ record }) => record);
  const linkedDeals = await deriveDeals(
    session,
    dealLinkedRecords.flatMap(({ deal }) => (deal === undefined || deals.has(deal) ? [] : [deal])),
  );
  const allDeals = new Map([...deals, ...linkedDeals]);
  const companies = await loadCompaniesWithAncestors(session, [
    ...getIdSet(ids, 'companies'),
    ...[...allDeals.values()].flatMap(({ stored }) => stored.record.participants.map(({ company }) => company)),
    ...[...chips.values()].map(({ record }) => record.vendor),
    ...[...stakes.values()].flatMap(({ record }) => [record.holder, record.issuer]),
    ...[...valuations.values()].map(({ record }) => record.company),
    ...[...commitments.values()].flatMap(({ record }) => [
      record.buyer,
      record.chipVendor,
      ...(record.provider === undefined ? [] : [record.provider]),
    ]),
  ]);
  const chains = new Map<string, Ancestor[]>();
  const getAncestors = (id: string): Ancestor[] => {
    const chain = chains.get(id) ?? listAncestors(id, (company) => companies.get(company)?.record);
    chains.set(id, chain);
    return chain;
  };
  const getName = (id: string) => getOrThrow(companies, id).record.name;
  const getChipName = (id: string) => getOrThrow(chips, id).record.name;
  const publishedOn = await loadPublicationDates(
    session,
    [...stakes, ...valuations, ...commitments].flatMap(([, { record }]) =>
      'citations' in record
        ? record.citations.map(({ source }) => source)
        : record.history.flatMap((event) => event.citations.map(({ source }) => source)),
    ),
  );
  const selectIds = <Value>(map: ReadonlyMap<string, Value>, collection: Collection) =>
    new Map([...map].filter(([id]) => getIdSet(ids, collection).has(id)));
  const lookups = { deals: allDeals, publishedOn, getName };
  const replace = async (collection: Collection, derived: Parameters<typeof replaceDerived>[2]) => {
    for (const id of await replaceDerived(session, collection, derived)) getIdSet(affected, collection).add(id);
  };
  await replace('companies', await writeCompanies(session, selectIds(companies, 'companies'), getAncestors));
  await replace('chips', deriveChips(selectIds(chips, 'chips'), getName));
  await replace('deals', await deriveDealRecords(deals, getName));
  await writeDeals(session, deals, getAncestors);
  await replace('stakes', await writeStakes(session, stakes, lookups));
  await replace('valuations', await writeValuations(session, valuations, lookups));
  await replace(
    'chip-commitments',
    await writeCommitments(session, commitments, allDeals, publishedOn, getAncestors, getName, getChipName),
  );
  await replace('sources', await writeSources(session, await loadRecords(session, 'sources', getIdSet(ids, 'sources'))));
};

/** So many records are derived at a time: what they need around them is in memory then. */
const recordsPerBatch = 100;

/** As they build on one another: a source is known from the first day on which a citation of it is out. */
const derivationOrder = ['companies', 'chips', 'deals', 'stakes', 'valuations', 'chip-commitments', 'sources'] as const;

/** Is told how many of all records are done. */
export type OnProgress = (done: number, total: number) => void;

/** Derives everything anew for the given records, a piece at a time, and answers which of them have answers that moved. */
export const deriveAll = async (
  session: Session,
  ids: IdsByCollection,
  onProgress: OnProgress = () => undefined,
): Promise<IdsByCollection> => {
  const affected = createIdSets();
  const total = [...ids.values()].reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const collection of derivationOrder) {
    for (const batch of toBatches([...getIdSet(ids, collection)], recordsPerBatch)) {
      await deriveBatch(session, new Map([[collection, new Set(batch)]]), affected);
      done += batch.length;
      onProgress(done, total);
    }
  }
  return affected;
};
