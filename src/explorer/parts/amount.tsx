import { describeCertainty, describeStatement, describeSum, type Statement, type UsdSum } from '../../api-client/words.ts';
import type { Certainty } from '../../domain/vocabulary.ts';

/** A sum of amounts in words. */
export const Sum = ({ usd }: { usd: UsdSum }) => <span class="amount">{describeSum(usd)}</span>;

/** An amount as a report states it, with its wording as a tooltip. */
export const Stated = ({ amount }: { amount: Statement | null | undefined }) => (
  <span class="amount" {...(amount?.stated !== undefined && { title: `Stated: ${amount.stated}` })}>
    {describeStatement(amount)}
  </span>
);

/** How firm a deal is, in a word and by the style of its border. */
export const Firmness = ({ certainty }: { certainty: Certainty }) => (
  <span class={`firmness ${certainty}`}>{describeCertainty(certainty)}</span>
);
