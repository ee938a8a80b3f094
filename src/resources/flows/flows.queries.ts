import { setImmediate } from 'node:timers/promises';
import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { countDeals, type DealAmount } from '../../analysis/deal-sums.ts';
import { addUp } from '../../analysis/usd-sum.ts';
import type { Session } from '../../database/database.ts';
import { type Asked, holds, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { loadUmbrellas } from '../../facts/flow-facts.ts';
import { boundsOf, shapeOf, valuesOf } from '../../listing/bound-filters.ts';
import { among, asItIs, atLeast, atMost, eitherOf, inGroup } from '../../listing/conditions.ts';
import type { Bounds, ColumnView, Given, ListDefinition } from '../../listing/definition.ts';
import type { Moment } from '../../listing/moment.ts';

/** The filters that name companies, deals and commitments: an index finds what passes one of them. */
const namedConditions = (tables: Tables, bounds: Bounds, view: ColumnView): SQL[] => {
  const { flows } = tables;
  const [from, to] = [view(flows.fromId), view(flows.toId)];
  return [
    ...among(from, bounds.from),
    ...among(to, bounds.to),
    ...inGroup(tables, from, bounds.fromGroup),
    ...inGroup(tables, to, bounds.toGroup),
    ...eitherOf([from, to], (column) => among(column, bounds.company)),
    ...eitherOf([from, to], (column) => inGroup(tables, column, bounds.group)),
    ...among(view(flows.dealId), bounds.deal),
    ...among(view(flows.commitmentId), bounds.chipCommitment),
  ];
};

const conditions = (tables: Tables, bounds: Bounds, _asked: Asked, view: ColumnView): SQL[] => {
  const { flows } = tables;
  return [
    ...namedConditions(tables, bounds, view),
    ...among(view(flows.kind), bounds.kind),
    ...among(view(flows.nature), bounds.nature),
    ...among(view(flows.certainty), bounds.certainty),
    ...isMarked(flows.implied, bounds.implied),
    ...isMarked(flows.contingent, bounds.contingent),
    ...atLeast(view(flows.usdHigh), bounds.amountUsdMin),
    ...atMost(view(flows.usdHigh), bounds.amountUsdMax),
  ];
};

/** A mark as text, so that one placeholder serves engines with and without a type for it. */
const isMarked = (column: Tables['flows']['implied'], bounds: Bounds[string]): SQL[] =>
  bounds === undefined ? [] : [sql`case when ${column} then 'true' else 'false' end = ${bounds[0]}`];

/** The conditions of the filters that can be asked of a deal that gives no flow. */
const flowlessConditions = (tables: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const { dealParticipants, dealStates } = tables;
  const { companyId } = dealParticipants;
  const named = [
    ...[bounds.from, bounds.to, bounds.company].flatMap((ids) => among(companyId, ids)),
    ...[bounds.fromGroup, bounds.toGroup, bounds.group].flatMap((ids) => inGroup(tables, companyId, ids)),
  ];
  return [
    ...named.map((condition) => {
      const passes = sql.join([condition, ...isKnown(dealParticipants.knownFrom, asked)], sql` and `);
      return sql`${dealStates.dealId} in (select ${dealParticipants.dealId} from ${dealParticipants} where ${passes})`;
    }),
    ...among(dealStates.dealId, bounds.deal),
    ...among(dealStates.kind, bounds.kind),
    ...among(dealStates.certainty, bounds.certainty),
    ...atLeast(dealStates.amountUsd, bounds.amountUsdMin),
    ...atMost(dealStates.amountUsd, bounds.amountUsdMax),
  ];
};

/** Few enough that a batch takes about two milliseconds. */
const dealsInBatch = 500;

/** The deals that pass, as far as they can, and give no flow: how many, and what they state. */
export const selectFlowless = async (session: Session, given: Given, moment: Moment) => {
  const statement = session.prepared<DealAmount[]>(`flowless|${moment.isCurrent}|${shapeOf(given)}`, () => {
    const { dealStates } = session.tables;
    return session.orm
      .select({ id: dealStates.dealId, usdMin: dealStates.usdMin, usdMax: dealStates.usdMax })
      .from(dealStates)
      .where(
        and(
          eq(dealStates.flowCount, 0),
          gt(dealStates.dealId, sql.placeholder('afterId')),
          holds(dealStates, moment),
          ...flowlessConditions(session.tables, boundsOf(given), moment),
        ),
      )
      .orderBy(dealStates.dealId)
      .limit(dealsInBatch);
  });
  const deals: DealAmount[] = [];
  for (;;) {
    const batch = await statement.execute({ ...valuesOf(given), afterId: deals.at(-1)?.id ?? '', day: moment.day });
    deals.push(...batch);
    if (batch.length < dealsInBatch) break;
    await setImmediate();
  }
  const { counted } = countDeals(deals, await loadUmbrellas(session, moment));
  return { reason: 'no_flow' as const, count: deals.length, usd: addUp(counted.map(({ usd }) => usd)) };
};

export const flowList: ListDefinition = {
  collection: 'flows',
  table: ({ flows }) => flows,
  id: ({ flows }) => flows.id,
  body: ({ flows }) => flows.body,
  visible: ({ flows }, asked) => holds(flows, asked),
  sorts: { amountUsd: ({ flows }) => flows.usdHigh, knownFrom: ({ flows }) => flows.firstKnownOn },
  conditions,
  rare: (tables, bounds) => {
    const { flows } = tables;
    return namedConditions(tables, bounds, asItIs).map((where) => ({ column: flows.id, id: flows.id, from: sql`${flows}`, where }));
  },
  everyRowBy: 'knownFrom',
  walk: (given, { key }) => {
    const ranges = key === 'amountUsd' ? ['amountUsdMin', 'amountUsdMax'] : [];
    return { definition: flowList, indexed: ranges, isValued: ranges.some((name) => given[name] !== undefined) };
  },
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
  meta: async (session, given, moment) => ({ excluded: [await selectFlowless(session, given, moment)] }),
};
