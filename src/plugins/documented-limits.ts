import { listItemsMax } from '../domain/records/primitives.ts';
import { downloadsMax, downloadsOfClientMax, idleMsMax, readsMax, spooledBytesMax, waitMsMax } from '../downloads/downloads.ts';
import { makingWaitMsMax } from '../exports/generations.ts';
import { listValuesMax } from '../http/parameters.ts';
import { urlLengthMax } from '../http/request-limits.ts';
import { limitDefault, limitMax } from '../lists/list-query.ts';
import { changesMax } from '../resources/changes/changes.schemas.ts';
import { edgesVisitedMax as cycleEdgesMax } from '../resources/cycles/cycles.schemas.ts';
import { linksMax } from '../resources/graph/graph.schemas.ts';
import { importBytesMax } from '../resources/import/import.schemas.ts';
import { edgesVisitedMax as pathEdgesMax } from '../resources/paths/paths.schemas.ts';
import { rowsMax } from '../resources/stats/stats.schemas.ts';
import { queryWordsMax } from '../search/search-terms.ts';
import { subscriptionsMax } from '../webhooks/subscriptions.ts';
import { faultsMax } from '../writing/writes.ts';

const count = (value: number): string => value.toLocaleString('en-US');
const seconds = (ms: number): string => `${ms / 1_000} seconds`;
const bytes = (value: number): string => (value < 1_073_741_824 ? `${value / 1_048_576} MiB` : `${value / 1_073_741_824} GiB`);

/** The limits of the API, from the constants that enforce them. */
export const listLimits = (bodyBytesMax: number): readonly { about: string; entries: readonly (readonly [string, string])[] }[] => [
  {
    about: 'Requests',
    entries: [
      ['Length of the URL', `${count(urlLengthMax)} characters`],
      ['Size of the headers', '32 KiB'],
      ['Size of a body', bytes(bodyBytesMax)],
      ['Size of a body of `POST /v1/import`', bytes(importBytesMax)],
      ['Values in one filter', count(listValuesMax)],
      ['Words in one search', count(queryWordsMax)],
    ],
  },
  {
    about: 'Answers',
    entries: [
      ['Records on a page', `${count(limitMax)} (default ${count(limitDefault)})`],
      ['Changes on a page of `/v1/changes`', count(changesMax)],
      ['Rows of `/v1/stats`', count(rowsMax)],
      ['Links in `/v1/graph`', count(linksMax)],
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
      ['Items in a list', count(listItemsMax)],
      ['Errors listed in one 422', count(faultsMax)],
      ['Webhooks for each key', count(subscriptionsMax)],
    ],
  },
  {
    about: 'Downloads',
    entries: [
      ['Downloads at a time, for each client', count(downloadsOfClientMax)],
      ['Downloads at a time, for each server process', count(downloadsMax)],
      ['Downloads read from the database at a time, for each server process', count(readsMax)],
      ['Wait for one of these, then 503', seconds(waitMsMax)],
      ['Time in which a client reads nothing, then the connection closes', seconds(idleMsMax)],
      ['Data buffered on disk for slow clients, for each server process', bytes(spooledBytesMax)],
      ['Wait for export files in progress, then 503', seconds(makingWaitMsMax)],
    ],
  },
];
