import { and, eq, inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { maxIssues, type ProblemDetail, toUnprocessable } from '../http/problems.ts';
import { validateDepth } from '../http/requests.ts';
import { type DanglingReference, findDanglingReferences, type RecordChange } from '../ingest/commit.ts';
import { parseRecord, validateChanges } from '../ingest/validate-records.ts';
import { queryInBatches, yieldToEventLoop } from '../store/batches.ts';
import { toCanonicalText } from '../store/records.ts';
import { commitChanges, findRenamedRecord, type StoredBody, type WriteContext } from './records.ts';

/** The result of one line. */
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

/** A line that is a valid record by itself. */
export interface ParsedLine {
  line: number;
  collected: CollectedRecord;
}

const toLineIssue = (line: number, pointer: string, message: string): ProblemDetail => ({
  pointer: `/${line - 1}${pointer}`,
  message: `Line ${line}: ${message}`,
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parseLine = (line: number, text: string): ParsedLine | ProblemDetail[] => {
  const value = parseJson(text) as { collection?: unknown; record?: unknown } | null | undefined;
  if (typeof value !== 'object' || value === null) return [toLineIssue(line, '', 'The line is not a JSON object.')];
  const unknown = Object.keys(value).filter((name) => name !== 'collection' && name !== 'record');
  if (unknown.length > 0)
    return unknown.map((name) => toLineIssue(line, `/${name}`, 'Unknown field. A line has `collection` and `record` only.'));
  const collection = collections.find((one) => one === value.collection);
  if (collection === undefined) return [toLineIssue(line, '/collection', `Unknown collection. Valid values: ${collections.join(', ')}.`)];
  const tooDeep = validateDepth(value.record);
  const read = tooDeep.length > 0 ? { issues: tooDeep } : parseRecord(collection, undefined, value.record);
  if ('issues' in read) return read.issues.map(({ pointer, message }) => toLineIssue(line, `/record${pointer}`, message));
  return { line, collected: read.collected };
};

/** A line of an import and its number. */
export interface NumberedLine {
  line: number;
  content: string;
}

/** Splits a text into lines lazily, because a large text has too many lines to hold in memory. */
export function* splitLines(text: string): Generator<NumberedLine> {
  for (let line = 1, start = 0; start <= text.length; line += 1) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield { line, content: text.slice(start, end) };
    start = end + 1;
  }
}

/**
 * Parses NDJSON with one `{collection, record}` on each line, and validates each record by itself. Skips empty lines. Needs no database,
 * so do it before the write.
 */
export const parseLines = async (lines: Iterable<NumberedLine>): Promise<ParsedLine[]> => {
  const read: ParsedLine[] = [];
  const issues: ProblemDetail[] = [];
  const lineByKey = new Map<string, number>();
  for (const { line, content } of lines) {
    await yieldToEventLoop();
    if (content.trim() === '') continue;
    const result = parseLine(line, content);
    if (Array.isArray(result)) {
      for (const issue of result) issues.push(issue);
      // No more issues are reported, and a large text could have too many to hold in memory.
      if (issues.length > maxIssues) break;
      continue;
    }
    const key = `${result.collected.collection}/${result.collected.record.id}`;
    const earlier = lineByKey.get(key);
    if (earlier !== undefined) issues.push(toLineIssue(result.line, '/record/id', `${key} is already in line ${earlier}.`));
    lineByKey.set(key, result.line);
    read.push(result);
  }
  if (issues.length > 0) throw toUnprocessable(issues);
  return read;
};

const loadStored = async (session: Session, read: readonly CollectedRecord[]): Promise<Map<string, StoredBody>> => {
  const { records } = session.tables;
  const stored = new Map<string, StoredBody>();
  for (const collection of collections) {
    const ids = read.filter((one) => one.collection === collection).map(({ record }) => record.id);
    const rows = await queryInBatches(session, `bodies of ${collection}`, ids, (batch) =>
      session.orm
        .select({ id: records.id, body: records.body, version: records.version, renamedTo: records.renamedTo })
        .from(records)
        .where(and(eq(records.collection, collection), inArray(records.id, batch))),
    );
    for (const { id, ...text } of rows) stored.set(`${collection}/${id}`, text);
  }
  return stored;
};

/** What an import writes. */
interface ImportPlan {
  changes: RecordChange[];
  report: ImportReport;
  /** Describes a dangling reference with the line that makes it. */
  toIssue: (reference: DanglingReference) => ProblemDetail;
}

/** Compares lines with the stored records, and validates them like dataset files, against all others. */
const planImport = async (session: Session, read: readonly ParsedLine[]): Promise<ImportPlan> => {
  const lines: (ImportedLine & { collected: CollectedRecord })[] = [];
  const renamed: ProblemDetail[] = [];
  const storedTexts = await loadStored(
    session,
    read.map(({ collected }) => collected),
  );
  for (const { line, collected } of read) {
    const { collection, record } = collected;
    const stored = storedTexts.get(`${collection}/${record.id}`);
    const renamedTo = typeof stored?.renamedTo === 'string' ? await findRenamedRecord(session, collection, record.id) : undefined;
    if (renamedTo !== undefined) {
      const message = `"${record.id}" in ${collection} was renamed to "${renamedTo}". Use that id.`;
      renamed.push({ ...toLineIssue(line, '/record/id', message), didYouMean: renamedTo });
      continue;
    }
    await yieldToEventLoop();
    const isSame = stored !== undefined && stored.body === toCanonicalText(collected.record);
    const isThere = stored !== undefined && stored.body !== null;
    const outcome = isSame ? 'unchanged' : isThere ? 'changed' : 'added';
    lines.push({ line, collection, id: record.id, outcome, version: (stored?.version ?? 0) + (isSame ? 0 : 1), collected });
  }
  if (renamed.length > 0) throw toUnprocessable(renamed);
  const put = lines.filter(({ outcome }) => outcome !== 'unchanged');
  const records = put.map(({ collected }) => collected);
  const issues = await validateChanges(session, records);
  if (issues.length > 0)
    throw toUnprocessable(issues.map(({ index, pointer, message }) => toLineIssue(put[index]?.line ?? 0, `/record${pointer}`, message)));
  const lineByKey = new Map(put.map(({ collection, id, line }) => [`${collection}/${id}`, line]));
  const count = (outcome: ImportedLine['outcome']) => lines.filter((one) => one.outcome === outcome).length;
  return {
    changes: records.map((collected) => ({ operation: 'put' as const, ...collected })),
    report: {
      added: count('added'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      lines: lines.map(({ collected: _collected, ...line }) => line),
    },
    toIssue: ({ from, pointer, collection, id }) =>
      toLineIssue(lineByKey.get(`${from.collection}/${from.id}`) ?? 0, `/record${pointer}`, `${collection}/${id} does not exist.`),
  };
};

/** Imports records, all or none. */
export const importRecords = async (session: Session, lines: readonly ParsedLine[], context: WriteContext): Promise<ImportReport> => {
  const { changes, report, toIssue } = await planImport(session, lines);
  await commitChanges(session, changes, context, toIssue);
  return report;
};

/** Validates an import and reports what it would write. Only reads. */
export const previewImport = async (session: Session, lines: readonly ParsedLine[]): Promise<ImportReport> => {
  const { changes, report, toIssue } = await planImport(session, lines);
  const dangling = await findDanglingReferences(session, changes);
  if (dangling.length > 0) throw toUnprocessable(dangling.map(toIssue));
  return report;
};
