import { earlierDay } from '../domain/dates.ts';
import { tokenize } from '../domain/tokenize.ts';
import type { Collection } from '../domain/vocabulary.ts';

/** A text by which a record is found, from the day on which it was known. */
export interface SearchText {
  field: string;
  text: string;
  weight: number;
  knownFrom: string;
}

/** How much a word counts by the field that it stands in. */
export const searchWeights = { name: 100, alias: 80, title: 80, participant: 50, publisher: 40, summary: 20, note: 10 } as const;

export interface SearchIndexEntry {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
  knownFrom: string;
}

/** The postings of a record: each word once for each weight, from the first day on which it was known. */
export const buildSearchEntries = (collection: Collection, recordId: string, texts: readonly SearchText[]): SearchIndexEntry[] => {
  const entries = new Map<string, SearchIndexEntry>();
  for (const { text, weight, knownFrom } of texts) {
    for (const term of tokenize(text)) {
      const key = `${weight} ${term}`;
      const before = entries.get(key);
      if (before === undefined) entries.set(key, { term, collection, recordId, weight, knownFrom });
      else before.knownFrom = earlierDay(before.knownFrom, knownFrom);
    }
  }
  return [...entries.values()];
};
