import type { Flow } from '../domain/flows.ts';
import type { State } from '../domain/history.ts';

/** Flows over time as rows of their table, each with its ready answer. */
export const toFlowRows = (rows: readonly State<Flow>[], owner: { dealId: string | null; commitmentId: string | null }) => {
  const firstKnown = new Map<string, string>();
  for (const { knownFrom, content } of rows) {
    const known = firstKnown.get(content.id);
    if (known === undefined || knownFrom < known) firstKnown.set(content.id, knownFrom);
  }
  return rows.map(({ knownFrom, knownTo, content }) => {
    const { id, from, to, fromGroup, toGroup, nature, contingent, implied, certainty, amount, kind, year, bounds, siblings } = content;
    const firstKnownOn = firstKnown.get(id) ?? knownFrom;
    return {
      id,
      knownFrom,
      knownTo,
      ...owner,
      fromId: from,
      toId: to,
      fromGroupId: fromGroup,
      toGroupId: toGroup,
      nature,
      contingent,
      implied,
      certainty,
      usdLow: amount.low,
      usdHigh: amount.high,
      kind,
      year,
      boundLow: bounds.low,
      boundHigh: bounds.high,
      siblings,
      firstKnownOn,
      body: JSON.stringify({
        id,
        from,
        to,
        fromGroup,
        toGroup,
        nature,
        contingent,
        deal: owner.dealId,
        chipCommitment: owner.commitmentId,
        implied,
        certainty,
        usd: { low: amount.low, high: amount.high, unknown: amount.high === null ? 1 : 0 },
        knownFrom: firstKnownOn,
      }),
    };
  });
};
