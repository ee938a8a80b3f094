import type { DocumentationSection } from './circularity-page.ts';

/** A table of the exports, as its columns are documented. */
export interface DocumentedTable {
  name: string;
  description: string;
  primaryKey: readonly string[];
  columns: readonly { name: string; type: string; description: string }[];
}

/** How the whole dataset can be had, form by form. */
export const bulkPage: readonly DocumentationSection[] = [
  {
    heading: 'Bulk',
    paragraphs: [
      'Every list answers whole with `format=csv` or `format=ndjson`, or by the header `Accept: text/csv` or `application/x-ndjson`: filters, `sort`, `fields` and `asOf` work as they do for pages. Without `sort` the records come in the order of ids. `limit`, `cursor` and `total` belong to pages and are refused, and so are includes that bring records beside the list; `include=history` and `include=evidence` of deals add to each record.',
      'So do the lists that are derived for each request: cycles, paths, search hits, changes, revisions, the differences between two days, and the rows of `/v1/stats` (its total where nothing is grouped), `/v1/outlook` (the years) and `/v1/transitions` (the ways from status to status). Where a bound kept something out, the header `Truncated: true` says so, as `meta.truncated` does in JSON.',
      '`/v1/exports` lists files with everything, made from one snapshot: each table as CSV, NDJSON and Parquet, all of them as `roundtrip.sqlite`, the stored records as `records.ndjson`, and `datapackage.json` (Data Package, version 2) with columns, keys, sizes and checksums. `SHA256SUMS` is read by `sha256sum -c`. `Range`, `If-Range` and `If-None-Match` work; the entity tag of a file is its SHA-256.',
      'The headers `Data-Version` and `As-Of` say which data an answer was made from. An answer is always one state of the data, also while they are written to. One that fails on the way breaks the connection off: what ended properly is whole.',
    ],
  },
  {
    heading: 'Names and values',
    paragraphs: [
      'One name for a thing everywhere: the field `min` of `amountUsd` is the column `amountUsdMin`, and `amount_usd_min` in the SQLite file. NDJSON has the very JSON of the lists, one record a line.',
      'CSV is that of RFC 4180: UTF-8, commas, CRLF, a header. What has no value is the empty cell. Lists of ids and words are joined by `|`, and are the empty cell where they are empty; lists of texts or objects are JSON. True and false are `true` and `false`.',
      'No cell starts a formula in a spreadsheet: a text that begins with one of `= + - @` (also in full width, and behind blanks or control characters), with a tab, a line break or an apostrophe has one apostrophe put before it. To read the text as it is, take one apostrophe off where a cell of text begins with one. Numbers are never changed. Import with the comma as the separator: a spreadsheet that parts cells elsewhere parts texts too.',
      'Parquet has 64-bit integers, doubles, booleans, texts, lists of texts, and JSON texts for what is nested. In the SQLite file lists and what is nested are JSON, true and false are 1 and 0; its table `documentation` says what each column is, and `dataset` which data these are. It opens in Datasette and any other client.',
      'Dates are texts, since many have no more than a year or a month.',
      'A line of `records.ndjson` has `collection`, `id`, `version`, `horizon` (nothing in the record becomes known after that day) and `record`, which is null where it was retracted or renamed; `renamedTo` then is the id under which it stands since.',
    ],
  },
  {
    heading: 'Limits',
    paragraphs: [
      'A client can have 8 whole lists sent at a time, and a server 48; more are answered with 429 or 503 and `Retry-After`. Two are read from the database at a time, each to its end at the pace of the database; others wait up to 10 seconds for their turn. What a client is slower to take waits on the disk of the server, up to 8 GiB for all; a client that takes nothing for 60 seconds is cut off. Answers up to 1 MiB have an entity tag.',
      'The files of `/v1/exports` are made when they are first asked for after a change, in a process of their own. A request waits for up to 20 seconds, and is then answered with 503 and `Retry-After`. `?dataVersion=` asks for those of a certain state of the data, so that several files fit together; the newest three states are kept.',
    ],
  },
];
