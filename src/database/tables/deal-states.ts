import { sql } from 'drizzle-orm';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../columns.postgres.ts';
import type { EntityTables } from './entities.ts';

/** The states of deals over time, in the orders in which lists of deals are read. */
export const defineDealStateTables = (kit: ColumnKit, { companies, deals, sources }: EntityTables) => {
  /** What lists of deals filter and sort by. */
  const listedColumns = () => ({
    dealId: kit
      .text('deal_id')
      .notNull()
      .references(() => deals.id),
    knownFrom: kit.day('known_from').notNull(),
    knownTo: kit.day('known_to'),
    kind: kit.oneOf('kind', dealKinds).notNull(),
    status: kit.oneOf('status', statuses).notNull(),
    certainty: kit.oneOf('certainty', certainties).notNull(),
    /** Headline of the amount in US dollars. */
    amountUsd: kit.money('amount_usd'),
    valuationUsd: kit.money('valuation_usd'),
    announcedDay: kit.day('announced_day'),
    closedDay: kit.day('closed_day'),
    lastReportedDay: kit.day('last_reported_day').notNull(),
    /** The countries of those that take part, as `FR US`. */
    countries: kit.text('countries').notNull().default(''),
    /** The number of the answers of the state. */
    answerId: kit.long('answer_id').notNull().default(0),
  });
  /** The same where a state is told once more. */
  const repeatedColumns = () => ({
    ...listedColumns(),
    title: kit.text('title').notNull().default(''),
    firstKnownOn: kit.day('first_known_on').notNull().default(''),
  });

  /** A row for every interval of days `[known_from, known_to)` in which nothing visible in the deal changed. */
  const dealStates = kit.table(
    'deal_states',
    {
      ...listedColumns(),
      title: kit.text('title').notNull(),
      firstKnownOn: kit.day('first_known_on').notNull(),
      /** The bounds of the amount in US dollars, for sums. */
      usdMin: kit.money('usd_min'),
      usdMax: kit.money('usd_max'),
      termYears: kit.ratio('term_years'),
      /** As stated, also with less precision than a day. */
      announcedOn: kit.day('announced_on'),
      /** How many flows the deal gives in this state. */
      flowCount: kit.integer('flow_count').notNull().default(0),
    },
    (table) => {
      // What follows the sorting value in the indexes that lists are read from: the id, the interval, the common filters and where
      // the answer is.
      const { kind, status, certainty } = table;
      const state = [table.dealId, table.knownFrom, table.knownTo] as const;
      const answer = [table.countries, table.answerId] as const;
      const rest = [...state, kind, status, certainty, ...answer] as const;
      return [
        kit.primaryKey({ columns: [table.dealId, table.knownFrom] }),
        // The orders of lists, with the interval and the common filters, so that a page is read from the index alone, as of any day.
        // The orders that are asked for most stand in both directions: ties are by id in either.
        ...[
          { name: 'amount', column: table.amountUsd, descending: sql`amount_usd desc` },
          { name: 'reported', column: table.lastReportedDay, descending: sql`last_reported_day desc` },
          { name: 'announced', column: table.announcedDay, descending: sql`announced_day desc` },
        ].flatMap(({ name, column, descending }) => [
          kit.index(`deal_states_${name}_asc_idx`).on(column, ...rest),
          kit.index(`deal_states_${name}_desc_idx`).on(descending, ...rest),
          // What is known now by kind and by status. By both, which leave out most, on any day.
          ...[
            { by: 'kind', first: kind },
            { by: 'status', first: status },
          ].flatMap(({ by, first }) => [
            kit
              .index(`deal_states_${by}_${name}_idx`)
              .on(first, descending, ...state, ...answer)
              .where(sql`known_to is null`),
            kit
              .index(`deal_states_${by}_${name}_asc_idx`)
              .on(first, column, ...state, ...answer)
              .where(sql`known_to is null`),
          ]),
          kit.index(`deal_states_kind_status_${name}_idx`).on(kind, status, descending, ...state, ...answer),
          kit.index(`deal_states_kind_status_${name}_asc_idx`).on(kind, status, column, ...state, ...answer),
        ]),
        kit.index('deal_states_kind_status_first_known_idx').on(kind, status, table.firstKnownOn, ...state, ...answer),
        kit.index('deal_states_kind_status_title_idx').on(kind, status, table.title, ...state, ...answer),
        // With the values that most have not: who has none is listed by id.
        kit.index('deal_states_kind_status_id_idx').on(kind, status, ...state, ...answer, table.valuationUsd, table.closedDay),
        // Few kinds have a valuation, and few statuses and certainties a day of closing.
        kit
          .index('deal_states_kind_valuation_idx')
          .on(kind, table.valuationUsd, ...state, status, certainty, ...answer)
          .where(sql`valuation_usd is not null`),
        kit
          .index('deal_states_status_closed_idx')
          .on(status, table.closedDay, ...state, kind, certainty, ...answer)
          .where(sql`closed_day is not null`),
        kit
          .index('deal_states_certainty_closed_idx')
          .on(certainty, table.closedDay, ...state, kind, status, ...answer)
          .where(sql`closed_day is not null`),
        kit.index('deal_states_valuation_idx').on(table.valuationUsd, ...rest),
        kit.index('deal_states_closed_idx').on(table.closedDay, ...rest),
        kit.index('deal_states_first_known_idx').on(table.firstKnownOn, ...rest),
        kit.index('deal_states_title_idx').on(table.title, ...rest),
        kit.index('deal_states_id_idx').on(...rest),
        // Dates ahead of the day on which they became known are few.
        ...[
          {
            name: 'reported',
            column: table.lastReportedDay,
            descending: sql`last_reported_day desc`,
            isAhead: sql`last_reported_day > known_from`,
          },
          {
            name: 'announced',
            column: table.announcedDay,
            descending: sql`announced_day desc`,
            isAhead: sql`announced_day > known_from`,
          },
        ].flatMap(({ name, column, descending, isAhead }) => [
          kit
            .index(`deal_states_${name}_ahead_asc_idx`)
            .on(column, ...rest)
            .where(isAhead),
          kit
            .index(`deal_states_${name}_ahead_desc_idx`)
            .on(descending, ...rest)
            .where(isAhead),
        ]),
        kit
          .index('deal_states_closed_ahead_idx')
          .on(table.closedDay, ...rest)
          .where(sql`closed_day > known_from`),
        kit.index('deal_states_flowless_idx').on(table.dealId).where(sql`flow_count = 0`),
      ];
    },
  );

  /**
   * The states of deals once more for each company that takes part, and for each owner above it: so that the deals of a company,
   * or of a group, are read in their order.
   */
  const dealPartyStates = kit.table(
    'deal_party_states',
    {
      ...repeatedColumns(),
      partyId: kit
        .text('party_id')
        .notNull()
        .references(() => companies.id),
      /** Whether the company itself takes part, and not only one below it. */
      isDirect: kit.boolean('is_direct').notNull(),
      /** The day from which one that takes part belonged to the group of the company. */
      since: kit.day('since').notNull(),
    },
    (table) => {
      const rest = [
        table.dealId,
        table.knownFrom,
        table.knownTo,
        table.isDirect,
        table.since,
        table.kind,
        table.status,
        table.certainty,
        table.countries,
        table.answerId,
      ] as const;
      return [
        kit.primaryKey({ columns: [table.dealId, table.partyId, table.knownFrom] }),
        kit.index('deal_party_states_amount_idx').on(table.partyId, sql`amount_usd desc`, ...rest),
        kit.index('deal_party_states_announced_idx').on(table.partyId, sql`announced_day desc`, ...rest),
        // This one holds all that is asked of the deals of a company, so that they are gathered from where they stand together.
        kit
          .index('deal_party_states_reported_idx')
          .on(
            table.partyId,
            sql`last_reported_day desc`,
            ...rest,
            table.amountUsd,
            table.announcedDay,
            table.valuationUsd,
            table.closedDay,
            table.firstKnownOn,
            table.title,
          ),
      ];
    },
  );

  /** The states of deals once more for each source that is cited: so that the deals of a source, or of a publisher, stand together. */
  const dealSourceStates = kit.table(
    'deal_source_states',
    {
      ...repeatedColumns(),
      sourceId: kit
        .text('source_id')
        .notNull()
        .references(() => sources.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.sourceId, table.knownFrom] }),
      kit
        .index('deal_source_states_source_idx')
        .on(
          table.sourceId,
          table.dealId,
          table.knownFrom,
          table.knownTo,
          table.kind,
          table.status,
          table.certainty,
          table.countries,
          table.answerId,
          table.lastReportedDay,
          table.amountUsd,
          table.announcedDay,
          table.valuationUsd,
          table.closedDay,
          table.firstKnownOn,
          table.title,
        ),
    ],
  );

  return { dealStates, dealPartyStates, dealSourceStates };
};
