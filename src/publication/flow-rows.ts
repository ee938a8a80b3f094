import type { Flow } from '../domain/flows.ts';
import type { State } from '../domain/history.ts';

/** Flows over time as rows of their table. */
export const flowTableRows = (rows: readonly State<Flow>[], owner: { dealId: string | null; commitmentId: string | null }) =>
  rows.map(({ knownFrom, knownTo, content: { id, from, to, fromGroup, toGroup, nature, contingent, implied, certainty, amount } }) => ({
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
  }));
