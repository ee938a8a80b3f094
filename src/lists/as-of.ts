import { z } from 'zod';
import { isDay } from '../domain/dates.ts';
import type { Dataset } from '../records/documents.ts';

/** The day that an answer is as of. */
export interface AsOf {
  day: string;
  /** Nothing became known after the day: the newest rows are those of the day. */
  isCurrent: boolean;
  /** No date of a record that was known on the day is later. */
  latestDate: string;
  /** The day that the answer names. */
  asOf: string;
  /** The requested day, if it is in the future. */
  asOfRequested?: string;
}

export const asOfParameter = z
  .string()
  .refine(isDay, { error: 'A day must be a calendar date as YYYY-MM-DD.' })
  .optional()
  .describe(
    'Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so.',
  )
  .meta({ examples: ['2025-12-20'] });

/** Resolves the `asOf` of a request: a future day means today, none means everything that the dataset has. */
export const resolveAsOf = ({ knownTo, hasFutureDates }: Dataset, requested: string | undefined, today: string): AsOf => {
  const isFuture = requested !== undefined && requested > today;
  const asOf = isFuture ? today : (requested ?? knownTo);
  const isCurrent = asOf >= knownTo;
  return {
    day: isCurrent ? knownTo : asOf,
    isCurrent,
    // A date of less precision ends with its year.
    latestDate: hasFutureDates ? '9999-12-31' : `${asOf.slice(0, 4)}-12-31`,
    asOf,
    ...(isFuture && { asOfRequested: requested }),
  };
};
