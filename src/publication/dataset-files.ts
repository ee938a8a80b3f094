import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lastDayOf } from '../domain/dates.ts';
import { citationFaults, faultsWithin } from '../domain/invariants.ts';
import { dateSchema } from '../domain/records/primitives.ts';
import { type CollectedRecord, canonicalTextOf, recordSchemas } from '../domain/records/records.ts';
import { comparableUrlOf } from '../domain/records/source.ts';
import { citationsOf, referencesOf } from '../domain/references.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { hashOf } from './stored-records.ts';

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
export interface FileFault {
  path: string;
  pointer: string;
  message: string;
}

export interface DatasetFiles {
  head: DatasetHead | undefined;
  files: RecordFile[];
  faults: FileFault[];
}

const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

const faultsOfIssues = (path: string, error: z.ZodError): FileFault[] =>
  error.issues.map((issue) => ({ path, pointer: pointerOf(issue.path), message: issue.message }));

const parseJson = (text: string): { value: unknown } | { message: string } => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
};

const readRecordFile = (collection: Collection, path: string, text: string): RecordFile | FileFault[] => {
  const json = parseJson(text);
  if ('message' in json) return [{ path, pointer: '', message: json.message }];
  const parsed = recordSchemas[collection].safeParse(json.value);
  if (!parsed.success) return faultsOfIssues(path, parsed.error);
  const collected = { collection, record: parsed.data } as CollectedRecord;
  const faults: FileFault[] = [];
  if (`${collection}/${parsed.data.id}.json` !== path) faults.push({ path, pointer: '/id', message: 'The file name must match the id.' });
  if (canonicalTextOf(parsed.data) !== text)
    faults.push({
      path,
      pointer: '',
      message: 'The file is not in canonical form: keys in schema order, two-space indentation, a newline at the end.',
    });
  faults.push(...faultsWithin(collected).map((fault) => ({ path, ...fault })));
  return faults.length > 0 ? faults : { ...collected, path, hash: hashOf(text) };
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

const unlessMissing = <Result>(read: () => Result): Result | undefined => {
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
  head: unlessMissing(() => readFileSync(join(folder, 'dataset.json'), 'utf8')),
  records: collections.flatMap((collection) =>
    (unlessMissing(() => readdirSync(join(folder, collection))) ?? [])
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({ collection, path: `${collection}/${name}`, text: readFileSync(join(folder, collection, name), 'utf8') })),
  ),
});

/** Reads the head of a dataset and its records. What is faulty is told, and left out. */
export const parseDataset = (texts: DatasetTexts): DatasetFiles => {
  const files: RecordFile[] = [];
  const faults: FileFault[] = [];
  const headJson = texts.head === undefined ? { message: 'The file is missing.' } : parseJson(texts.head);
  const head = 'message' in headJson ? undefined : datasetSchema.safeParse(headJson.value);
  if ('message' in headJson) faults.push({ path: 'dataset.json', pointer: '', message: headJson.message });
  else if (head?.success === false) faults.push(...faultsOfIssues('dataset.json', head.error));
  for (const { collection, path, text } of texts.records) {
    const result = readRecordFile(collection, path, text);
    if (Array.isArray(result)) faults.push(...result);
    else files.push(result);
  }
  return { head: head?.data, files, faults };
};

type Chained = { id: string; above: string | undefined };

/** The records whose chain of `above` comes back to itself. */
const goingRound = (records: readonly Chained[]): string[] => {
  const aboveOf = new Map(records.map(({ id, above }) => [id, above]));
  return records
    .filter(({ id, above }) => {
      const seen = new Set([id]);
      for (let next = above; next !== undefined; next = aboveOf.get(next)) {
        if (seen.has(next)) return true;
        seen.add(next);
      }
      return false;
    })
    .map(({ id }) => id);
};

