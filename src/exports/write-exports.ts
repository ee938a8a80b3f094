import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { desc } from 'drizzle-orm';
import type { Database, Session } from '../database/database.ts';
import { revisionBody } from '../database/expressions.ts';
import { toCsvHeader, toCsvLines } from '../formats/tabular/csv.ts';
import { createParquetFile } from '../formats/tabular/parquet-file.ts';
import { createSqliteFile, type KeyedTable } from '../formats/tabular/sqlite-file.ts';
import { type AsOf, formatDataVersion, resolveAsOf, selectDataset } from '../records/documents.ts';
import { type BodsCompany, type BodsSource, type BodsStake, buildBodsStatements } from './bods.ts';
import { buildDataPackage, type ExportFile, type ExportHead } from './data-package.ts';
import { loadCommitmentCountings, loadDealCountings, loadFlowCountings } from './export-counts.ts';
import { parseLines, readCitationRows, readDocumentLines, readRecordLines, readRowsById } from './export-rows.ts';
import { addDays, exportTables } from './export-tables.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  sqlite: 'application/vnd.sqlite3',
  json: 'application/json',
};

const formatNames: Readonly<Record<string, string>> = { csv: 'CSV', ndjson: 'NDJSON', parquet: 'Parquet' };

/** Returns the media type of an export file by its extension; `text/plain` if the extension is unknown. */
export const exportMediaType = (name: string): string => mediaTypes[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain';

const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash);
  return hash.digest('hex');
};

type Row = Readonly<Record<string, unknown>>;
type TableSink = (rows: readonly object[]) => void;

