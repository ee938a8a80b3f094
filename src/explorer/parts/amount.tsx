import { describeCertainty, describeNature, describeStatement, describeSum, type Statement, type UsdSum } from '../../api-client/words.ts';
import type { Certainty } from '../../domain/vocabulary.ts';

/** A sum, and how firm its parts are. */
export interface FirmSum extends UsdSum {
  usdByCertainty: Partial<Record<Certainty, UsdSum | undefined>>;
}

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

const certaintyOrder = ['binding', 'intended', 'speculative'] as const;

/** Whether an amount only states again what other amounts state. */
const isCountedElsewhere = ({ low, high, unknown }: UsdSum): boolean => low === 0 && high === 0 && unknown === 0;

/** Returns the firmest part of a sum, and whether there is a weaker one. */
const firmestPart = ({ usdByCertainty }: FirmSum) => {
  const [certainty = 'speculative' as const, ...weaker] = certaintyOrder.filter((one) => usdByCertainty[one] !== undefined);
  return { certainty, usd: weaker.length === 0 ? undefined : usdByCertainty[certainty] };
};

/** Says the firmest part of a sum, before the word for its firmness. */
const describePart = (part: UsdSum): string => {
  const known = describeSum({ ...part, unknown: 0 });
  return part.unknown > 0 && part.low === 0 && !part.high ? 'partly' : `of which ${known}`;
};

/** Says a sum with the firmness of its parts: `$19bn to $112bn, of which $9bn binding`. */
export const describeFirmSum = (sum: FirmSum): string => {
  const { certainty, usd } = firmestPart(sum);
  if (isCountedElsewhere(sum)) return 'counted in other contracts';
  return `${describeSum(sum)}, ${usd === undefined ? '' : `${describePart(usd)} `}${describeCertainty(certainty)}`;
};

/** The same with the style of the firmness. */
export const Firm = ({ sum }: { sum: FirmSum }) => {
  const { certainty, usd } = firmestPart(sum);
  if (isCountedElsewhere(sum)) return <span class="note">counted in other contracts</span>;
  return (
    <>
      <Sum usd={sum} />{' '}
      {usd === undefined ? (
        <Firmness certainty={certainty} />
      ) : (
        <span class="note">
          ({describePart(usd)} <Firmness certainty={certainty} />)
        </span>
      )}
    </>
  );
};

/** Sums by nature, which are never added up. */
export const SumsByNature = ({ sums }: { sums: Readonly<Record<string, FirmSum | undefined>> }) => {
  const entries = Object.entries(sums).flatMap(([nature, sum]) => (sum === undefined ? [] : [{ nature, sum }]));
  return (
    <>
      {entries.length === 0 ? 'nothing' : null}
      {entries.map(({ nature, sum }) => (
        <div>
          {describeNature(nature)} <Firm sum={sum} />
        </div>
      ))}
    </>
  );
};
