import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lastDayOf } from '../domain/dates.ts';
import { listCitations, listReferences, validateCitations, validateRecord } from '../domain/integrity.ts';
import { dateSchema } from '../domain/records/primitives.ts';
import { type CollectedRecord, recordSchemas, toCanonicalText } from '../domain/records/records.ts';
import { normalizeUrl } from '../domain/records/source.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { sha256 } from '../store/records.ts';

/** The head of a dataset, `dataset.json`. */
export const datasetSchema = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  date: dateSchema.refine((date) => date === lastDayOf(date), { error: 'The date of the dataset must be a day (YYYY-MM-DD).' }),
  license: z.string().min(1),
});
export type DatasetHead = z.infer<typeof datasetSchema>;

/** A record as it stands in a file. */
export type RecordFile = CollectedRecord & { path: string; hash: string };

/** Something wrong with a file: which, where in it (RFC 6901, JSON Pointer), and what. */
export interface FileIssue {
  path: string;
  pointer: string;
  message: string;
}

export interface DatasetFiles {
  head: DatasetHead | undefined;
  files: RecordFile[];
  issues: FileIssue[];
}

const toPointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

const toFileIssues = (path: string, error: z.ZodError): FileIssue[] =>
  error.issues.map((issue) => ({ path, pointer: toPointer(issue.path), message: issue.message }));

const parseJson = (text: string): { value: unknown } | { message: string } => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
};

const parseRecordFile = (collection: Collection, path: string, text: string): RecordFile | FileIssue[] => {
  const json = parseJson(text);
  if ('message' in json) return [{ path, pointer: '', message: json.message }];
  const parsed = recordSchemas[collection].safeParse(json.value);
  if (!parsed.success) return toFileIssues(path, parsed.error);
  const collected = { collection, record: parsed.data } as CollectedRecord;
  const issues: FileIssue[] = [];
  if (`${collection}/${parsed.data.id}.json` !== path) issues.push({ path, pointer: '/id', message: 'The file name must match the id.' });
  if (toCanonicalText(parsed.data) !== text)
    issues.push({
      path,
      pointer: '',
      message: 'The file is not in canonical form: keys in schema order, two-space indentation, a newline at the end.',
    });
  issues.push(...validateRecord(collected).map((issue) => ({ path, ...issue })));
  return issues.length > 0 ? issues : { ...collected, path, hash: sha256(text) };
};

/** The text of a file of a record, whatever it holds. */
export interface FileText {
  collection: Collection;
  /** From the folder of the dataset on. */
  path: string;
  text: string;
}

export interface DatasetTexts {
  head: string | undefined;
  records: FileText[];
}

const ignoreMissing = <Result>(read: () => Result): Result | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Reads the files of a dataset folder: `dataset.json` and `<collection>/<id>.json`. They are thousands, and small: reading them
 * one after the other takes a third of what it takes to have them all read at once. Nothing is served meanwhile.
 */
export const readDatasetTexts = (folder: string): DatasetTexts => ({
  head: ignoreMissing(() => readFileSync(join(folder, 'dataset.json'), 'utf8')),
  records: collections.flatMap((collection) =>
    (ignoreMissing(() => readdirSync(join(folder, collection))) ?? [])
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({ collection, path: `${collection}/${name}`, text: readFileSync(join(folder, collection, name), 'utf8') })),
  ),
});

/** Reads the head of a dataset and its records. What is faulty is told, and left out. */
export const parseDataset = (texts: DatasetTexts): DatasetFiles => {
  const files: RecordFile[] = [];
  const issues: FileIssue[] = [];
  const headJson = texts.head === undefined ? { message: 'The file is missing.' } : parseJson(texts.head);
  const head = 'message' in headJson ? undefined : datasetSchema.safeParse(headJson.value);
  if ('message' in headJson) issues.push({ path: 'dataset.json', pointer: '', message: headJson.message });
  else if (head?.success === false) issues.push(...toFileIssues('dataset.json', head.error));
  for (const { collection, path, text } of texts.records) {
    const result = parseRecordFile(collection, path, text);
    if (Array.isArray(result)) issues.push(...result);
    else files.push(result);
  }
  return { head: head?.data, files, issues };
};

type ChainedRecord = { id: string; above: string | undefined };

