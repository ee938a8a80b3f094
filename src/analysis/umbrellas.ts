/** The links between records that keep totals from counting money twice, as known on a day. */
export interface DealLinks {
  umbrellaOf: UmbrellaLookup;
  /** Returns the deals whose money a deal states again. */
  dealOverlaps: (dealId: string) => readonly string[];
  /** Returns the deals whose money a chip commitment states again. */
  commitmentOverlaps: (commitmentId: string) => readonly string[];
}

/** Returns the umbrella deal that a deal is part of, if any. */
export type UmbrellaLookup = (dealId: string) => string | undefined;

/** Returns the nearest umbrella of a deal that satisfies `isIncluded`, if any. Stops at a cycle. */
const findNearestUmbrella = (dealId: string, getUmbrella: UmbrellaLookup, isIncluded: (dealId: string) => boolean): string | undefined => {
  let umbrella = getUmbrella(dealId);
  // Most deals have none.
  if (umbrella === undefined) return undefined;
  const seen = new Set([dealId]);
  for (; umbrella !== undefined && !seen.has(umbrella); umbrella = getUmbrella(umbrella)) {
    if (isIncluded(umbrella)) return umbrella;
    seen.add(umbrella);
  }
  return undefined;
};

/** Arranges deals in trees: the roots have no umbrella among the deals, and `partsByUmbrella` lists the nearest parts of each umbrella. */
export const buildUmbrellaTrees = (dealIds: Iterable<string>, getUmbrella: UmbrellaLookup) => {
  const included = new Set(dealIds);
  const partsOf = new Map<string, string[]>();
  const roots: string[] = [];
  for (const id of included) {
    const umbrella = findNearestUmbrella(id, getUmbrella, (one) => included.has(one));
    if (umbrella === undefined) roots.push(id);
    else {
      const parts = partsOf.get(umbrella);
      if (parts === undefined) partsOf.set(umbrella, [id]);
      else parts.push(id);
    }
  }
  return { roots, partsOf };
};
