import { distance } from 'fastest-levenshtein';

/** The names and ids that a suggestion could be for are shorter. A longer input would only cost time. */
const maxInputLength = 100;

/** Returns the candidate with the smallest edit distance to a misspelled input, or undefined if none is close. */
export const findNearest = (input: string, candidates: Iterable<string>): string | undefined => {
  if (input.length > maxInputLength) return undefined;
  const misspelled = input.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(input.length * 0.4)) + 1;
  let firstWithInput: string | undefined;
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    if (misspelled.length > 2 && name.includes(misspelled)) firstWithInput ??= candidate;
    // The distance is at least the difference of the lengths.
    if (Math.abs(name.length - misspelled.length) >= bestDistance) continue;
    const edits = distance(misspelled, name);
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  return best ?? firstWithInput;
};
