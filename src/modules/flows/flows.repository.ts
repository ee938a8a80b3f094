import { and, type Column, eq, gt, type SQL, sql } from 'drizzle-orm';
import { countDeals, type DealAmount, sumCountedDeals } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import {
  type AsOfMode,
  anyColumn,
  anyOf,
  columnsOf,
  type FilterPlaceholders,
  type FilterValues,
  filterParameters,
  filterPlaceholders,
  inGroup,
  knownAsOf,
  range,
  validAt,
  withoutIndex,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import type { DealKind } from '../../domain/vocabulary.ts';
import { loadDealLinks } from '../../graph-data/flows.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import type { AsOf } from '../../records/documents.ts';
import { nextTurn } from '../../turns.ts';

/** The conditions of the company filters. */
const partyConditions = (tables: Tables, filters: FilterPlaceholders, from: Column | SQL, to: Column | SQL): SQL[] => [
  ...anyOf(from, filters.from),
  ...anyOf(to, filters.to),
  ...inGroup(tables, from, filters.fromGroup),
  ...inGroup(tables, to, filters.toGroup),
  ...anyColumn([from, to], (column) => anyOf(column, filters.company)),
  ...anyColumn([from, to], (column) => inGroup(tables, column, filters.group)),
];

/** Compares a boolean as text, because SQLite has no boolean type. */
const isFlag = (column: Tables['flows']['implied'], values: FilterPlaceholders[string]): SQL[] =>
  values === undefined ? [] : [sql`case when ${column} then 'true' else 'false' end = ${values[0]}`];

/** The conditions of the filters that also apply to deals without flows. */
const dealsWithoutFlowsConditions = (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode): SQL[] => {
  const { dealParticipants, dealStates } = tables;
  const { companyId } = dealParticipants;
  const named = [
    ...[filters.from, filters.to, filters.company].flatMap((ids) => anyOf(companyId, ids)),
    ...[filters.fromGroup, filters.toGroup, filters.group].flatMap((ids) => inGroup(tables, companyId, ids)),
  ];
  return [
    ...named.map((condition) => {
      const passes = sql.join([condition, ...knownAsOf(dealParticipants.knownFrom, asOf)], sql` and `);
      return sql`${dealStates.dealId} in (select ${dealParticipants.dealId} from ${dealParticipants} where ${passes})`;
    }),
    ...anyOf(dealStates.dealId, filters.deal),
    ...anyOf(dealStates.kind, filters.kind),
    ...anyOf(dealStates.certainty, filters.certainty),
    ...range(dealStates.amountUsd, filters.amountUsdMin, filters.amountUsdMax),
  ];
};

/** A batch of this size takes about two milliseconds. */
const dealsPerBatch = 500;

interface DealWithoutFlows extends DealAmount {
  kind: DealKind;
}

/** Counts and sums the deals without flows that match the filters that apply to them. */
const selectDealsWithoutFlows = async (session: Session, filters: FilterValues, asOf: AsOf) => {
  const statement = session.prepared<DealWithoutFlows[]>(
    `flowless|${asOf.isCurrent}|${JSON.stringify(filterPlaceholders(filters))}`,
    () => {
      const { dealStates } = session.tables;
      return session.orm
        .select({ ...columnsOf(dealStates, 'usdMin', 'usdMax', 'trancheSums', 'kind'), id: dealStates.dealId })
        .from(dealStates)
        .where(
          and(
            eq(dealStates.flowCount, 0),
            gt(dealStates.dealId, sql.placeholder('afterId')),
            validAt(dealStates, asOf),
            ...dealsWithoutFlowsConditions(session.tables, filterPlaceholders(filters), asOf),
          ),
        )
        .orderBy(dealStates.dealId)
        .limit(dealsPerBatch);
    },
  );
  const deals: DealWithoutFlows[] = [];
  for (;;) {
    const batch = await statement.execute({ ...filterParameters(filters), afterId: deals.at(-1)?.id ?? '', day: asOf.day });
    deals.push(...batch);
    if (batch.length < dealsPerBatch) break;
    await nextTurn();
  }
  const { counted } = countDeals(deals, await loadDealLinks(session, asOf));
  return { reason: 'no_flow' as const, ...sumCountedDeals(counted), count: deals.length };
};

export const flowList: ListDefinition = {
  collection: 'flows',
  rows: ({ flows: table }) => ({
    table,
    id: table.id,
    body: table.body,
    sorts: { amountUsd: table.usdHigh, knownFrom: table.firstKnownOn },
  }),
  optionalSorts: ['amountUsd'],
  dateSorts: ['knownFrom'],
  conditions: ({ flows }, filters) => [
    ...anyOf(flows.dealId, filters.deal),
    ...anyOf(flows.commitmentId, filters.chipCommitment),
    ...anyOf(withoutIndex(flows.kind), filters.kind),
    ...anyOf(withoutIndex(flows.nature), filters.nature),
    ...anyOf(withoutIndex(flows.certainty), filters.certainty),
    ...isFlag(flows.implied, filters.implied),
    ...isFlag(flows.contingent, filters.contingent),
    ...range(flows.usdHigh, filters.amountUsdMin, filters.amountUsdMax),
  ],
  semiJoins: (tables, filters) => {
    const { flows: table } = tables;
    const where = partyConditions(tables, filters, table.fromId, table.toId);
    const test = and(...partyConditions(tables, filters, withoutIndex(table.fromId), withoutIndex(table.toId)));
    return test === undefined ? [] : [{ table, where, test }];
  },
  facets: ({ flows: { kind, nature, certainty } }) => ({ kind, nature, certainty }),
  references: {
    from: 'companies',
    to: 'companies',
    fromGroup: 'companies',
    toGroup: 'companies',
    company: 'companies',
    group: 'companies',
    deal: 'deals',
    chipCommitment: 'chip-commitments',
  },
  includes: {
    companies: { collection: 'companies', ids: ({ from, to }) => [String(from), String(to)] },
    deals: { collection: 'deals', ids: ({ deal }) => [(deal as string | null) ?? undefined] },
    chipCommitments: { collection: 'chip-commitments', ids: ({ chipCommitment }) => [(chipCommitment as string | null) ?? undefined] },
  },
  meta: async (session, filters, asOf) => ({ excluded: [await selectDealsWithoutFlows(session, filters, asOf)] }),
};
