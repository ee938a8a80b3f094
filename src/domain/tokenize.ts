/**
 * Splits a text into normalized search terms: compatibility decomposition (NFKD, Unicode Standard Annex #15), marks removed, lower case,
 * split at every character that is not a letter or a digit, at most 40 characters per term.
 *
 * Both the search index and queries use this function on every database engine, so a query returns the same hits on each.
 */
export const tokenize = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((term) => term.length > 0)
    .map((term) => term.slice(0, 40));
