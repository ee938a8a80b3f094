import { sql } from 'drizzle-orm';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { EntityTables } from './entities.ts';

/** The states of deals over time, from which deals are listed. */
export const defineDealStateTables = (kit: ColumnKit, { deals }: EntityTables) => {
  /** A row for every interval of days `[known_from, known_to)` in which nothing visible in the deal changed. */
  const dealStates = kit.table(
    'deal_states',
    {
      dealId: kit
        .text('deal_id')
        .notNull()
        .references(() => deals.id),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      title: kit.text('title').notNull(),
      kind: kit.oneOf('kind', dealKinds).notNull(),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      /** Headline of the amount in US dollars. */
      amountUsd: kit.money('amount_usd'),
      /** The lower and the upper end of the amount in US dollars, for sums. */
      usdMin: kit.money('usd_min'),
      usdMax: kit.money('usd_max'),
      valuationUsd: kit.money('valuation_usd'),
      termYears: kit.ratio('term_years'),
      /** As stated: a year or a month has less precision than a day. */
      announcedOn: kit.day('announced_on'),
      announcedDay: kit.day('announced_day'),
      closedDay: kit.day('closed_day'),
      lastReportedDay: kit.day('last_reported_day').notNull(),
      firstKnownOn: kit.day('first_known_on').notNull(),
      /** The number of flows that the deal has in this state. */
      flowCount: kit.integer('flow_count').notNull().default(0),
      /** The id of the state's documents. */
      answerId: kit.long('answer_id').notNull().default(0),
    },
    (table) => {
      const interval = [table.dealId, table.knownFrom, table.knownTo] as const;
      // One index for each sort, in the direction that is asked for most; the other direction reads it backwards and sorts ties only.
      // Each covers the interval and the common filters, so that rows that do not match cost no look at the table.
      const common = [table.kind, table.status, table.certainty, table.amountUsd, table.announcedDay, table.lastReportedDay] as const;
      const covered = [...interval, ...common, table.answerId] as const;
      const amount = sql`amount_usd desc`;
      const announced = sql`announced_day desc`;
      const reported = sql`last_reported_day desc`;
      return [
        kit.primaryKey({ columns: [table.dealId, table.knownFrom] }),
        kit.index('deal_states_by_amount_idx').on(amount, ...covered),
        kit.index('deal_states_by_announced_idx').on(announced, ...covered),
        kit.index('deal_states_by_reported_idx').on(reported, ...covered),
        kit.index('deal_states_by_valuation_idx').on(table.valuationUsd, ...covered),
        kit.index('deal_states_by_closed_idx').on(table.closedDay, ...covered),
        kit.index('deal_states_by_first_known_idx').on(table.firstKnownOn, ...covered),
        kit.index('deal_states_by_title_idx').on(table.title, ...covered),
        // The sorts that are asked for most, for the deals of one kind or status.
        ...[
          { filter: 'kind', column: table.kind, others: [table.status, table.certainty] as const },
          { filter: 'status', column: table.status, others: [table.kind, table.certainty] as const },
        ].flatMap(({ filter, column, others }) =>
          [
            { sort: 'amount', value: amount },
            { sort: 'announced', value: announced },
            { sort: 'reported', value: reported },
          ].map(({ sort, value }) =>
            kit.index(`deal_states_of_${filter}_by_${sort}_idx`).on(column, value, ...interval, ...others, table.answerId),
          ),
        ),
        kit.index('deal_states_without_flows_idx').on(table.dealId).where(sql`flow_count = 0`),
      ];
    },
  );

  return { dealStates };
};
