import { maxQueueWaitMs, maxStandstillMs } from '../database/write-queue.ts';
import { maxListItems } from '../domain/records/primitives.ts';
import { maxDownloads, maxDownloadsPerClient, maxFileBytes, maxIdleMs, maxReads, maxWaitMs } from '../downloads/downloads.ts';
import { makingWaitMsMax } from '../exports/export-generations.ts';
import { maxPeriods } from '../graph-data/periods.ts';
import { maxListValues } from '../http/parameters.ts';
import { maxIssues } from '../http/problems.ts';
import { requestTimeoutMs, urlLengthMax } from '../http/request-limits.ts';
import { limitDefault, limitMax } from '../lists/list-query.ts';
import { maxStreamsPerClient } from '../modules/changes/changes.routes.ts';
import { maxChanges } from '../modules/changes/changes.schemas.ts';
import { maxContradictions } from '../modules/contradictions/contradictions.schemas.ts';
import { maxCycleEdgesVisited as cycleEdgesMax } from '../modules/cycles/cycles.schemas.ts';
import { maxFundingDeals } from '../modules/funding/funding.schemas.ts';
import { maxLinks } from '../modules/graph/graph.schemas.ts';
import { maxRevisions } from '../modules/headline-revisions/headline-revisions.schemas.ts';
import { maxImportBytes } from '../modules/import/import.schemas.ts';
import { maxPathEdgesVisited as pathEdgesMax } from '../modules/paths/paths.schemas.ts';
import { maxSeriesRows } from '../modules/series/series.schemas.ts';
import { maxRows } from '../modules/stats/stats.schemas.ts';
import { maxPairs } from '../modules/vendor-financing/vendor-financing.schemas.ts';
import { queryWordsMax } from '../search/search-terms.ts';
import { maxSubscriptions } from '../webhooks/subscriptions.ts';

const count = (value: number): string => value.toLocaleString('en-US');
const seconds = (ms: number): string => `${ms / 1_000} seconds`;
const bytes = (value: number): string => (value < 1_073_741_824 ? `${value / 1_048_576} MiB` : `${value / 1_073_741_824} GiB`);

/** Returns the limits of the API for the guide, from the constants that enforce them. */
export const listLimits = (bodyBytesMax: number): readonly { about: string; entries: readonly (readonly [string, string])[] }[] => [
  {
    about: 'Requests',
    entries: [
      ['Length of the URL', `${count(urlLengthMax)} characters`],
      ['Size of the headers', '32 KiB'],
      ['Size of a body', bytes(bodyBytesMax)],
      ['Size of a body of `POST /v1/import`', bytes(maxImportBytes)],
      ['Time for a request to arrive, then 408', seconds(requestTimeoutMs)],
      ['Values in one filter', count(maxListValues)],
      ['Words in one search', count(queryWordsMax)],
      ['Open streams of changes, for each client', count(maxStreamsPerClient)],
      ['Wait of a write for one other write, then 503', seconds(maxStandstillMs)],
      ['Wait of a write for all writes before it, then 503', seconds(maxQueueWaitMs)],
    ],
  },
  {
    about: 'Responses',
    entries: [
      ['Records on a page', `${count(limitMax)} (default ${count(limitDefault)})`],
      ['Changes on a page of `/v1/changes`', count(maxChanges)],
      ['Rows of `/v1/stats`', count(maxRows)],
      ['Periods of `/v1/series` and `/v1/companies/{id}/funding/series`', count(maxPeriods)],
      ['Rows of `/v1/series`', count(maxSeriesRows)],
      ['Pairs of `/v1/vendor-financing`', count(maxPairs)],
      ['Deals of `/v1/companies/{id}/funding`', count(maxFundingDeals)],
      ['Deals of `/v1/headline-revisions`', count(maxRevisions)],
      ['Pairs of `/v1/contradictions`', count(maxContradictions)],
      ['Links in `/v1/graph`', count(maxLinks)],
      ['Legs in a cycle or path', '6'],
      ['Edges visited in a search for cycles', count(cycleEdgesMax)],
      ['Edges visited in a search for paths', count(pathEdgesMax)],
    ],
  },
  {
    about: 'Records',
    entries: [
      ['Length of a name or title', '500 characters'],
      ['Length of any other text', '5,000 characters'],
      ['Length of a URL', '2,048 characters'],
      ['Items in a list', count(maxListItems)],
      ['Errors listed in one 422', count(maxIssues)],
      ['Webhooks for each key', count(maxSubscriptions)],
    ],
  },
  {
    about: 'Downloads',
    entries: [
      ['Downloads at a time, for each client', count(maxDownloadsPerClient)],
      ['Downloads at a time, for each server process', count(maxDownloads)],
      ['Downloads read from the database at a time, for each server process', count(maxReads)],
      ['Wait for one of these, then 503', seconds(maxWaitMs)],
      ['Time without reading by the client, then the connection closes', seconds(maxIdleMs)],
      ['Data buffered on disk for slow clients, for each server process', bytes(maxFileBytes)],
      ['Wait for export files in progress, then 503', seconds(makingWaitMsMax)],
    ],
  },
];
