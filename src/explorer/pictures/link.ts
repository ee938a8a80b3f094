import type { UsdSum } from '../../api-client/words.ts';
import type { Certainty } from '../../domain/vocabulary.ts';

/** Everything of one nature that one group pays another. The line is solid if binding, dashed if intended, dotted if in talks. */
export interface Link {
  nature: string;
  certainty: Certainty;
  usd: UsdSum;
}

/** Colors: what supports a company is blue, what it buys is orange. */
export const natureClass = (nature: string): 'finance' | 'purchase' => (nature === 'purchase' ? 'purchase' : 'finance');

/** Cuts a label to a number of characters. */
export const shorten = (text: string, maxCharacters: number): string =>
  text.length <= maxCharacters ? text : `${text.slice(0, Math.max(1, maxCharacters - 1))}…`;
