import { and, type Column, type SQL, sql } from 'drizzle-orm';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import { groupBy } from '../analysis/grouping.ts';
import type { DealLinks } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { asOfDay, validAt } from '../database/expressions.ts';
import type { AsOf } from '../records/documents.ts';
import { nextTurn } from '../turns.ts';

/** A batch of this size takes about two milliseconds. */
const rowsPerBatch = 250;

/** Additional conditions for a prepared statement: a key for its text, the conditions, and the values of their placeholders. */
export interface ExtraConditions {
  shape: string;
  conditions: () => SQL[];
  values: Readonly<Record<string, unknown>>;
}

/** A flow with the days on which it is valid: from `validFrom` until the day before `validTo`. */
export interface FlowVersion extends GraphFlow {
  validFrom: string;
  /** Null for the current version. */
  validTo: string | null;
}

/** The columns whose values repeat, such as ids of companies. The driver creates a string for each value. */
const repeatedColumns = [
  ...(['from', 'to', 'fromGroup', 'toGroup', 'nature', 'certainty', 'deal', 'chipCommitment', 'kind', 'year'] as const),
  ...(['knownFrom', 'validFrom', 'validTo'] as const),
];

/** A row as the driver returns it: SQLite has no booleans. */
type FlowRow = Omit<FlowVersion, 'contingent' | 'implied'> & Record<'contingent' | 'implied', boolean | number>;

/** Converts a row in place, and replaces its strings by the first equal ones. */
const toFlowVersion = (row: FlowRow, strings: Map<unknown, unknown>): FlowVersion => {
  const values: Partial<Record<keyof FlowVersion, unknown>> = row;
  for (const name of repeatedColumns) {
    const value = values[name];
    const known = strings.get(value);
    if (known === undefined) strings.set(value, value);
    else values[name] = known;
  }
  return Object.assign(row, { contingent: Boolean(row.contingent), implied: Boolean(row.implied) });
};

/**
 * Loads flows, ordered by id and day. Reads in batches and yields to the event loop between them.
 *
 * @param asOf The day on which they are valid. Without it, loads all versions.
 */
const loadVersions = async (session: Session, asOf?: AsOf, extra?: ExtraConditions): Promise<FlowVersion[]> => {
  const statement = session.prepared<FlowRow[]>(`flow facts|${asOf?.isCurrent}|${extra?.shape ?? ''}`, () => {
    const { flows } = session.tables;
    return session.orm
      .select({
        id: flows.id,
        from: flows.fromId,
        to: flows.toId,
        fromGroup: flows.fromGroupId,
        toGroup: flows.toGroupId,
        nature: flows.nature,
        // As expressions, whose values need no decoder. That would slow down all columns.
        contingent: sql<boolean | number>`${flows.contingent}`,
        implied: sql<boolean | number>`${flows.implied}`,
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
        validFrom: flows.knownFrom,
        validTo: flows.knownTo,
      })
      .from(flows)
      .where(
        and(
          sql`(${flows.id}, ${flows.knownFrom}) > (${sql.placeholder('afterId')}, ${sql.placeholder('afterDay')})`,
          asOf && validAt(flows, asOf),
          ...(extra?.conditions() ?? []),
        ),
      )
      .orderBy(flows.id, flows.knownFrom)
      .limit(rowsPerBatch);
  });
  const versions: FlowVersion[] = [];
  const strings = new Map<unknown, unknown>();
  for (;;) {
    const last = versions.at(-1);
    const position = { afterId: last?.id ?? '', afterDay: last?.validFrom ?? '' };
    const batch = await statement.execute({ ...extra?.values, ...position, day: asOf?.day });
    for (const row of batch) versions.push(toFlowVersion(row, strings));
    if (batch.length < rowsPerBatch) return versions;
    await nextTurn();
  }
};

/** Loads the flows that were known on a day, ordered by id. */
export const loadGraphFlows = (session: Session, asOf: AsOf, extra?: ExtraConditions): Promise<GraphFlow[]> =>
  loadVersions(session, asOf, extra);

/** Loads the flows of all days. Returns a function that selects those of a day, ordered by id. */
export const loadFlowHistory = async (session: Session): Promise<(asOf: AsOf) => GraphFlow[]> => {
  const versions = await loadVersions(session);
  return ({ isCurrent, day }) =>
    versions.filter(({ validFrom, validTo }) => (isCurrent ? validTo === null : validFrom <= day && (validTo === null || validTo > day)));
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

const none: readonly string[] = [];

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
  const toOverlaps = (rows: readonly { id: string; overlappedId: string }[]) => {
    const ids = new Map([...groupBy(rows, ({ id }) => id)].map(([id, own]) => [id, own.map(({ overlappedId }) => overlappedId)]));
    return (id: string): readonly string[] => ids.get(id) ?? none;
  };
  return {
    umbrellaOf: (dealId) => umbrellaByDeal.get(dealId),
    dealOverlaps: toOverlaps((await overlaps.execute(day)).map(({ dealId, overlappedId }) => ({ id: dealId, overlappedId }))),
    commitmentOverlaps: toOverlaps(
      (await restated.execute(day)).map(({ commitmentId, overlappedId }) => ({ id: commitmentId, overlappedId })),
    ),
  };
};
