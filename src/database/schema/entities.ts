import {
  attributions,
  chipCategories,
  collections,
  companyRoles,
  dealKinds,
  participantRoles,
  sourceKinds,
  stakeBases,
  valuationBases,
} from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/** The records in normalised form: what lists filter by, and what refuses a dangling reference. */
export const defineEntityTables = (kit: ColumnKit) => {
  const companies = kit.table(
    'companies',
    {
      id: kit.text('id').primaryKey(),
      name: kit.text('name').notNull(),
      country: kit.text('country').notNull(),
    },
    (table) => [kit.index('companies_country_idx').on(table.country, table.id)],
  );

  const companyRoleRows = kit.table(
    'company_roles',
    {
      companyId: kit
        .text('company_id')
        .notNull()
        .references(() => companies.id),
      role: kit.oneOf('role', companyRoles).notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.companyId, table.role] })],
  );

  /** Each company with itself and every owner above it, from the day on which the whole chain held. */
  const companyAncestors = kit.table(
    'company_ancestors',
    {
      companyId: kit
        .text('company_id')
        .notNull()
        .references(() => companies.id),
      ancestorId: kit
        .text('ancestor_id')
        .notNull()
        .references(() => companies.id),
      since: kit.day('since').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.companyId, table.ancestorId] }),
      kit.index('company_ancestors_ancestor_idx').on(table.ancestorId, table.companyId),
    ],
  );

  const chips = kit.table('chips', {
    id: kit.text('id').primaryKey(),
    name: kit.text('name').notNull(),
    vendorId: kit
      .text('vendor_id')
      .notNull()
      .references(() => companies.id),
    category: kit.oneOf('category', chipCategories).notNull(),
    announcedDay: kit.day('announced_day'),
  });

  const sources = kit.table(
    'sources',
    {
      id: kit.text('id').primaryKey(),
      publisher: kit.text('publisher').notNull(),
      kind: kit.oneOf('kind', sourceKinds).notNull(),
      publishedOn: kit.day('published_on').notNull(),
      publishedDay: kit.day('published_day').notNull(),
      /** The first day on which a citation of it is out; for an uncited one, its own date. */
      knownFrom: kit.day('known_from').notNull(),
      /** SHA-256 of the URL without what two addresses of one page may differ in. */
      urlHash: kit.text('url_hash'),
    },
    (table) => [
      kit.index('sources_url_hash_idx').on(table.urlHash),
      kit.index('sources_published_idx').on(table.publishedDay, table.id),
      kit.index('sources_publisher_idx').on(table.publisher, table.id),
    ],
  );

  const deals = kit.table('deals', {
    id: kit.text('id').primaryKey(),
    title: kit.text('title').notNull(),
    kind: kit.oneOf('kind', dealKinds).notNull(),
  });

  const dealUmbrellas = kit.table(
    'deal_umbrellas',
    {
      dealId: kit
        .text('deal_id')
        .primaryKey()
        .references(() => deals.id),
      umbrellaId: kit
        .text('umbrella_id')
        .notNull()
        .references(() => deals.id),
    },
    (table) => [kit.index('deal_umbrellas_umbrella_idx').on(table.umbrellaId)],
  );

  const dealSupersessions = kit.table(
    'deal_supersessions',
    {
      dealId: kit
        .text('deal_id')
        .notNull()
        .references(() => deals.id),
      supersededId: kit
        .text('superseded_id')
        .notNull()
        .references(() => deals.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.supersededId] }),
      kit.index('deal_supersessions_superseded_idx').on(table.supersededId),
    ],
  );

  const dealParticipants = kit.table(
    'deal_participants',
    {
      dealId: kit
        .text('deal_id')
        .notNull()
        .references(() => deals.id),
      companyId: kit
        .text('company_id')
        .notNull()
        .references(() => companies.id),
      role: kit.oneOf('role', participantRoles).notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.companyId, table.role] }),
      kit.index('deal_participants_company_idx').on(table.companyId, table.role, table.dealId, table.knownFrom),
      kit.index('deal_participants_role_idx').on(table.role, table.dealId),
    ],
  );

  const stakes = kit.table(
    'stakes',
    {
      id: kit.text('id').primaryKey(),
      holderId: kit
        .text('holder_id')
        .notNull()
        .references(() => companies.id),
      issuerId: kit
        .text('issuer_id')
        .notNull()
        .references(() => companies.id),
      dealId: kit.text('deal_id').references(() => deals.id),
      basis: kit.oneOf('basis', stakeBases).notNull(),
      observedDay: kit.day('observed_day').notNull(),
      percent: kit.ratio('percent'),
      valueUsd: kit.money('value_usd'),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.index('stakes_holder_idx').on(table.holderId, table.observedDay),
      kit.index('stakes_issuer_idx').on(table.issuerId, table.observedDay),
      kit.index('stakes_deal_idx').on(table.dealId),
      kit.index('stakes_observed_idx').on(table.observedDay, table.id),
    ],
  );

  const valuations = kit.table(
    'valuations',
    {
      id: kit.text('id').primaryKey(),
      companyId: kit
        .text('company_id')
        .notNull()
        .references(() => companies.id),
      dealId: kit.text('deal_id').references(() => deals.id),
      basis: kit.oneOf('basis', valuationBases).notNull(),
      observedDay: kit.day('observed_day').notNull(),
      amountUsd: kit.money('amount_usd'),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.index('valuations_company_idx').on(table.companyId, table.observedDay),
      kit.index('valuations_deal_idx').on(table.dealId),
      kit.index('valuations_observed_idx').on(table.observedDay, table.id),
    ],
  );

  const chipCommitments = kit.table(
    'chip_commitments',
    {
      id: kit.text('id').primaryKey(),
      dealId: kit.text('deal_id').references(() => deals.id),
      buyerId: kit
        .text('buyer_id')
        .notNull()
        .references(() => companies.id),
      chipVendorId: kit
        .text('chip_vendor_id')
        .notNull()
        .references(() => companies.id),
      providerId: kit.text('provider_id').references(() => companies.id),
    },
    (table) => [
      kit.index('chip_commitments_buyer_idx').on(table.buyerId),
      kit.index('chip_commitments_vendor_idx').on(table.chipVendorId),
      kit.index('chip_commitments_provider_idx').on(table.providerId),
      kit.index('chip_commitments_deal_idx').on(table.dealId),
    ],
  );

  const chipCommitmentChips = kit.table(
    'chip_commitment_chips',
    {
      commitmentId: kit
        .text('commitment_id')
        .notNull()
        .references(() => chipCommitments.id),
      chipId: kit
        .text('chip_id')
        .notNull()
        .references(() => chips.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.commitmentId, table.chipId] }),
      kit.index('chip_commitment_chips_chip_idx').on(table.chipId),
    ],
  );

  /** Which source a record cites, for which event, and from which day that could be seen. */
  const citations = kit.table(
    'citations',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      /** Position of the event in the history; -1 where the citation is of the record as a whole. */
      event: kit.integer('event').notNull(),
      position: kit.integer('position').notNull(),
      sourceId: kit
        .text('source_id')
        .notNull()
        .references(() => sources.id),
      attribution: kit.oneOf('attribution', attributions).notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.collection, table.recordId, table.event, table.position] }),
      kit.index('citations_source_idx').on(table.sourceId, table.collection, table.recordId),
      kit.index('citations_attribution_idx').on(table.attribution, table.collection, table.recordId),
    ],
  );

  return {
    companies,
    companyRoles: companyRoleRows,
    companyAncestors,
    chips,
    sources,
    deals,
    dealUmbrellas,
    dealSupersessions,
    dealParticipants,
    stakes,
    valuations,
    chipCommitments,
    chipCommitmentChips,
    citations,
  };
};

export type EntityTables = ReturnType<typeof defineEntityTables>;