/** The records whose chain of `above` comes back to itself. */
const findCycles = (records: readonly ChainedRecord[]): string[] => {
  const getParent = new Map(records.map(({ id, above }) => [id, above]));
  return records
    .filter(({ id, above }) => {
      const seen = new Set([id]);
      for (let next = above; next !== undefined; next = getParent.get(next)) {
        if (seen.has(next)) return true;
        seen.add(next);
      }
      return false;
    })
    .map(({ id }) => id);
};

/** The chains of parents and of umbrellas that come back to where they began. */
const validateChains = (files: readonly RecordFile[]): FileIssue[] => {
  const issues: FileIssue[] = [];
  const parents = files.flatMap((file) => (file.collection === 'companies' ? [{ id: file.record.id, above: file.record.parent }] : []));
  const umbrellas = files.flatMap((file) => (file.collection === 'deals' ? [{ id: file.record.id, above: file.record.partOf }] : []));
  for (const id of findCycles(parents))
    issues.push({ path: `companies/${id}.json`, pointer: '/parent', message: 'The chain of parents contains a cycle.' });
  for (const id of findCycles(umbrellas))
    issues.push({ path: `deals/${id}.json`, pointer: '/partOf', message: 'The chain of umbrella deals contains a cycle.' });
  return issues;
};

/** Two sources never have the same URL. */
const validateUniqueUrls = (files: readonly RecordFile[]): FileIssue[] => {
  const owners = new Map<string, string>();
  return files.flatMap((file) => {
    if (file.collection !== 'sources') return [];
    const url = normalizeUrl(file.record);
    const owner = owners.get(url);
    owners.set(url, file.record.id);
    return owner === undefined ? [] : [{ path: file.path, pointer: '/url', message: `The URL is already used by ${owner}.` }];
  });
};

/** The events that rest on later publications only, as far as the files hold these publications. */
const validateCitationDates = (files: readonly RecordFile[]): FileIssue[] => {
  const publishedOn = new Map(
    files.flatMap((file) => (file.collection === 'sources' ? [[file.record.id, file.record.publishedOn] as const] : [])),
  );
  return files.flatMap((file) => {
    const areSourcesKnown = listCitations(file).every(({ citation }) => publishedOn.has(citation.source));
    if (!areSourcesKnown) return [];
    return validateCitations(file, (id) => publishedOn.get(id) ?? '').map((issue) => ({ path: file.path, ...issue }));
  });
};

/** Where files contradict each other, whatever else there is: chains that go round, doubles, late citations. */
export const validateConsistency = (files: readonly RecordFile[]): FileIssue[] => [
  ...validateChains(files),
  ...files.flatMap((file) =>
    file.collection === 'deals' && file.record.supersedes?.includes(file.record.id)
      ? [{ path: file.path, pointer: '/supersedes', message: 'A deal must not supersede itself.' }]
      : [],
  ),
  ...validateCitationDates(files),
  ...validateUniqueUrls(files),
];

/** The faults of a dataset that is all there is: contradictions, dangling references, and what nobody refers to. */
export const validateDataset = (files: readonly RecordFile[]): FileIssue[] => {
  const ids = new Set(files.map(({ collection, record }) => `${collection}/${record.id}`));
  const issues = validateConsistency(files);
  const used = new Set<string>();
  for (const file of files)
    for (const { collection, id, pointer } of listReferences(file)) {
      if (`${collection}/${id}` !== `${file.collection}/${file.record.id}`) used.add(`${collection}/${id}`);
      if (!ids.has(`${collection}/${id}`)) issues.push({ path: file.path, pointer, message: `${collection}/${id} does not exist.` });
    }
  for (const { collection, record, path } of files)
    if (['companies', 'chips', 'sources'].includes(collection) && !used.has(`${collection}/${record.id}`))
      issues.push({ path, pointer: '/id', message: 'No other record refers to it.' });
  return issues;
};

/** A fault as a line: file, field, what is wrong. */
export const formatFileIssue = ({ path, pointer, message }: FileIssue): string =>
  `${path}${pointer === '' ? '' : ` ${pointer}`}: ${message}`;

/** Files that cannot be taken in; each line names a file, a field and what is wrong. */
export class InvalidDataset extends Error {
  override readonly name = 'InvalidDataset';
  readonly issues: readonly FileIssue[];
  constructor(subject: string, issues: readonly FileIssue[]) {
    super(`${subject} has ${issues.length} faults:\n${issues.map(formatFileIssue).join('\n')}`);
    this.issues = issues;
  }
}
