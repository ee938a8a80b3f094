import { setImmediate } from 'node:timers/promises';
import { and, gt, type SQL, sql } from 'drizzle-orm';
import type { FlowFact } from '../analysis/flow-sums.ts';
import type { UmbrellaOf } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { asOfDay, ordered, validAt } from '../database/expressions.ts';
import type { AsOf } from '../lists/as-of.ts';

/** Few enough that a batch takes about two milliseconds. */
const rowsInBatch = 250;

/** Further conditions of a statement, with what its text depends on and the values of its placeholders. */
export interface Further {
  shape: string;
  conditions: () => SQL[];
  values: Readonly<Record<string, unknown>>;
}

/** Every flow that was known on a day, in the order of ids. Read in batches, between which everything else goes first. */
export const loadFlowFacts = async (session: Session, moment: AsOf, further?: Further): Promise<FlowFact[]> => {
  const statement = session.prepared<FlowFact[]>(`flow facts|${moment.isCurrent}|${further?.shape ?? ''}`, () => {
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
      .where(and(gt(flows.id, sql.placeholder('afterId')), validAt(flows, moment), ...(further?.conditions() ?? [])))
      .orderBy(flows.id)
      .limit(rowsInBatch);
  });
  const facts: FlowFact[] = [];
  for (;;) {
    const batch = await statement.execute({ ...further?.values, afterId: facts.at(-1)?.id ?? '', day: moment.day });
    facts.push(...batch);
    if (batch.length < rowsInBatch) return facts;
    await setImmediate();
  }
};

/** Which deal was known on a day to be part of which; a link shows once both are known. */
export const loadUmbrellas = async (session: Session, moment: AsOf): Promise<UmbrellaOf> => {
  const statement = session.prepared<{ dealId: string; umbrellaId: string }[]>(`umbrellas|${moment.isCurrent}`, () => {
    const { dealUmbrellas, dealStates } = session.tables;
    const areBothKnown = [dealUmbrellas.dealId, dealUmbrellas.umbrellaId].map(
      (id) => sql`exists (select 1 from ${dealStates} where ${dealStates.dealId} = ${id} and ${dealStates.knownFrom} <= ${asOfDay()})`,
    );
    return session.orm
      .select({ dealId: dealUmbrellas.dealId, umbrellaId: dealUmbrellas.umbrellaId })
      .from(dealUmbrellas)
      .where(moment.isCurrent ? undefined : and(...areBothKnown))
      .orderBy(ordered(dealUmbrellas.dealId, 'asc'));
  });
  const links = new Map((await statement.execute({ day: moment.day })).map(({ dealId, umbrellaId }) => [dealId, umbrellaId]));
  return (dealId) => links.get(dealId);
};