/** The chains of parents and of umbrellas that come back to where they began. */
const chainFaults = (files: readonly RecordFile[]): FileFault[] => {
  const faults: FileFault[] = [];
  const parents = files.flatMap((file) => (file.collection === 'companies' ? [{ id: file.record.id, above: file.record.parent }] : []));
  const umbrellas = files.flatMap((file) => (file.collection === 'deals' ? [{ id: file.record.id, above: file.record.partOf }] : []));
  for (const id of goingRound(parents))
    faults.push({ path: `companies/${id}.json`, pointer: '/parent', message: 'The chain of parents contains a cycle.' });
  for (const id of goingRound(umbrellas))
    faults.push({ path: `deals/${id}.json`, pointer: '/partOf', message: 'The chain of umbrella deals contains a cycle.' });
  return faults;
};

/** Two sources never have the same URL. */
const sameUrlFaults = (files: readonly RecordFile[]): FileFault[] => {
  const owners = new Map<string, string>();
  return files.flatMap((file) => {
    if (file.collection !== 'sources') return [];
    const url = comparableUrlOf(file.record);
    const owner = owners.get(url);
    owners.set(url, file.record.id);
    return owner === undefined ? [] : [{ path: file.path, pointer: '/url', message: `The URL is already used by ${owner}.` }];
  });
};

/** The events that rest on later publications only, as far as the files hold these publications. */
const lateCitationFaults = (files: readonly RecordFile[]): FileFault[] => {
  const publishedOn = new Map(
    files.flatMap((file) => (file.collection === 'sources' ? [[file.record.id, file.record.publishedOn] as const] : [])),
  );
  return files.flatMap((file) => {
    const areSourcesKnown = citationsOf(file).every(({ citation }) => publishedOn.has(citation.source));
    if (!areSourcesKnown) return [];
    return citationFaults(file, (id) => publishedOn.get(id) ?? '').map((fault) => ({ path: file.path, ...fault }));
  });
};

/** Where files contradict each other, whatever else there is: chains that go round, doubles, late citations. */
export const contradictionsAmong = (files: readonly RecordFile[]): FileFault[] => [
  ...chainFaults(files),
  ...files.flatMap((file) =>
    file.collection === 'deals' && file.record.supersedes?.includes(file.record.id)
      ? [{ path: file.path, pointer: '/supersedes', message: 'A deal must not supersede itself.' }]
      : [],
  ),
  ...lateCitationFaults(files),
  ...sameUrlFaults(files),
];

/** The faults of a dataset that is all there is: contradictions, dangling references, and what nobody refers to. */
export const faultsAmong = (files: readonly RecordFile[]): FileFault[] => {
  const ids = new Set(files.map(({ collection, record }) => `${collection}/${record.id}`));
  const faults = contradictionsAmong(files);
  const used = new Set<string>();
  for (const file of files)
    for (const { collection, id, pointer } of referencesOf(file)) {
      if (`${collection}/${id}` !== `${file.collection}/${file.record.id}`) used.add(`${collection}/${id}`);
      if (!ids.has(`${collection}/${id}`)) faults.push({ path: file.path, pointer, message: `${collection}/${id} does not exist.` });
    }
  for (const { collection, record, path } of files)
    if (['companies', 'chips', 'sources'].includes(collection) && !used.has(`${collection}/${record.id}`))
      faults.push({ path, pointer: '/id', message: 'No other record refers to it.' });
  return faults;
};

/** A fault as a line: file, field, what is wrong. */
export const faultLine = ({ path, pointer, message }: FileFault): string => `${path}${pointer === '' ? '' : ` ${pointer}`}: ${message}`;

/** Files that cannot be taken in; each line names a file, a field and what is wrong. */
export class FaultyDataset extends Error {
  override readonly name = 'FaultyDataset';
  readonly faults: readonly FileFault[];
  constructor(what: string, faults: readonly FileFault[]) {
    super(`${what} has ${faults.length} faults:\n${faults.map(faultLine).join('\n')}`);
    this.faults = faults;
  }
}
