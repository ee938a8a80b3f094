import type { UsdInterval } from './quantities.ts';
import { type Certainty, type Status, strengthOf } from './vocabulary.ts';

/** How a record differs between two days. */
export const changeClasses = ['new', 'raised', 'lowered', 'firmed', 'weakened', 'closed', 'lapsed', 'superseded', 'updated'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** What of an answer tells how it changed. Stakes have a share, deals and commitments a status and a certainty. */
export interface Comparable {
  amountUsd?: UsdInterval | null;
  valueUsd?: UsdInterval | null;
  percent?: { min: number | null; max: number | null };
  status?: Status;
  certainty?: Certainty;
  supersededBy?: string[];
}

/** Negative if the interval went down, positive if it went up: by the headline, or where that stayed, by the lower bound. */
const movementOf = (before: Comparable, after: Comparable): number => {
  const intervalOf = ({ percent, amountUsd, valueUsd }: Comparable) => percent ?? amountUsd ?? valueUsd ?? null;
  const [from, to] = [intervalOf(before), intervalOf(after)];
  if (from === null || to === null) return 0;
  const headlines = (to.max ?? to.min ?? 0) - (from.max ?? from.min ?? 0);
  return headlines === 0 ? (to.min ?? 0) - (from.min ?? 0) : headlines;
};

/**
 * The classes of a change, strongest first. What was superseded, lapsed or closed says so; else firmer and weaker are by
 * certainty, raised and lowered by the amount or share. A change of none of these, such as a further source, is `updated`.
 */
export const classesOf = (before: Comparable | null, after: Comparable): ChangeClass[] => {
  if (before === null) return ['new'];
  const classes: ChangeClass[] = [];
  const becomes = (status: Status) => after.status === status && before.status !== status;
  if ((after.supersededBy?.length ?? 0) > (before.supersededBy?.length ?? 0)) classes.push('superseded');
  if (becomes('lapsed') || becomes('terminated')) classes.push('lapsed');
  if (becomes('closed')) classes.push('closed');
  if (before.certainty !== undefined && after.certainty !== undefined && before.certainty !== 'dead' && after.certainty !== 'dead') {
    const firmness = strengthOf(after.certainty) - strengthOf(before.certainty);
    if (firmness !== 0) classes.push(firmness > 0 ? 'firmed' : 'weakened');
  }
  const movement = movementOf(before, after);
  if (movement !== 0) classes.push(movement > 0 ? 'raised' : 'lowered');
  return classes.length === 0 ? ['updated'] : classes;
};
