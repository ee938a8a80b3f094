import { sql } from 'drizzle-orm';
import { certainties, dealKinds, evidenceGrades, participantRoles, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { CompanyTables } from './companies.ts';

/** Defines the tables of deals, their references, their states and their events. */
export const defineDealTables = (kit: ColumnKit, { companies }: CompanyTables) => {
  /** A deal. What changes over time (status, amount, dates) is in `deal_states`. */
  const deals = kit.table('deals', {
    id: kit.text('id').primaryKey(),
    title: kit.text('title').notNull(),
    kind: kit.oneOf('kind', dealKinds).notNull(),
  });

  const dealId = () => kit.reference('deal_id', () => deals.id);

  /** A company in one of its roles in a deal. */
  const dealParticipants = kit.table(
    'deal_participants',
    {
      dealId: dealId(),
      companyId: kit.reference('company_id', () => companies.id),
      role: kit.oneOf('role', participantRoles).notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.companyId, table.role] }),
      kit.index('deal_participants_company_idx').on(table.companyId, table.role, table.dealId, table.knownFrom),
      kit.index('deal_participants_role_idx').on(table.role, table.dealId),
    ],
  );

  /** A deal that is part of a larger one, its umbrella. */
  const dealUmbrellas = kit.table(
    'deal_umbrellas',
    {
      dealId: kit
        .text('deal_id')
        .primaryKey()
        .references(() => deals.id),
      umbrellaId: kit.reference('umbrella_id', () => deals.id),
    },
    (table) => [kit.index('deal_umbrellas_umbrella_idx').on(table.umbrellaId)],
  );

  /** A deal that replaces an earlier one. */
  const dealSupersessions = kit.table(
    'deal_supersessions',
    {
      dealId: dealId(),
      supersededId: kit.reference('superseded_id', () => deals.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.supersededId] }),
      kit.index('deal_supersessions_superseded_idx').on(table.supersededId),
    ],
  );

  /** A deal whose amount states the money of another deal again. */
  const dealOverlaps = kit.table(
    'deal_overlaps',
    {
      dealId: dealId(),
      overlappedId: kit.reference('overlapped_id', () => deals.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.overlappedId] }),
      kit.index('deal_overlaps_overlapped_idx').on(table.overlappedId),
    ],
  );

  /** A state of a deal, valid on the days `[known_from, known_to)`. Lists of deals read this table. */
  const dealStates = kit.table(
    'deal_states',
    {
      dealId: dealId(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      title: kit.text('title').notNull(),
      kind: kit.oneOf('kind', dealKinds).notNull(),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      evidenceGrade: kit.oneOf('evidence_grade', evidenceGrades).notNull().default('unnamed_only'),
      /** Headline of the amount in US dollars. */
      amountUsd: kit.money('amount_usd'),
      /** Bounds of the amount in US dollars, for sums. */
      usdMin: kit.money('usd_min'),
      usdMax: kit.money('usd_max'),
      /** Year of the event that set the amount. */
      amountReportedOn: kit.partialDate('amount_reported_on'),
      /** The amount by payment status, as JSON. Null if the deal states no tranches. */
      trancheSums: kit.text('tranche_sums'),
      valuationUsd: kit.money('valuation_usd'),
      termYears: kit.ratio('term_years'),
      /** Stage of the round, security and seniority of the debt. Records were validated, so the words are not checked again. */
      stage: kit.text('stage'),
      security: kit.text('security'),
      seniority: kit.text('seniority'),
      maturesDay: kit.text('matures_day'),
      announcedOn: kit.partialDate('announced_on'),
      /** Last day of `announced_on`. */
      announcedDay: kit.day('announced_day'),
      closedDay: kit.day('closed_day'),
      /** Orders deals: a date of reduced precision comes before the days in it. */
      lastReportedOn: kit.partialDate('last_reported_on').notNull().default('0001'),
      lastReportedDay: kit.day('last_reported_day').notNull(),
      firstKnownOn: kit.day('first_known_on').notNull(),
      /** Number of flows of the deal in this state. */
      flowCount: kit.integer('flow_count').notNull().default(0),
      /** The id of the documents of this state. */
      documentId: kit.long('document_id').notNull().default(0),
    },
    (table) => {
      const interval = [table.dealId, table.knownFrom, table.knownTo] as const;
      const filters = [table.kind, table.status, table.certainty, table.amountUsd, table.announcedDay, table.lastReportedDay] as const;
      const covered = [...interval, ...filters, table.documentId] as const;
      const sorts = [
        ...filters,
        table.valuationUsd,
        table.closedDay,
        table.firstKnownOn,
        table.lastReportedOn,
        table.title,
        table.documentId,
      ] as const;
      return [
        kit.primaryKey({ columns: [table.dealId, table.knownFrom] }),
        // One index per sort, in the most common direction. The other direction scans it backwards and sorts only ties.
        // Each covers the interval and the common filters, so that a scan skips other rows without reading the table.
        kit.index('deal_states_by_amount_idx').on(sql`amount_usd desc`, ...covered),
        kit.index('deal_states_by_announced_idx').on(sql`announced_day desc`, ...covered),
        kit.index('deal_states_by_reported_idx').on(sql`last_reported_on desc`, ...covered),
        kit.index('deal_states_by_valuation_idx').on(table.valuationUsd, ...covered),
        kit.index('deal_states_by_closed_idx').on(table.closedDay, ...covered),
        kit.index('deal_states_by_first_known_idx').on(table.firstKnownOn, ...covered),
        kit.index('deal_states_by_title_idx').on(table.title, ...covered),
        // The rows of some deals, of a rare kind or of a rare status, to be sorted in any order without reading the table.
        kit.index('deal_states_by_id_idx').on(...interval, ...sorts),
        kit.index('deal_states_of_kind_idx').on(table.kind, ...interval, table.status, ...sorts.slice(2)),
        kit.index('deal_states_of_status_idx').on(table.status, ...interval, table.kind, ...sorts.slice(2)),
        kit.index('deal_states_without_flows_idx').on(table.dealId).where(sql`flow_count = 0`),
      ];
    },
  );

  /** A state of an event of a deal, valid on the days `[known_from, known_to)`. */
  const dealEvents = kit.table(
    'deal_events',
    {
      id: kit.text('id').notNull(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      dealId: dealId(),
      /** Index of the event in the history of the deal. */
      position: kit.integer('position').notNull(),
      kind: kit.oneOf('kind', dealKinds).notNull(),
      /** Orders events: a date of reduced precision comes before the days in it. */
      reportedOn: kit.partialDate('reported_on').notNull().default('0001'),
      reportedDay: kit.day('reported_day').notNull(),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      body: kit.text('body').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.id, table.knownFrom] }),
      kit.index('deal_events_deal_idx').on(table.dealId),
      kit
        .index('deal_events_reported_idx')
        .on(
          sql`reported_on desc`,
          table.id,
          table.knownFrom,
          table.knownTo,
          table.kind,
          table.status,
          table.certainty,
          table.dealId,
          table.reportedDay,
        ),
    ],
  );

  return { deals, dealParticipants, dealUmbrellas, dealSupersessions, dealOverlaps, dealStates, dealEvents };
};

export type DealTables = ReturnType<typeof defineDealTables>;
