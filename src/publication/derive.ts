import type { Session } from '../database/database.ts';
import type { Ancestor } from '../domain/groups.ts';
import { ancestorsOf as ancestorChainOf } from '../domain/groups.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { type IdsByCollection, idsIn, noIds } from './affected.ts';
import { inBatches } from './batches.ts';
import { writeCommitments } from './derive-commitments.ts';
import { deriveDeals, derivedRecordsOf, writeDeals } from './derive-deals.ts';
import { derivedChipsOf, writeCompanies, writeSources } from './derive-entities.ts';
import { writeStakes, writeValuations } from './derive-observations.ts';
import { replaceDerived } from './derived-rows.ts';
import { loadPublicationDates, loadRecords, required } from './stored-records.ts';

/** Loads companies with every owner above them. */
const loadCompaniesUpwards = async (session: Session, ids: Iterable<string>) => {
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
const derivePiece = async (session: Session, ids: IdsByCollection, moved: IdsByCollection): Promise<void> => {
  const deals = await deriveDeals(session, idsIn(ids, 'deals'));
  const stakes = await loadRecords(session, 'stakes', idsIn(ids, 'stakes'));
  const valuations = await loadRecords(session, 'valuations', idsIn(ids, 'valuations'));
  const commitments = await loadRecords(session, 'chip-commitments', idsIn(ids, 'chip-commitments'));
  const chips = await loadRecords(session, 'chips', [
    ...idsIn(ids, 'chips'),
    ...[...commitments.values()].flatMap(({ record }) => record.chips),
  ]);
  const observed = [...stakes.values(), ...valuations.values(), ...commitments.values()].map(({ record }) => record);
  const furtherDeals = await deriveDeals(
    session,
    observed.flatMap(({ deal }) => (deal === undefined || deals.has(deal) ? [] : [deal])),
  );
  const dealsAround = new Map([...deals, ...furtherDeals]);
  const companies = await loadCompaniesUpwards(session, [
    ...idsIn(ids, 'companies'),
    ...[...dealsAround.values()].flatMap(({ stored }) => stored.record.participants.map(({ company }) => company)),
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
  const ancestorsOf = (id: string): Ancestor[] => {
    const chain = chains.get(id) ?? ancestorChainOf(id, (company) => companies.get(company)?.record);
    chains.set(id, chain);
    return chain;
  };
  const nameOf = (id: string) => required(companies, id).record.name;
  const chipNameOf = (id: string) => required(chips, id).record.name;
  const publishedOn = await loadPublicationDates(
    session,
    [...stakes, ...valuations, ...commitments].flatMap(([, { record }]) =>
      'citations' in record
        ? record.citations.map(({ source }) => source)
        : record.history.flatMap((event) => event.citations.map(({ source }) => source)),
    ),
  );
  const ofIds = <Value>(map: ReadonlyMap<string, Value>, collection: Collection) =>
    new Map([...map].filter(([id]) => idsIn(ids, collection).has(id)));
  const world = { deals: dealsAround, publishedOn, nameOf };
  const replace = async (collection: Collection, derived: Parameters<typeof replaceDerived>[2]) => {
    for (const id of await replaceDerived(session, collection, derived)) idsIn(moved, collection).add(id);
  };
  await replace('companies', await writeCompanies(session, ofIds(companies, 'companies'), ancestorsOf));
  await replace('chips', derivedChipsOf(ofIds(chips, 'chips'), nameOf));
  await replace('deals', await derivedRecordsOf(deals, nameOf));
  await writeDeals(session, deals, ancestorsOf);
  await replace('stakes', await writeStakes(session, stakes, world));
  await replace('valuations', await writeValuations(session, valuations, world));
  await replace(
    'chip-commitments',
    await writeCommitments(session, commitments, dealsAround, publishedOn, ancestorsOf, nameOf, chipNameOf),
  );
  await replace('sources', await writeSources(session, await loadRecords(session, 'sources', idsIn(ids, 'sources'))));
};

/** So many records are derived at a time: what they need around them is in memory then. */
const recordsInPiece = 100;

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
  const moved = noIds();
  const total = [...ids.values()].reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const collection of derivationOrder) {
    for (const piece of inBatches([...idsIn(ids, collection)], recordsInPiece)) {
      await derivePiece(session, new Map([[collection, new Set(piece)]]), moved);
      done += piece.length;
      onProgress(done, total);
    }
  }
  return moved;
};
