import type { DealTerms } from '../domain/records/deal-terms.ts';
import type { Money } from '../domain/records/primitives.ts';
import { describeInterval, describeStatement, formatDate, formatPower, toWords } from './words.ts';

const join = (parts: readonly (string | undefined | false)[], separator = ', '): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join(separator);

const describePercent = (value: Parameters<typeof describeInterval>[0]): string => describeInterval(value, (one) => `${one}%`);

/** A cap is the most that a guarantor pays, however exactly it is stated. */
const describeCap = (cap: Money): string => describeStatement(cap.max === null ? cap : { ...cap, min: null });

const describeDebt = (debt: NonNullable<DealTerms['debt']>): string =>
  join([
    debt.ratePercent && describePercent(debt.ratePercent),
    debt.benchmark && join([debt.benchmark, debt.spreadPercent && `plus ${describePercent(debt.spreadPercent)}`], ' '),
    debt.seniority,
    debt.collateral === undefined ? debt.secured && 'secured' : `secured on ${debt.collateral}`,
    debt.secured === false && 'unsecured',
    (debt.firstMaturesOn ?? debt.maturesOn) &&
      `due ${join(
        [debt.firstMaturesOn, debt.maturesOn].map((date) => date && formatDate(date)),
        ' to ',
      )}`,
    debt.committed && `${describeStatement(debt.committed)} committed`,
    debt.drawn && `${describeStatement(debt.drawn)} drawn`,
  ]);

const describeSite = (site: NonNullable<DealTerms['sites']>[number]): string =>
  join([
    site.name,
    site.place,
    site.powerMw && describeInterval(site.powerMw, formatPower),
    site.tenant && `used by ${site.tenant}`,
    site.energizedOn ? `has power since ${formatDate(site.energizedOn)}` : site.plannedOn && `planned for ${formatDate(site.plannedOn)}`,
  ]);

const describeWarrant = (warrant: NonNullable<DealTerms['warrants']>[number]): string =>
  join([
    warrant.holder,
    warrant.shares && `${describeInterval(warrant.shares, (one) => one.toLocaleString('en-US'))} shares`,
    warrant.strike && `at ${warrant.strike.currency} ${warrant.strike.price}`,
    warrant.vesting && `vests: ${warrant.vesting}`,
    warrant.expiresOn && `expires ${formatDate(warrant.expiresOn)}`,
  ]);

const describeGuarantee = (guarantee: NonNullable<DealTerms['guarantees']>[number]): string =>
  join([
    guarantee.guarantor,
    guarantee.beneficiary && `for ${guarantee.beneficiary}`,
    guarantee.cap && describeCap(guarantee.cap),
    guarantee.trigger && `pays if: ${guarantee.trigger}`,
  ]);

/** Says the terms of a deal, each with its heading. */
export const describeDealTerms = ({
  round,
  security,
  placement,
  debt,
  sites = [],
  warrants = [],
  guarantees = [],
}: DealTerms): (readonly [name: string, text: string])[] =>
  [
    ['Round', join([round?.name, round?.stage && `${toWords(round.stage)} stage`])] as const,
    ['Security', security === undefined ? '' : toWords(security)] as const,
    ['Placement', placement ?? ''] as const,
    ['Debt', debt === undefined ? '' : describeDebt(debt)] as const,
    ...sites.map((site) => ['Site', describeSite(site)] as const),
    ...warrants.map((warrant) => ['Warrant', describeWarrant(warrant)] as const),
    ...guarantees.map((guarantee) => ['Guarantee', describeGuarantee(guarantee)] as const),
  ].filter(([, text]) => text !== '');
