/** Answers the deal of which a deal is a part, if it is one. */
export type UmbrellaOf = (dealId: string) => string | undefined;

/** The nearest umbrella of a deal that is itself among the given ones. */
export const nearestUmbrella = (dealId: string, umbrellaOf: UmbrellaOf, isGiven: (dealId: string) => boolean): string | undefined => {
  const seen = new Set([dealId]);
  for (let umbrella = umbrellaOf(dealId); umbrella !== undefined && !seen.has(umbrella); umbrella = umbrellaOf(umbrella)) {
    if (isGiven(umbrella)) return umbrella;
    seen.add(umbrella);
  }
  return undefined;
};

/** The given deals as trees: those under no other given one, and below each the parts nearest to it. */
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
