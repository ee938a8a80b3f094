import { tokenize } from './records/primitives.ts';

export interface Highlight {
  text: string;
  /** Start (inclusive) and end (exclusive) of each matching word in `text`, in UTF-16 code units. */
  ranges: [number, number][];
}

const maxTextLength = 200;
const contextBefore = 60;

/**
 * Finds the words of a text that match the search terms. Cuts a long text to whole words of at most 200 characters around the first match.
 *
 * @param terms Normalized terms; see {@link tokenize}.
 * @returns The excerpt and its matches, or undefined if no word matches.
 */
export const findHighlight = (text: string, terms: ReadonlySet<string>): Highlight | undefined => {
  const found = [...text.matchAll(/[\p{Letter}\p{Number}\p{Mark}]+/gu)].filter(([word]) => tokenize(word).some((term) => terms.has(term)));
  const first = found[0];
  if (first === undefined) return undefined;
  const blank = text.lastIndexOf(' ', Math.max(0, first.index - contextBefore));
  const start = text.length <= maxTextLength || first.index <= contextBefore ? 0 : blank + 1;
  const last = start + maxTextLength;
  const lastBlank = text.lastIndexOf(' ', last);
  const end = text.length <= last ? text.length : lastBlank > first.index ? lastBlank : last;
  const ranges = found.flatMap(({ index, 0: word }): [number, number][] =>
    index >= start && index + word.length <= end ? [[index - start, index - start + word.length]] : [],
  );
  return { text: text.slice(start, end), ranges };
};
