import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lastDayOf } from '../domain/dates.ts';
import {
  type ChainedRecord,
  listCitations,
  listReferences,
  validateChains,
  validateCitations,
  validateRecord,
} from '../domain/integrity.ts';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';
import { type CollectedRecord, recordSchemas, toValidationIssues } from '../domain/records/records.ts';
import { normalizeUrl } from '../domain/records/source.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { sha256, toCanonicalText } from '../store/records.ts';

/** File of a dataset that lists its redirects. */
export const redirectsName = 'redirects.json';

/** Schema of `dataset.json`, the head of a dataset. */
export const datasetSchema = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  date: dateSchema.refine((date) => date === lastDayOf(date), { error: 'The date of the dataset must be a day (YYYY-MM-DD).' }),
  license: z.string().min(1),
});
export type DatasetHead = z.infer<typeof datasetSchema>;

const redirectsSchema = z.partialRecord(z.enum(collections), z.record(identifierSchema, identifierSchema));

/** A former id of a record, which leads to its present id. `redirects.json` of a dataset lists them by collection. */
export interface Redirect {
  collection: Collection;
  id: string;
  renamedTo: string;
}

/** A record and the file that contains it. */
export type RecordFile = CollectedRecord & { path: string; hash: string };

/** A problem in a file, and its place as a JSON Pointer (RFC 6901). */
export interface FileIssue {
  path: string;
  pointer: string;
  message: string;
}

export interface DatasetFiles {
  head: DatasetHead | undefined;
  files: RecordFile[];
  redirects: Redirect[];
  issues: FileIssue[];
}

const toFileIssues = (path: string, error: z.ZodError): FileIssue[] => toValidationIssues(error).map((issue) => ({ path, ...issue }));

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

/** The text of a record file, which may be invalid. */
export interface FileText {
  collection: Collection;
  /** Relative to the folder of the dataset. */
  path: string;
  text: string;
}

export interface DatasetTexts {
  head: string | undefined;
  redirects: string | undefined;
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
 * Reads the files of a dataset folder: `dataset.json`, `redirects.json` and `<collection>/<id>.json`. Synchronous, because that is three times as fast for
 * thousands of small files, and the process serves no requests at that time.
 */
export const readDatasetTexts = (folder: string): DatasetTexts => ({
  head: ignoreMissing(() => readFileSync(join(folder, 'dataset.json'), 'utf8')),
  redirects: ignoreMissing(() => readFileSync(join(folder, redirectsName), 'utf8')),
  records: collections.flatMap((collection) =>
    (ignoreMissing(() => readdirSync(join(folder, collection))) ?? [])
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({ collection, path: `${collection}/${name}`, text: readFileSync(join(folder, collection, name), 'utf8') })),
  ),
});

/** Parses `redirects.json`, which a dataset without renamed records does not have. */
export const parseRedirects = (text: string | undefined): { redirects: Redirect[]; issues: FileIssue[] } => {
  const json = parseJson(text ?? '{}');
  if ('message' in json) return { redirects: [], issues: [{ path: redirectsName, pointer: '', message: json.message }] };
  const parsed = redirectsSchema.safeParse(json.value);
  if (!parsed.success) return { redirects: [], issues: toFileIssues(redirectsName, parsed.error) };
  const redirects = collections.flatMap((collection) =>
    Object.entries(parsed.data[collection] ?? {}).map(([id, renamedTo]) => ({ collection, id, renamedTo })),
  );
  return { redirects, issues: [] };
};

/** Rejects a redirect from the id of a record, and a redirect that leads to no record. */
const validateRedirects = (redirects: readonly Redirect[], files: readonly RecordFile[]): FileIssue[] => {
  const ids = new Set(files.map(({ collection, record }) => `${collection}/${record.id}`));
  return redirects.flatMap(({ collection, id, renamedTo }) => {
    const issue = { path: redirectsName, pointer: `/${collection}/${id}` };
    if (ids.has(`${collection}/${id}`)) return [{ ...issue, message: `${collection}/${id} is the id of a record.` }];
    return ids.has(`${collection}/${renamedTo}`) ? [] : [{ ...issue, message: `${collection}/${renamedTo} does not exist.` }];
  });
};

/** Parses the head, the redirects and the records of a dataset. Returns the valid files and the issues of all others. */
export const parseDataset = (texts: DatasetTexts): DatasetFiles => {
  const files: RecordFile[] = [];
  const { redirects, issues } = parseRedirects(texts.redirects);
  const headJson = texts.head === undefined ? { message: 'The file is missing.' } : parseJson(texts.head);
  const head = 'message' in headJson ? undefined : datasetSchema.safeParse(headJson.value);
  if ('message' in headJson) issues.push({ path: 'dataset.json', pointer: '', message: headJson.message });
  else if (head?.success === false) issues.push(...toFileIssues('dataset.json', head.error));
  for (const { collection, path, text } of texts.records) {
    const result = parseRecordFile(collection, path, text);
    if (Array.isArray(result)) issues.push(...result);
    else files.push(result);
  }
  issues.push(...validateRedirects(redirects, files));
  return { head: head?.data, files, redirects, issues };
};

/** Rejects cycles of owners, umbrella deals and superseded deals. */
const validateAllChains = (files: readonly RecordFile[]): FileIssue[] => {
  const records = new Map<string, ChainedRecord>(files.map(({ collection, record }) => [`${collection}/${record.id}`, record]));
  return files.flatMap((file) =>
    validateChains(file, (id) => records.get(`${file.collection}/${id}`)).map((issue) => ({ path: file.path, ...issue })),
  );
};

/** Rejects two sources with the same URL. */
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

/** Rejects events that cite only later publications. Skips records that cite sources without a file. */
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

/** Validates the files against one another: cycles, duplicates, late citations. */
export const validateConsistency = (files: readonly RecordFile[]): FileIssue[] => [
  ...validateAllChains(files),
  ...validateCitationDates(files),
  ...validateUniqueUrls(files),
];

/** Validates a complete dataset: consistency, dangling references, and records that no other record refers to. */
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

/** Formats an issue as one line. */
export const formatFileIssue = ({ path, pointer, message }: FileIssue): string =>
  `${path}${pointer === '' ? '' : ` ${pointer}`}: ${message}`;

/** The files cannot be imported. The message has one line for each issue. */
export class InvalidDataset extends Error {
  override readonly name = 'InvalidDataset';
  readonly issues: readonly FileIssue[];
  constructor(subject: string, issues: readonly FileIssue[]) {
    super(`${subject} has ${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}:\n${issues.map(formatFileIssue).join('\n')}`);
    this.issues = issues;
  }
}
