import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { Problem } from '../http/problems.ts';
import { importRecords, type NumberedLine, parseLines, splitLines } from '../mutations/import-records.ts';
import { showProgress } from './progress.ts';
import { UsageError } from './run-command.ts';

const maxIssuesShown = 100;
/** Pause after each batch. A server that waits to write to SQLite tries again every 25 ms at the latest. */
const pauseMs = 60;
/** Maximum number of lines in the first batch, which shows how fast the machine is. */
const firstBatchSize = 250;
/** Time that a batch may take to write. Other writes wait for it, and give up after five seconds. */
const targetWriteMs = 2_000;

interface ImportTotals {
  added: number;
  changed: number;
  unchanged: number;
  rejected: number;
}

interface BatchOutcome extends ImportTotals {
  /** Time for which other writes had to wait. */
  writeMs: number;
}

const isLineFile = (file: string): boolean => ['.ndjson', '.jsonl'].includes(extname(file));

/** Reads a file as import lines. The file has one line per record, or is one record in the folder of its collection. */
const readLines = async (file: string): Promise<Iterable<NumberedLine>> => {
  const text = await readFile(file, 'utf8');
  if (isLineFile(file)) return splitLines(text);
  if (extname(file) !== '.json') throw new UsageError(`Cannot import ${file}: expected a folder, a .json file or a .ndjson file.`);
  try {
    return splitLines(JSON.stringify({ collection: basename(dirname(file)), record: JSON.parse(text) }));
  } catch (error) {
    throw new UsageError(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Yields the lines of a file in batches. Asks for the size of each while it reads it, and holds one batch in memory. */
async function* readBatches(file: string, getSize: () => number): AsyncGenerator<NumberedLine[]> {
  let batch: NumberedLine[] = [];
  let line = 0;
  for await (const content of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    batch.push({ line, content });
    if (batch.length < getSize()) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Imports all lines or none, and reports every error. */
const importBatch = async (database: Database, lines: Iterable<NumberedLine>, onProgress?: typeof showProgress): Promise<BatchOutcome> => {
  let startedAt = performance.now();
  const writer = { actor: 'command-line', now: new Date(), ...(onProgress !== undefined && { onProgress }) };
  try {
    const parsed = await parseLines(lines);
    const report = await database.write((session) => {
      startedAt = performance.now();
      return importRecords(session, parsed, writer);
    });
    return { ...report, rejected: 0, writeMs: performance.now() - startedAt };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const issues = error.errors ?? [{ message: error.message }];
    for (const { pointer, message } of issues.slice(0, maxIssuesShown)) console.error(`${pointer ?? ''} ${message}`.trim());
    if (issues.length > maxIssuesShown) console.error(`... and ${issues.length - maxIssuesShown} more errors`);
    const rejected = new Set(issues.map(({ pointer = '' }) => pointer.split('/')[1])).size;
    return { added: 0, changed: 0, unchanged: 0, rejected, writeMs: performance.now() - startedAt };
  }
};

const formatSummary = ({ added, changed, unchanged, rejected }: ImportTotals): string =>
  `records: ${added} added, ${changed} changed, ${unchanged} unchanged, ${rejected} rejected`;

/** Imports all records of a file or none, and prints the result. */
export const importFile = async (database: Database, file: string): Promise<void> => {
  const outcome = await importBatch(database, await readLines(file), showProgress);
  await database.analyze();
  console.log(`${formatSummary(outcome)}${outcome.rejected > 0 ? '; nothing was imported' : ''}`);
  if (outcome.rejected > 0) process.exitCode = 1;
};

/**
 * Imports a file in batches, each in its own transaction: for files that do not fit into memory or one transaction. Skips records that
 * already exist, so an interrupted import can be run again.
 *
 * @param maxSize Maximum number of lines in a batch. On a slow machine, batches have fewer, so that other writes do not wait long.
 */
export const importInBatches = async (database: Database, file: string, maxSize: number): Promise<void> => {
  if (!isLineFile(file)) throw new UsageError(`--batch requires a .ndjson file, not ${file}.`);
  const sum: ImportTotals = { added: 0, changed: 0, unchanged: 0, rejected: 0 };
  let size = Math.min(maxSize, firstBatchSize);
  for await (const lines of readBatches(file, () => size)) {
    const outcome = await importBatch(database, lines);
    size = Math.max(1, Math.min(maxSize, Math.floor((lines.length * targetWriteMs) / outcome.writeMs)));
    for (const name of ['added', 'changed', 'unchanged', 'rejected'] as const) sum[name] += outcome[name];
    const last = lines.at(-1)?.line ?? 0;
    process.stderr.write(
      `line ${last}: ${formatSummary(sum)}${outcome.rejected > 0 ? `; skipped lines ${lines[0]?.line} to ${last}` : ''}\n`,
    );
    await setTimeout(pauseMs);
  }
  await database.analyze();
  console.log(formatSummary(sum));
  if (sum.rejected > 0) process.exitCode = 1;
};