/** Opens the files of one table. Writes synchronously, which is fine because exports run in a process of their own. */
const openTable = (folder: string, table: KeyedTable, sqlite: ReturnType<typeof createSqliteFile>) => {
  const { name, columns } = table;
  const csv = openSync(join(folder, `${name}.csv`), 'w');
  const ndjson = openSync(join(folder, `${name}.ndjson`), 'w');
  const parquet = createParquetFile(join(folder, `${name}.parquet`), columns);
  const insert = sqlite.openTable(table);
  writeSync(csv, toCsvHeader(columns));
  const append: TableSink = (records) => {
    const rows = records.map((record) => addDays(table, record));
    writeSync(csv, toCsvLines(columns, rows));
    writeSync(ndjson, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    parquet.append(rows);
    insert(rows);
  };
  const close = () => {
    closeSync(csv);
    closeSync(ndjson);
    parquet.close();
    sqlite.closeTable(table);
  };
  return { append, close };
};

const toParticipantRows = (deals: readonly Row[]): Row[] =>
  deals.flatMap(({ id, participants }) => (participants as readonly object[]).map((participant) => ({ deal: id, ...participant })));

/** Adds to each row what the totals of `/v1/stats` use of it. */
const loadCountings = async (session: Session, asOf: AsOf) => {
  const deals = await loadDealCountings(session, asOf);
  const flows = await loadFlowCountings(session, asOf);
  const commitments = await loadCommitmentCountings(session, asOf);
  const addCounting = (table: string, row: Row): Row => {
    if (table === 'deals') return { ...row, ...deals.get(String(row.id)) };
    if (table === 'flows') return { ...row, ...flows.countings.get(String(row.id)) };
    return table === 'chip-commitments' ? { ...row, ...commitments.get(String(row.id)) } : row;
  };
  return { addCounting, flowTerms: flows.terms };
};

const writeTables = async (session: Session, folder: string, asOf: AsOf, head: ExportHead): Promise<void> => {
  const sqlite = createSqliteFile(join(folder, 'roundtrip.sqlite'), { ...head });
  const { participants, citations, 'flow-terms': flowTerms, ...listTables } = exportTables;
  const { addCounting, flowTerms: terms } = await loadCountings(session, asOf);
  const participantsSink = openTable(folder, participants, sqlite);
  for (const table of Object.values(listTables)) {
    const sink = openTable(folder, table, sqlite);
    for await (const lines of readDocumentLines(session, table.name, asOf)) {
      const rows = parseLines<Row>(lines);
      sink.append(rows.map((row) => addCounting(table.name, row)));
      if (table.name === 'deals') participantsSink.append(toParticipantRows(rows));
    }
    sink.close();
  }
  participantsSink.close();
  const termsSink = openTable(folder, flowTerms, sqlite);
  termsSink.append(terms);
  termsSink.close();
  const citationsSink = openTable(folder, citations, sqlite);
  for await (const rows of readCitationRows(session, asOf)) citationsSink.append(rows);
  citationsSink.close();
  sqlite.close();
};

const writeRecords = async (session: Session, folder: string): Promise<void> => {
  const file = openSync(join(folder, 'records.ndjson'), 'w');
  for await (const lines of readRecordLines(session)) writeSync(file, lines);
  closeSync(file);
};

const writeBods = async (session: Session, folder: string, asOf: AsOf, head: ExportHead): Promise<void> => {
  const stakes = [...(await readRowsById<BodsStake>(session, 'stakes', asOf)).values()];
  const parties = new Set(stakes.flatMap(({ holder, issuer }) => [holder, issuer]));
  const cited = new Set(stakes.flatMap(({ citations }) => citations.map(({ source }) => source)));
  const companies = await readRowsById<BodsCompany>(session, 'companies', asOf, parties);
  const sources = await readRowsById<BodsSource>(session, 'sources', asOf, cited);
  await writeFile(join(folder, 'bods.json'), `${JSON.stringify(buildBodsStatements(head, stakes, companies, sources), null, 2)}\n`);
};

/** The files that are no table. */
const otherFiles: Readonly<Record<string, { title: string; description: string }>> = {
  'roundtrip.sqlite': {
    title: 'All tables as one SQLite file',
    description: 'Tables with names in snake_case. The table `documentation` describes each column.',
  },
  'records.ndjson': {
    title: 'The stored records',
    description:
      'Every stored record with its collection, id, version and `horizon` (the day after which nothing in it becomes known). The record is null if it was retracted or renamed; a renamed one has its new id.',
  },
  'bods.json': {
    title: 'Stakes as ownership statements',
    description: 'Every stake and its parties as statements of the Beneficial Ownership Data Standard, version 0.4.',
  },
};

const describeFile = async (folder: string, name: string): Promise<ExportFile> => {
  const path = join(folder, name);
  const [stem = '', format = ''] = name.split('.');
  const table: KeyedTable | undefined = Object.values(exportTables).find((one) => one.name === stem);
  const described =
    table === undefined
      ? (otherFiles[name] ?? { title: name, description: '' })
      : { title: `${stem} as ${formatNames[format] ?? format}`, description: table.description };
  return { name, ...described, mediaType: exportMediaType(name), bytes: (await stat(path)).size, sha256: await hashFile(path), table };
};

/** The result of {@link writeExports}. */
export interface WrittenExports {
  head: ExportHead;
  /** Identifies this state of the data; see {@link computeExportKey}. */
  key: string;
}

/** Version of the export format. Increase it whenever the same data would produce different files. */
const exportFormatVersion = 4;

/**
 * Computes a key that is unique to a state of the data: its version, plus a hash of the export format version, the dataset's metadata
 * and the newest change. The newest change distinguishes a restored or recreated database that reuses a version.
 */
export const computeExportKey = async (session: Session): Promise<{ key: string; dataVersion: string }> => {
  const { revisions } = session.tables;
  const dataset = await selectDataset(session);
  const [newest] = await session.orm
    .select({ recordedAt: revisions.recordedAt, recordId: revisions.recordId, body: revisionBody(session.tables) })
    .from(revisions)
    .orderBy(desc(revisions.sequence))
    .limit(1);
  const dataVersion = formatDataVersion(dataset);
  const hash = createHash('sha256')
    .update(JSON.stringify([exportFormatVersion, dataset, newest ?? null]))
    .digest('hex')
    .slice(0, 16);
  return { key: `${dataVersion.replace(/[^\w.+-]/g, '_')}-${hash}`, dataVersion };
};

/**
 * Writes the dataset to an empty folder from one database snapshot: every table as CSV, NDJSON and Parquet, all tables as one SQLite
 * file, the stakes as ownership statements, the stored records, a Data Package descriptor, and SHA-256 checksums.
 *
 * The same data produces the same bytes. Holds the amounts of all deals and flows and all stakes in memory, and otherwise at most a few tens of
 * thousands of rows. Blocks the event loop while it writes.
 *
 * @param day The day to export the dataset as of. The stored records are left out of a past day, because they state what became known
 * later.
 */
export const writeExports = (database: Pick<Database, 'readLong'>, folder: string, day?: string): Promise<WrittenExports> =>
  database.readLong(async (session) => {
    const dataset = await selectDataset(session);
    const asOf = resolveAsOf(dataset, day, dataset.knownTo);
    const { name, version, date, license } = dataset;
    const head: ExportHead = { name, version, date, license, dataVersion: formatDataVersion(dataset), asOf: asOf.day };
    await writeTables(session, folder, asOf, head);
    await writeBods(session, folder, asOf, head);
    if (asOf.isCurrent) await writeRecords(session, folder);
    const names = [
      ...Object.keys(exportTables).flatMap((table) => ['csv', 'ndjson', 'parquet'].map((format) => `${table}.${format}`)),
      'roundtrip.sqlite',
      'bods.json',
      ...(asOf.isCurrent ? ['records.ndjson'] : []),
    ];
    const files: ExportFile[] = [];
    for (const one of names) files.push(await describeFile(folder, one));
    await writeFile(join(folder, 'datapackage.json'), `${JSON.stringify(buildDataPackage(head, files), null, 2)}\n`);
    const sums = [...files, { name: 'datapackage.json', sha256: await hashFile(join(folder, 'datapackage.json')) }];
    await writeFile(join(folder, 'SHA256SUMS'), sums.map(({ name: file, sha256 }) => `${sha256}  ${file}\n`).join(''));
    return { head, key: (await computeExportKey(session)).key };
  });
