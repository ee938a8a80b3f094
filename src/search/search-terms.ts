import { and, asc, between, eq, gte, lt, sql } from 'drizzle-orm';
import { distance } from 'fastest-levenshtein';
import type { Session } from '../database/database.ts';
import { rowLimit } from '../database/expressions.ts';
import { tokenize } from '../domain/records/primitives.ts';

/** How a term of the index matches a word of the query. */
export type Nearness = 'exact' | 'prefix' | 'typo';

/** A search term that a word of a query expands to. */
export interface ExpandedTerm {
  term: string;
  nearness: Nearness;
}

/** The maximum number of words in a query. Further words are ignored. */
export const queryWordsMax = 8;
/** The maximum number of terms that a word expands to. */
const expansionsMax = 64;
const typoCandidatesMax = 5_000;
const prefixLengthMin = 2;
const typoLengthMin = 4;

/** The suffix of the upper bound of a prefix range. Sorts after every other character. */
const prefixRangeEnd = '\u{10ffff}';

const selectPrefixed = (session: Session, word: string): PromiseLike<{ term: string }[]> => {
  const statement = session.prepared<{ term: string }[]>('terms by prefix', () => {
    const { searchTerms } = session.tables;
    return session.orm
      .select({ term: searchTerms.term })
      .from(searchTerms)
      .where(and(gte(searchTerms.term, sql.placeholder('from')), lt(searchTerms.term, sql.placeholder('to'))))
      .orderBy(asc(searchTerms.term))
      .limit(rowLimit);
  });
  const isLong = word.length >= prefixLengthMin;
  return statement.execute({ from: word, to: isLong ? `${word}${prefixRangeEnd}` : `${word}\u0001`, limit: expansionsMax });
};

/** Selects terms of similar length with the same first letter, because typos in the first letter are rare. */
const selectTypoCandidates = (session: Session, word: string, maxDistance: number): PromiseLike<{ term: string }[]> => {
  const statement = session.prepared<{ term: string }[]>('terms for typos', () => {
    const { searchTerms } = session.tables;
    return session.orm
      .select({ term: searchTerms.term })
      .from(searchTerms)
      .where(
        and(
          eq(searchTerms.initial, sql.placeholder('initial')),
          between(searchTerms.length, sql.placeholder('shortest'), sql.placeholder('longest')),
        ),
      )
      .orderBy(asc(searchTerms.length), asc(searchTerms.term))
      .limit(typoCandidatesMax);
  });
  return statement.execute({ initial: word.slice(0, 1), shortest: word.length - maxDistance, longest: word.length + maxDistance });
};

const expand = async (session: Session, word: string): Promise<ExpandedTerm[]> => {
  const prefixed = await selectPrefixed(session, word);
  if (prefixed.length > 0) return prefixed.map(({ term }) => ({ term, nearness: term === word ? 'exact' : 'prefix' }));
  if (word.length < typoLengthMin) return [];
  const maxDistance = word.length < 8 ? 1 : 2;
  const candidates = await selectTypoCandidates(session, word, maxDistance);
  return candidates
    .filter(({ term }) => distance(term, word) <= maxDistance)
    .slice(0, expansionsMax)
    .map(({ term }) => ({ term, nearness: 'typo' }));
};

/**
 * Expands each word of a query to the index terms that begin with it. If there are none, returns terms with the same first letter
 * within an edit distance of 1, or of 2 for words of eight letters or more.
 */
export const expandQuery = async (session: Session, query: string): Promise<ExpandedTerm[][]> => {
  const words = [...new Set(tokenize(query))].slice(0, queryWordsMax);
  const expansions: ExpandedTerm[][] = [];
  for (const word of words) expansions.push(await expand(session, word));
  return expansions;
};
