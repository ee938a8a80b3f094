import { distance } from 'fastest-levenshtein';

/** The names and ids that a suggestion could be for are shorter. A longer input would only cost time. */
const maxInputLength = 100;

/** At most this many edits are a typing error. With more, a name that contains the input is a better guess. */
const typingErrorEdits = 2;

/**
 * Returns the candidate that an input probably means, or undefined if none is close: first one with a typing error, then the shortest
 * one that starts with the input or contains it, then the one with the smallest edit distance.
 */
export const findNearest = (input: string, candidates: Iterable<string>): string | undefined => {
  if (input.length > maxInputLength) return undefined;
  const misspelled = input.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(input.length * 0.4)) + 1;
  const shortest: { after?: string; around?: string } = {};
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    if (misspelled.length > 2 && name.includes(misspelled)) {
      const place = name.startsWith(misspelled) ? 'after' : 'around';
      if (candidate.length < (shortest[place]?.length ?? Number.POSITIVE_INFINITY)) shortest[place] = candidate;
    }
    // The distance is at least the difference of the lengths.
    if (Math.abs(name.length - misspelled.length) >= bestDistance) continue;
    const edits = distance(misspelled, name);
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  return bestDistance <= typingErrorEdits ? best : (shortest.after ?? shortest.around ?? best);
};
