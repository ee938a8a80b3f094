import { daysBetween, lastDayOf } from '../domain/dates.ts';
import type { ListName } from './documents.ts';

/** The end of the date of the newest report, in the document of a deal in talks. Only the deal itself has a certainty after its status. */
const newestReport = /"status":"(?:rumored|in_talks)","certainty":"speculative",.*?"lastReportedOn":"([\d-]+)"/g;

/**
 * Adds `staleDays` to deals in talks: the days from the newest report to the as-of day. Documents are stored, and the number differs from
 * day to day, so it is added to their text, one document per line.
 */
export const addStaleDays = (collection: ListName, text: string, day: string): string =>
  collection === 'deals'
    ? text.replace(newestReport, (found, date: string) => `${found},"staleDays":${Math.max(0, daysBetween(lastDayOf(date), day))}`)
    : text;
