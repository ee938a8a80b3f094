import type { Certainty } from '../domain/vocabulary.ts';

/** A sum of amounts in US dollars, or of chips or megawatts, as the API returns it. */
export interface UsdSum {
  low: number;
  high: number | null;
  unknown: number;
  openEnded?: number | undefined;
}

/** An amount as one report states it. */
export interface Statement {
  min: number | null;
  max: number | null;
  approximate?: boolean | undefined;
  stated?: string | undefined;
  currency?: string | undefined;
}

const units = [
  { size: 1e12, suffix: 'tn' },
  { size: 1e9, suffix: 'bn' },
  { size: 1e6, suffix: 'm' },
  { size: 1e3, suffix: 'k' },
];

/** Formats a number with a unit and at most three significant digits: `34.1bn`. */
export const formatAmount = (amount: number): string => {
  const unit = units.find(({ size }) => amount >= size * 0.9995);
  if (unit === undefined) return String(amount);
  return `${Number((amount / unit.size).toPrecision(3)).toString()}${unit.suffix}`;
};

/** Formats US dollars: `$34.1bn`. */
export const formatUsd = (amount: number): string => `$${formatAmount(amount)}`;

const formatMoney = (amount: number, currency = 'USD'): string =>
  currency === 'USD' ? formatUsd(amount) : `${currency} ${formatAmount(amount)}`;

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Writes a count in words up to ten. */
export const countInWords = (count: number): string => numerals[count] ?? count.toLocaleString('en-US');

/** Writes a count with its noun: `one deal`, `12 deals`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${countInWords(count)} ${count === 1 ? singular : plural}`;

const describeBounds = (low: number, high: number | null, isOpenEnded: boolean, format: (amount: number) => string): string => {
  if (high === null || (isOpenEnded && high === low)) return low === 0 ? '' : `at least ${format(low)}`;
  if (low === high) return format(low);
  return low === 0 ? `up to ${format(high)}` : `${format(low)} to ${format(high)}`;
};

/** Says a sum in words: `$34bn to $127bn, and one part not stated`. */
export const describeSum = ({ low, high, unknown, openEnded = 0 }: UsdSum, format = formatUsd): string => {
  const known = low === 0 && (high === 0 || high === null) ? '' : describeBounds(low, high, openEnded > 0, format);
  if (known === '') return unknown > 0 || high === null ? 'not stated' : format(0);
  return unknown === 0 ? known : `${known}, and ${unknown === 1 ? 'one part' : `${countInWords(unknown)} parts`} not stated`;
};

/** Says an interval in words: `about 10 GW`, `up to 40%`. An interval without bounds is not stated. */
export const describeInterval = (
  { min, max, approximate = false }: { min: number | null; max: number | null; approximate?: boolean | undefined },
  format: (value: number) => string,
): string => {
  if (min === null && max === null) return 'not stated';
  const bounds = describeBounds(min ?? 0, max, false, format);
  // `up to about 40%`
  return approximate ? bounds.replace(/^(up to |at least )?/, '$1about ') : bounds;
};

/** Says what a report states: `about $10bn`, `up to $40bn`. Without bounds, says it in the words of the report. */
export const describeStatement = (statement: Statement | null | undefined): string => {
  if (statement === null || statement === undefined) return 'not stated';
  if (statement.min === null && statement.max === null) return statement.stated ?? 'not stated';
  return describeInterval(statement, (amount) => formatMoney(amount, statement.currency));
};

/** Formats the term of a contract: `1 year`, `2.5 years`. */
export const formatYears = (years: number): string => (years === 1 ? '1 year' : `${years} years`);

/** Formats electric power: `4.5 GW`. */
export const formatPower = (megawatts: number): string => (megawatts >= 1_000 ? `${megawatts / 1_000} GW` : `${megawatts} MW`);

const firmness: Record<Certainty, string> = { speculative: 'in talks', intended: 'intended', binding: 'binding', dead: 'ended' };

/** Says how firm a deal is. */
export const describeCertainty = (certainty: Certainty): string => firmness[certainty];

/** What a link of the money graph says, between the names of its groups. */
export const natureVerbs: Readonly<Record<string, string>> = {
  financing: 'finances',
  purchase: 'buys from',
  guarantee: 'guarantees debt or leases of',
  warrant: 'grants warrants to',
};

/** Says the nature of a sum: `implied purchase`. */
export const describeNature = (nature: string): string => (nature === 'impliedPurchase' ? 'implied purchase' : nature);

/** Says how much of a sum is how firm: `binding $30bn; in talks up to $105bn`. */
export const describeByCertainty = (sums: Readonly<Partial<Record<Certainty, UsdSum | undefined>>>): string =>
  (['binding', 'intended', 'speculative'] as const)
    .flatMap((certainty) => {
      const sum = sums[certainty];
      return sum === undefined ? [] : [`${describeCertainty(certainty)} ${describeSum(sum)}`];
    })
    .join('; ');

/** Writes a value of a vocabulary as words: `letter_of_intent` becomes `letter of intent`. */
export const toWords = (value: string): string => value.replaceAll('_', ' ').replaceAll(/\b(ipo|spv)\b/g, (short) => short.toUpperCase());

/** Begins a sentence with a capital letter. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Writes a value of a vocabulary as a heading: `Letter of intent`. */
export const toHeading = (value: string): string => capitalize(toWords(value));

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Writes a date of any precision: `28 October 2025`, `October 2025`, `2025`. */
export const formatDate = (date: string): string => {
  const [year = '', month, day] = date.split('-');
  return [day === undefined ? undefined : String(Number(day)), month === undefined ? undefined : months[Number(month) - 1], year]
    .filter((part) => part !== undefined)
    .join(' ');
};

/** Says that no report has the day of a step of a deal. A binding deal may have closed without a report. */
const missingSteps: Readonly<Record<Certainty, string>> = {
  speculative: 'not yet',
  intended: 'not yet',
  binding: 'not reported',
  dead: 'never',
};

/** Says when a deal was announced or closed, or that no report says so. */
export const describeStep = (date: string | null, certainty: Certainty, format = formatDate): string =>
  date === null ? missingSteps[certainty] : format(date);
