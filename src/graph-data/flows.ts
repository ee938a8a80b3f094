import { setImmediate } from 'node:timers/promises';
import { and, gt, type SQL, sql } from 'drizzle-orm';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import type { UmbrellaLookup } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { asOfDay, validAt } from '../database/expressions.ts';
import type { AsOf } from '../records/documents.ts';

/** Few enough that a batch takes about two milliseconds. */
const rowsPerBatch = 250;

/** Further conditions of a statement, with what its text depends on and the values of its placeholders. */
export interface ExtraConditions {
  shape: string;
  conditions: () => SQL[];
  values: Readonly<Record<string, unknown>>;
}

/** Every flow that was known on a day, in the order of ids. Read in batches, between which everything else goes first. */
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
  for (;;) {
    const batch = await statement.execute({ ...extra?.values, afterId: flows.at(-1)?.id ?? '', day: asOf.day });
    flows.push(...batch);
    if (batch.length < rowsPerBatch) return flows;
    await setImmediate();
  }
};

/** Which deal was known on a day to be part of which; a link shows once both are known. */
export const loadUmbrellas = async (session: Session, asOf: AsOf): Promise<UmbrellaLookup> => {
  const statement = session.prepared<{ dealId: string; umbrellaId: string }[]>(`umbrellas|${asOf.isCurrent}`, () => {
    const { dealUmbrellas, dealStates } = session.tables;
    const areBothKnown = [dealUmbrellas.dealId, dealUmbrellas.umbrellaId].map(
      (id) => sql`exists (select 1 from ${dealStates} where ${dealStates.dealId} = ${id} and ${dealStates.knownFrom} <= ${asOfDay()})`,
    );
    return session.orm
      .select({ dealId: dealUmbrellas.dealId, umbrellaId: dealUmbrellas.umbrellaId })
      .from(dealUmbrellas)
      .where(asOf.isCurrent ? undefined : and(...areBothKnown))
      .orderBy(dealUmbrellas.dealId);
  });
  const links = new Map((await statement.execute({ day: asOf.day })).map(({ dealId, umbrellaId }) => [dealId, umbrellaId]));
  return (dealId) => links.get(dealId);
};
