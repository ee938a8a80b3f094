import { and, asc, between, eq, gte, lt, sql } from 'drizzle-orm';
import { distance } from 'fastest-levenshtein';
import type { Session } from '../database/database.ts';
import { limitPlaceholder } from '../database/expressions.ts';
import { tokenize } from '../domain/tokenize.ts';

/** How near a word of the data is to a word of the query. */
export type Nearness = 'exact' | 'prefix' | 'typo';

export interface ExpandedTerm {
  term: string;
  nearness: Nearness;
}

/** A query is read up to so many words, and each word stands for up to so many words of the data. */
export const queryWordsMax = 8;
const expansionsMax = 64;
const typoCandidatesMax = 5_000;
const prefixLengthMin = 2;
const typoLengthMin = 4;

/** Beyond every word that begins with a prefix. */
const afterPrefix = '\u{10ffff}';

const selectPrefixed = (session: Session, word: string): PromiseLike<{ term: string }[]> => {
  const statement = session.prepared<{ term: string }[]>('terms by prefix', () => {
    const { searchTerms } = session.tables;
    return session.orm
      .select({ term: searchTerms.term })
      .from(searchTerms)
      .where(and(gte(searchTerms.term, sql.placeholder('from')), lt(searchTerms.term, sql.placeholder('to'))))
      .orderBy(asc(searchTerms.term))
      .limit(limitPlaceholder('limit'));
  });
  const isLong = word.length >= prefixLengthMin;
  return statement.execute({ from: word, to: isLong ? `${word}${afterPrefix}` : `${word}\u0001`, limit: expansionsMax });
};

/** Words of about the same length that begin with the same letter: a typing error seldom stands at the front. */
const selectTypoCandidates = (session: Session, word: string, reach: number): PromiseLike<{ term: string }[]> => {
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
  return statement.execute({ initial: word.slice(0, 1), shortest: word.length - reach, longest: word.length + reach });
};

const expand = async (session: Session, word: string): Promise<ExpandedTerm[]> => {
  const prefixed = await selectPrefixed(session, word);
  if (prefixed.length > 0) return prefixed.map(({ term }) => ({ term, nearness: term === word ? 'exact' : 'prefix' }));
  if (word.length < typoLengthMin) return [];
  const reach = word.length < 8 ? 1 : 2;
  const candidates = await selectTypoCandidates(session, word, reach);
  return candidates
    .filter(({ term }) => distance(term, word) <= reach)
    .slice(0, expansionsMax)
    .map(({ term }) => ({ term, nearness: 'typo' }));
};

/**
 * The words of the data that each word of a query stands for: itself and what begins with it; if nothing does, what is at
 * most one letter away (two for words of eight letters and more) and begins with the same letter.
 */
export const expandQuery = async (session: Session, query: string): Promise<ExpandedTerm[][]> => {
  const words = [...new Set(tokenize(query))].slice(0, queryWordsMax);
  const expansions: ExpandedTerm[][] = [];
  for (const word of words) expansions.push(await expand(session, word));
  return expansions;
};
