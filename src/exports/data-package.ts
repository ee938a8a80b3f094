import type { Column } from '../formats/tabular/columns.ts';
import { listSeparator } from '../formats/tabular/columns.ts';
import type { KeyedTable } from '../formats/tabular/sqlite-file.ts';

/** A file in an export folder. */
export interface ExportFile {
  name: string;
  title: string;
  description: string;
  mediaType: string;
  bytes: number;
  /** SHA-256 digest of the file, in lower-case hexadecimal. */
  sha256: string;
  table: KeyedTable | undefined;
}

/** The dataset and the state of it that an export contains. */
export interface ExportHead {
  name: string;
  version: string;
  date: string;
  license: string;
  dataVersion: string;
  asOf: string;
}

/** The licenses of datasets by their SPDX identifier. */
export const licenses: Readonly<Record<string, { title: string; path: string }>> = {
  'CC-BY-4.0': { title: 'Creative Commons Attribution 4.0', path: 'https://creativecommons.org/licenses/by/4.0/' },
};

const toField = ({ name, type, description, isRequired }: Column) => ({
  name,
  ...(type === 'list' ? { type, itemType: 'string', delimiter: listSeparator } : { type: type === 'json' ? 'array' : type }),
  description,
  // An empty list is an empty cell, which counts as missing.
  ...(isRequired && type !== 'list' && { constraints: { required: true } }),
});

const toTableSchema = ({ name, columns, primaryKey, foreignKeys }: KeyedTable) => ({
  fields: columns.map(toField),
  missingValues: [''],
  primaryKey: [...primaryKey],
  foreignKeys: foreignKeys.map(({ column, table }) => ({
    fields: [column],
    reference: { ...(table !== name && { resource: table }), fields: ['id'] },
  })),
});

const dialect = { header: true, delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true };

/** Builds the descriptor of an export: a Data Package, version 2 (https://datapackage.org/standard/data-package/). */
export const buildDataPackage = (head: ExportHead, files: readonly ExportFile[]) => ({
  $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
  name: 'roundtrip-ai-financing',
  title: head.name,
  description:
    'Who funds whom in AI, who has committed to buy whose chips and compute, and who owns what, with a source for every fact. Ids, names and numbers match the API. In CSV, a text that a spreadsheet could interpret as a formula is prefixed with an apostrophe: remove one apostrophe from texts that start with one.',
  version: head.dataVersion,
  asOf: head.asOf,
  licenses: [{ name: head.license, ...licenses[head.license] }],
  sources: [{ title: 'The publications that the resource "sources" lists', path: 'sources.csv' }],
  resources: files.map(({ name, title, description, mediaType, bytes, sha256, table }) => {
    const format = name.slice(name.lastIndexOf('.') + 1);
    return {
      name: name.replace(/\.csv$/, '').replace('.', '-'),
      path: name,
      title,
      description,
      format,
      mediatype: mediaType,
      ...(['csv', 'ndjson', 'json'].includes(format) && { encoding: 'utf-8' }),
      bytes,
      hash: `sha256:${sha256}`,
      ...(format === 'csv' && table !== undefined && { type: 'table', dialect, schema: toTableSchema(table) }),
    };
  }),
});
