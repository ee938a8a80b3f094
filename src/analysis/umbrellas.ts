/** Returns the umbrella deal that a deal is part of, if any. */
export type UmbrellaOf = (dealId: string) => string | undefined;

/** Returns the nearest umbrella of a deal that satisfies `isIncluded`, if any. Stops at a cycle. */
export const nearestUmbrella = (dealId: string, umbrellaOf: UmbrellaOf, isGiven: (dealId: string) => boolean): string | undefined => {
  const seen = new Set([dealId]);
  for (let umbrella = umbrellaOf(dealId); umbrella !== undefined && !seen.has(umbrella); umbrella = umbrellaOf(umbrella)) {
    if (isGiven(umbrella)) return umbrella;
    seen.add(umbrella);
  }
  return undefined;
};

/** Arranges deals in trees: the roots have no umbrella among the deals, and `partsOf` lists the nearest parts of each umbrella. */
export const umbrellaTrees = (dealIds: Iterable<string>, umbrellaOf: UmbrellaOf) => {
  const given = new Set(dealIds);
  const partsOf = new Map<string, string[]>();
  const roots: string[] = [];
  for (const id of given) {
    const umbrella = nearestUmbrella(id, umbrellaOf, (one) => given.has(one));
    if (umbrella === undefined) roots.push(id);
    else {
      const parts = partsOf.get(umbrella);
      if (parts === undefined) partsOf.set(umbrella, [id]);
      else parts.push(id);
    }
  }
  return { roots, partsOf };
};
