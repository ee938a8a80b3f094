import { distance } from 'fastest-levenshtein';

/** Returns the candidate with the smallest edit distance to a misspelled input, or undefined if none is close. */
export const findNearest = (input: string, candidates: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(input.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const edits = distance(input.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  if (best !== undefined) return best;
  return [...candidates].find((candidate) => input.length > 2 && candidate.toLowerCase().includes(input.toLowerCase()));
};
