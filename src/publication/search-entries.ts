import { earlierOf } from '../domain/dates.ts';
import { termsOf } from '../domain/terms.ts';
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

export interface SearchPosting {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
  knownFrom: string;
}

/** The postings of a record: each word once for each weight, from the first day on which it was known. */
export const postingsOf = (collection: Collection, recordId: string, texts: readonly SearchText[]): SearchPosting[] => {
  const postings = new Map<string, SearchPosting>();
  for (const { text, weight, knownFrom } of texts) {
    for (const term of termsOf(text)) {
      const key = `${weight} ${term}`;
      const before = postings.get(key);
      if (before === undefined) postings.set(key, { term, collection, recordId, weight, knownFrom });
      else before.knownFrom = earlierOf(before.knownFrom, knownFrom);
    }
  }
  return [...postings.values()];
};
