import { setImmediate } from 'node:timers/promises';
import { and, gt, type SQL, sql } from 'drizzle-orm';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import type { UmbrellaLookup } from '../analysis/umbrellas.ts';
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

/** Loads the umbrella of each deal as known on a day. A link is known once both deals are. */
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
