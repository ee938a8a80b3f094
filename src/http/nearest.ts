import { distance } from 'fastest-levenshtein';

/** Finds the candidate that was probably meant: the one with the smallest edit distance, if that is small enough. */
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
