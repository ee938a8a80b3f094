import { and, eq, inArray, or } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { queryInBatches } from './batches.ts';

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
