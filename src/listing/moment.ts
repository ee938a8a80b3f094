import { z } from 'zod';
import { isDay } from '../domain/dates.ts';
import type { DatasetState } from './answers.ts';

/** The day that an answer knows up to. */
export interface Moment {
  day: string;
  /** Nothing became known after the day: the newest rows are those of the day. */
  isCurrent: boolean;
  /** The day that the answer names. */
  asOf: string;
  /** The day that was asked for, where it lies in the future. */
  asOfRequested?: string;
}

export const asOfParameter = z
  .string()
  .refine(isDay, { error: 'A day is YYYY-MM-DD and exists in the calendar.' })
  .optional()
  .describe(
    'Answers with what was known on this day (UTC, YYYY-MM-DD); without it, with what is known now. A future day means today, and `meta` says so.',
  )
  .meta({ examples: ['2025-12-20'] });

/** The moment of a request: `asOf`, a future day being today; none means everything that the dataset holds. */
export const momentOf = ({ knownTo }: DatasetState, asOf: string | undefined, today: string): Moment => {
  if (asOf === undefined) return { day: knownTo, isCurrent: true, asOf: knownTo };
  const isFuture = asOf > today;
  const effective = isFuture ? today : asOf;
  const isCurrent = effective >= knownTo;
  return { day: isCurrent ? knownTo : effective, isCurrent, asOf: effective, ...(isFuture && { asOfRequested: asOf }) };
};
