import { setImmediate } from 'node:timers/promises';
import { and, type Column, gt, type SQL, sql } from 'drizzle-orm';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import { groupBy } from '../analysis/grouping.ts';
import type { DealLinks } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { asOfDay, validAt } from '../database/expressions.ts';
import type { AsOf } from '../records/documents.ts';

/** A batch of this size takes about two milliseconds. */
const rowsPerBatch = 250;

/** Additional conditions for a prepared statement: a key for its text, the conditions, and the values of their placeholders. */
export interface ExtraConditions {
  shape: string;
  conditions: () => SQL[];
  values: Readonly<Record<string, unknown>>;
}

/** Replaces the strings of a row by the first equal ones. The driver creates one for each value, and most are ids of a few companies. */
const shareStrings = <Row extends object>(row: Row, strings: Map<string, string>): Row => {
  const values = row as Record<string, unknown>;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || name === 'id') continue;
    const known = strings.get(value);
    if (known === undefined) strings.set(value, value);
    else values[name] = known;
  }
  return row;
};

/** Loads every flow that was known on a day, ordered by id. Reads in batches and yields to the event loop between them. */
export const loadGraphFlows = async (session: Session, asOf: AsOf, extra?: ExtraConditions): Promise<GraphFlow[]> => {
  const statement = session.prepared<GraphFlow[]>(`flow facts|${asOf.isCurrent}|${extra?.shape ?? ''}`, () => {
    const { flows } = session.tables;
    return session.orm
      .select({
        id: flows.id,
        from: flows.fromId,
        to: flows.toId,
        fromGroup: flows.fromGroupId,
        toGroup: flows.toGroupId,
        nature: flows.nature,
        contingent: flows.contingent,
        implied: flows.implied,
        certainty: flows.certainty,
        deal: flows.dealId,
        chipCommitment: flows.commitmentId,
        kind: flows.kind,
        year: flows.year,
        knownFrom: flows.firstKnownOn,
        low: flows.usdLow,
        high: flows.usdHigh,
        openEnded: flows.openEnded,
        boundLow: flows.boundLow,
        boundHigh: flows.boundHigh,
        siblings: flows.siblings,
      })
      .from(flows)
      .where(and(gt(flows.id, sql.placeholder('afterId')), validAt(flows, asOf), ...(extra?.conditions() ?? [])))
      .orderBy(flows.id)
      .limit(rowsPerBatch);
  });
  const flows: GraphFlow[] = [];
  const strings = new Map<string, string>();
  for (;;) {
    const batch = await statement.execute({ ...extra?.values, afterId: flows.at(-1)?.id ?? '', day: asOf.day });
    for (const flow of batch) flows.push(shareStrings(flow, strings));
    if (batch.length < rowsPerBatch) return flows;
    await setImmediate();
  }
};

/** Returns the condition that both deals of a link are known. Links to deals that are known later do not exist yet. */
const areBothKnown = ({ tables: { dealStates } }: Session, asOf: AsOf, ids: readonly Column[]): SQL | undefined =>
  asOf.isCurrent
    ? undefined
    : and(
        ...ids.map(
          (id) => sql`exists (select 1 from ${dealStates} where ${dealStates.dealId} = ${id} and ${dealStates.knownFrom} <= ${asOfDay()})`,
        ),
      );

/** Loads the links that keep totals from counting money twice, as known on a day. */
export const loadDealLinks = async (session: Session, asOf: AsOf): Promise<DealLinks> => {
  const { dealUmbrellas, dealOverlaps, commitmentOverlaps } = session.tables;
  const umbrellas = session.prepared<{ dealId: string; umbrellaId: string }[]>(`umbrellas|${asOf.isCurrent}`, () =>
    session.orm
      .select()
      .from(dealUmbrellas)
      .where(areBothKnown(session, asOf, [dealUmbrellas.dealId, dealUmbrellas.umbrellaId]))
      .orderBy(dealUmbrellas.dealId),
  );
  const overlaps = session.prepared<{ dealId: string; overlappedId: string }[]>(`deal overlaps|${asOf.isCurrent}`, () =>
    session.orm
      .select()
      .from(dealOverlaps)
      .where(areBothKnown(session, asOf, [dealOverlaps.dealId, dealOverlaps.overlappedId]))
      .orderBy(dealOverlaps.dealId, dealOverlaps.overlappedId),
  );
  const restated = session.prepared<{ commitmentId: string; overlappedId: string }[]>(`commitment overlaps|${asOf.isCurrent}`, () =>
    session.orm
      .select()
      .from(commitmentOverlaps)
      .where(areBothKnown(session, asOf, [commitmentOverlaps.overlappedId]))
      .orderBy(commitmentOverlaps.commitmentId, commitmentOverlaps.overlappedId),
  );
  const day = { day: asOf.day };
  const umbrellaByDeal = new Map((await umbrellas.execute(day)).map(({ dealId, umbrellaId }) => [dealId, umbrellaId]));
  const byDeal = groupBy(await overlaps.execute(day), ({ dealId }) => dealId);
  const byCommitment = groupBy(await restated.execute(day), ({ commitmentId }) => commitmentId);
  const toIds = (rows: readonly { overlappedId: string }[] = []) => rows.map(({ overlappedId }) => overlappedId);
  return {
    umbrellaOf: (dealId) => umbrellaByDeal.get(dealId),
    dealOverlaps: (dealId) => toIds(byDeal.get(dealId)),
    commitmentOverlaps: (commitmentId) => toIds(byCommitment.get(commitmentId)),
  };
};
