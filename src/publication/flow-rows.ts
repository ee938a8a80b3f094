import type { FlowRow } from '../domain/flows.ts';

/** Flows as rows of their table. */
export const flowTableRows = (rows: readonly FlowRow[], owner: { dealId: string | null; commitmentId: string | null }) =>
  rows.map(({ id, knownFrom, knownTo, from, to, fromGroup, toGroup, nature, contingent, implied, certainty, amount }) => ({
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
