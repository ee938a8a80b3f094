import { beginningOfTime, lastDayOf, laterOf } from './dates.ts';

/** Where a company stands in its group: itself and each owner above it, from the nearest to the topmost. */
export interface Ancestor {
  id: string;
  /** The day from which the whole chain up to this owner held. */
  since: string;
}

export interface Ownership {
  parent?: string | undefined;
  parentSince?: string | undefined;
}

/** The chain of owners of a company, itself first. An owner counts from `parentSince` on. */
export const ancestorsOf = (companyId: string, ownershipOf: (companyId: string) => Ownership | undefined): Ancestor[] => {
  const chain: Ancestor[] = [{ id: companyId, since: beginningOfTime }];
  for (let ownership = ownershipOf(companyId); ownership?.parent !== undefined; ownership = ownershipOf(ownership.parent)) {
    const { parent, parentSince } = ownership;
    // A chain that goes round is refused on writing; it must not hold the process here.
    if (chain.some((one) => one.id === parent)) break;
    const since = laterOf(chain.at(-1)?.since ?? beginningOfTime, parentSince === undefined ? beginningOfTime : lastDayOf(parentSince));
    chain.push({ id: parent, since });
  }
  return chain;
};

/** The group of a company on a day: its topmost owner of that day. */
export const groupOn = (ancestors: readonly Ancestor[], day: string): string => {
  const topmost = ancestors.findLast((one) => one.since <= day);
  if (topmost === undefined) throw new Error('A company is always its own first ancestor.');
  return topmost.id;
};
