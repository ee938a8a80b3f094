import { and, eq, inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type CollectedRecord, canonicalTextOf } from '../domain/records/records.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import type { ProblemDetail } from '../http/problems.ts';
import { collect } from '../publication/batches.ts';
import { breathe } from '../publication/breathe.ts';
import { transactionFaults } from '../publication/transaction-faults.ts';
import { readRecord } from './input.ts';
import { faultsMax, publishChecked, type StoredText, unprocessable, type Writer } from './writes.ts';

/** What became of one line. */
export interface ImportedLine {
  line: number;
  collection: Collection;
  id: string;
  outcome: 'added' | 'changed' | 'unchanged';
  version: number;
}

export interface ImportReport {
  added: number;
  changed: number;
  unchanged: number;
  lines: ImportedLine[];
}

interface ReadLine {
  line: number;
  collected: CollectedRecord;
}

const faultAt = (line: number, pointer: string, message: string): ProblemDetail => ({
  pointer: `/${line - 1}${pointer}`,
  message: `Line ${line}: ${message}`,
});

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readLine = (line: number, text: string): ReadLine | ProblemDetail[] => {
  const value = parse(text) as { collection?: unknown; record?: unknown } | null | undefined;
  if (typeof value !== 'object' || value === null) return [faultAt(line, '', 'The line is not a JSON object.')];
  const unknown = Object.keys(value).filter((name) => name !== 'collection' && name !== 'record');
  if (unknown.length > 0)
    return unknown.map((name) => faultAt(line, `/${name}`, 'Unknown field. A line has `collection` and `record` only.'));
  const collection = collections.find((one) => one === value.collection);
  if (collection === undefined) return [faultAt(line, '/collection', `Unknown collection. Valid values: ${collections.join(', ')}.`)];
  const read = readRecord(collection, undefined, value.record);
  if ('faults' in read) return read.faults.map(({ pointer, message }) => faultAt(line, `/record${pointer}`, message));
  return { line, collected: read.collected };
};

/** One line of an import, by its number. */
export interface NumberedLine {
  line: number;
  content: string;
}

/** The lines of a text, cut off one at a time: a large text has more of them than should be held at once. */
export function* linesOf(text: string): Generator<NumberedLine> {
  for (let line = 1, start = 0; start <= text.length; line += 1) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield { line, content: text.slice(start, end) };
    start = end + 1;
  }
}

/** Reads NDJSON, one `{collection, record}` a line; empty lines are passed over. Faults are told by their line. */
const readLines = async (lines: Iterable<NumberedLine>): Promise<ReadLine[]> => {
  const read: ReadLine[] = [];
  const faults: ProblemDetail[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, content } of lines) {
    await breathe();
    if (content.trim() === '') continue;
    const result = readLine(line, content);
    if (Array.isArray(result)) {
      for (const fault of result) faults.push(fault);
      // Nobody is told more, and a large text could have more than can be held.
      if (faults.length > faultsMax) break;
      continue;
    }
    const key = `${result.collected.collection}/${result.collected.record.id}`;
    const earlier = lineOf.get(key);
    if (earlier !== undefined) faults.push(faultAt(result.line, '/record/id', `${key} is already in line ${earlier}.`));
    lineOf.set(key, result.line);
    read.push(result);
  }
  if (faults.length > 0) throw unprocessable(faults);
  return read;
};

const selectAllStored = async (session: Session, read: readonly CollectedRecord[]): Promise<Map<string, StoredText>> => {
  const { records } = session.tables;
  const stored = new Map<string, StoredText>();
  for (const collection of collections) {
    const ids = read.filter((one) => one.collection === collection).map(({ record }) => record.id);
    const rows = await collect(ids, (batch) =>
      session.orm
        .select({ id: records.id, body: records.body, version: records.version, renamedTo: records.renamedTo })
        .from(records)
        .where(and(eq(records.collection, collection), inArray(records.id, batch))),
    );
    for (const { id, ...text } of rows) stored.set(`${collection}/${id}`, text);
  }
  return stored;
};

/** Takes many records in at once, all of them or none, each checked like a file, beside all others. */
export const importLines = async (session: Session, content: Iterable<NumberedLine>, writer: Writer): Promise<ImportReport> => {
  const read = await readLines(content);
  const lines: (ImportedLine & { collected: CollectedRecord })[] = [];
  const renamed: ProblemDetail[] = [];
  const storedTexts = await selectAllStored(
    session,
    read.map(({ collected }) => collected),
  );
  for (const { line, collected } of read) {
    const { collection, record } = collected;
    const stored = storedTexts.get(`${collection}/${record.id}`);
    if (typeof stored?.renamedTo === 'string') {
      renamed.push(faultAt(line, '/record/id', `"${record.id}" in ${collection} was renamed to "${stored.renamedTo}".`));
      continue;
    }
    await breathe();
    const isSame = stored?.body === canonicalTextOf(collected.record);
    const isThere = stored !== undefined && stored.body !== null;
    const outcome = isSame ? 'unchanged' : isThere ? 'changed' : 'added';
    lines.push({ line, collection, id: record.id, outcome, version: (stored?.version ?? 0) + (isSame ? 0 : 1), collected });
  }
  if (renamed.length > 0) throw unprocessable(renamed);
  const put = lines.filter(({ outcome }) => outcome !== 'unchanged');
  const records = put.map(({ collected }) => collected);
  const faults = await transactionFaults(session, records);
  if (faults.length > 0)
    throw unprocessable(faults.map(({ index, pointer, message }) => faultAt(put[index]?.line ?? 0, `/record${pointer}`, message)));
  const lineOf = new Map(put.map(({ collection, id, line }) => [`${collection}/${id}`, line]));
  await publishChecked(
    session,
    records.map((collected) => ({ operation: 'put' as const, ...collected })),
    writer,
    ({ from, pointer, collection, id }) =>
      faultAt(lineOf.get(`${from.collection}/${from.id}`) ?? 0, `/record${pointer}`, `${collection}/${id} does not exist.`),
  );
  const count = (outcome: ImportedLine['outcome']) => lines.filter((one) => one.outcome === outcome).length;
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    lines: lines.map(({ collected: _collected, ...line }) => line),
  };
};
