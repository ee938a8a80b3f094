/**
 * The words by which a text is found and by which a query looks: compatibility-decomposed (NFKD), marks stripped, lower
 * case, split at everything that is not a letter or a digit. Texts and queries pass through this one function, on
 * every engine, so that the same query has the same hits everywhere.
 */
export const termsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((term) => term.length > 0)
    .map((term) => term.slice(0, 40));
