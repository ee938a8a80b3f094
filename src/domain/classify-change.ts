import { certaintyRank } from './history.ts';
import type { UsdInterval } from './records/primitives.ts';
import type { Certainty, Status } from './vocabulary.ts';

/** Ways in which a record can change between two days. */
export const changeClasses = ['new', 'raised', 'lowered', 'firmed', 'weakened', 'closed', 'lapsed', 'superseded', 'updated'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** The fields that decide how a record changed. Stakes have a percentage; deals and chip commitments have a status and a certainty. */
export interface ComparableState {
  amountUsd?: UsdInterval | null;
  valueUsd?: UsdInterval | null;
  percent?: { min: number | null; max: number | null };
  status?: Status;
  certainty?: Certainty;
  supersededBy?: string[];
}

/**
 * Returns a negative number if the interval went down and a positive one if it went up. Compares the headlines first, then the lower
 * bounds.
 */
const compareAmounts = (before: ComparableState, after: ComparableState): number => {
  const selectInterval = ({ percent, amountUsd, valueUsd }: ComparableState) => percent ?? amountUsd ?? valueUsd ?? null;
  const [from, to] = [selectInterval(before), selectInterval(after)];
  if (from === null || to === null) return 0;
  const headlines = (to.max ?? to.min ?? 0) - (from.max ?? from.min ?? 0);
  return headlines === 0 ? (to.min ?? 0) - (from.min ?? 0) : headlines;
};

/**
 * Classifies a change between two states of a record.
 *
 * Certainty decides `firmed` and `weakened`; the amount or share decides `raised` and `lowered`. A change that fits no other class, such
 * as an added source, is `updated`. A change from or to `dead` is neither firmed nor weakened.
 *
 * @param before The earlier state, or null if the record was not known then.
 * @returns At least one class, in this order: `superseded`, `lapsed`, `closed`, `firmed` or `weakened`, `raised` or `lowered`.
 */
export const classifyChange = (before: ComparableState | null, after: ComparableState): ChangeClass[] => {
  if (before === null) return ['new'];
  const classes: ChangeClass[] = [];
  const becomes = (status: Status) => after.status === status && before.status !== status;
  if ((after.supersededBy?.length ?? 0) > (before.supersededBy?.length ?? 0)) classes.push('superseded');
  if (becomes('lapsed') || becomes('terminated')) classes.push('lapsed');
  if (becomes('closed')) classes.push('closed');
  if (before.certainty !== undefined && after.certainty !== undefined && before.certainty !== 'dead' && after.certainty !== 'dead') {
    const firmness = certaintyRank(after.certainty) - certaintyRank(before.certainty);
    if (firmness !== 0) classes.push(firmness > 0 ? 'firmed' : 'weakened');
  }
  const movement = compareAmounts(before, after);
  if (movement !== 0) classes.push(movement > 0 ? 'raised' : 'lowered');
  return classes.length === 0 ? ['updated'] : classes;
};
