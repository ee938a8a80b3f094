import { earliestDay, lastDayOf, laterDay } from './dates.ts';

/** A company's owner, or the company itself. */
export interface Ancestor {
  id: string;
  /** First day on which every ownership link up to this owner existed. */
  since: string;
}

export interface Ownership {
  parent?: string | undefined;
  parentSince?: string | undefined;
}

/** Lists a company and its owners, nearest first. An owner counts from `parentSince` on, or always if that is absent. */
export const listAncestors = (companyId: string, getOwnership: (companyId: string) => Ownership | undefined): Ancestor[] => {
  const chain: Ancestor[] = [{ id: companyId, since: earliestDay }];
  for (let ownership = getOwnership(companyId); ownership?.parent !== undefined; ownership = getOwnership(ownership.parent)) {
    const { parent, parentSince } = ownership;
    // Validation rejects ownership cycles on write. Stop anyway, so that bad data cannot hang the process.
    if (chain.some((one) => one.id === parent)) break;
    const since = laterDay(chain.at(-1)?.since ?? earliestDay, parentSince === undefined ? earliestDay : lastDayOf(parentSince));
    chain.push({ id: parent, since });
  }
  return chain;
};

/**
 * Returns the id of a company's topmost owner on a day.
 *
 * @throws Error if `ancestors` is empty.
 */
export const findGroup = (ancestors: readonly Ancestor[], day: string): string => {
  const topmost = ancestors.findLast((one) => one.since <= day);
  if (topmost === undefined) throw new Error('A company must be its own first ancestor.');
  return topmost.id;
};
