import { distance } from 'fastest-levenshtein';

/** The candidate that is nearest to what was written, if it is near enough to have been meant. */
export const nearestOf = (written: string, candidates: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(written.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const far = distance(written.toLowerCase(), candidate.toLowerCase());
    if (far < bestDistance) [best, bestDistance] = [candidate, far];
  }
  if (best !== undefined) return best;
  return [...candidates].find((candidate) => written.length > 2 && candidate.toLowerCase().includes(written.toLowerCase()));
};
