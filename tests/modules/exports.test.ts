import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import BetterSqlite3 from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { runBulkExport } from '../../src/commands/export.ts';
import { sumUsd, type UsdSum } from '../../src/domain/usd-sum.ts';
import { toSnakeCase } from '../../src/formats/tabular/sqlite-file.ts';
import { type DatasetApp, openApp, openDatasetApp, openDatasetDatabase, testConfig } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { validateDataPackage } from '../support/data-package.ts';
import { readRecordFiles } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { readExportIndex } from '../support/exports.ts';
import { validateBods } from '../support/published-schemas.ts';
import { createRenamedAndRetracted } from '../support/renamed-and-retracted-records.ts';
import { writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
let folder: string;
let index: JsonBody;
let description: JsonBody;

const bytesOf = async (url: string, headers = {}) => {
  const response = await dataset.app.inject({ url, headers });
  return { status: response.statusCode, headers: response.headers, bytes: response.rawPayload };
};

beforeAll(async () => {
  dataset = await openDatasetApp();
  await createRenamedAndRetracted(dataset);
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-exports-'));
  index = (await readExportIndex(dataset)).body;
  for (const { name, url } of index.data) await writeFile(join(folder, name), (await bytesOf(url)).bytes);
  description = JSON.parse(await readFile(join(folder, 'datapackage.json'), 'utf8'));
});
afterAll(async () => {
  await dataset.close();
  await rm(folder, { recursive: true });
});

/** Reads the rows of a table through the API. */
const rowsByApi = async (table: string): Promise<JsonBody[]> => {
  if (table === 'participants') {
    const deals = await collectPages(dataset.request, '/v1/deals?limit=200&sort=id');
    return deals.flatMap(({ id, participants }) => participants.map((participant: JsonBody) => ({ deal: id, ...participant })));
  }
  if (table !== 'citations') return collectPages(dataset.request, `/v1/${table}?limit=200&sort=id`);
  const cited = (collection: string, record: string, event: number, citations: JsonBody[]) =>
    citations.map(({ source, attribution }, position) => ({ collection, record, event, position, source, attribution }));
  const ofHistory = (collection: string) => (answer: JsonBody) =>
    (answer.history as JsonBody[]).flatMap(({ citations }, event) => cited(collection, answer.id, event, citations));
  return [
    ...(await collectPages(dataset.request, '/v1/chip-commitments?limit=200&sort=id')).flatMap(ofHistory('chip-commitments')),
    ...(await collectPages(dataset.request, '/v1/deals?limit=200&sort=id&include=history')).flatMap(ofHistory('deals')),
    ...(await collectPages(dataset.request, '/v1/financials?limit=200&sort=id')).flatMap(({ id, citations }) =>
      cited('financials', id, -1, citations),
    ),
    ...(await collectPages(dataset.request, '/v1/stakes?limit=200&sort=id')).flatMap(({ id, citations }) =>
      cited('stakes', id, -1, citations),
    ),
    ...(await collectPages(dataset.request, '/v1/valuations?limit=200&sort=id')).flatMap(({ id, citations }) =>
      cited('valuations', id, -1, citations),
    ),
  ];
};

/** Returns the value of a flat column in a record. The column name joins the names of nested fields. */
const valueAt = (answer: unknown, name: string): unknown => {
  if (typeof answer !== 'object' || answer === null) return null;
  for (const [key, value] of Object.entries(answer)) {
    if (key === name) return value;
    const rest = name.slice(key.length);
    if (!name.startsWith(key) || !/^[A-Z]/.test(rest) || typeof value !== 'object' || Array.isArray(value)) continue;
    const inner = valueAt(value, rest.charAt(0).toLowerCase() + rest.slice(1));
    if (inner !== null) return inner;
  }
  return null;
};

const tables = [
  'companies',
  'deals',
  'stakes',
  'chip-commitments',
  'chips',
  'valuations',
  'financials',
  'sources',
  'events',
  'flows',
  'participants',
  'citations',
];
const allTables = [...tables, 'flow-terms'];
/** Columns that only the files have, so that SQL over them needs no rules of ours. */
const isAdded = (name: string): boolean => /(EarliestDay|LatestDay)$/.test(name) || name.startsWith('counted') || name === 'excludedReason';
const withoutAdded = (row: JsonBody): JsonBody => Object.fromEntries(Object.entries(row).filter(([name]) => !isAdded(name)));
const fieldsOf = (table: string): JsonBody[] =>
  (description.resources as JsonBody[]).find(({ path }) => path === `${table}.csv`)?.schema.fields as JsonBody[];

/** Parses a cell by its type in the Data Package and removes the formula escape. */
const read = (cell: string, { type, delimiter }: JsonBody): unknown => {
  if (cell === '') return type === 'list' ? [] : null;
  if (type === 'integer' || type === 'number') return Number(cell);
  if (type === 'boolean') return cell === 'true';
  const text = cell.startsWith("'") ? cell.slice(1) : cell;
  if (type === 'list') return text.split(delimiter);
  return type === 'array' ? JSON.parse(text) : text;
};

interface Summed {
  of: string;
  from: string;
  /** What to compare with `/v1/stats`. */
  fields: readonly ('count' | 'usd')[];
  usd: { low: string; high: string; unknown: string };
  keys: Record<string, { column: string; joined?: string }>;
}

/** How to compute totals from the files: the rows, their amount, and a column for each key of `groupBy`. */
const summed: readonly Summed[] = [
  {
    of: 'flows',
    from: '"flow-terms"',
    fields: ['usd'],
    usd: { low: 'usdLow', high: 'usdHigh', unknown: 'usdUnknown' },
    keys: { nature: { column: 'nature' }, certainty: { column: 'certainty' }, year: { column: "coalesce(year, 'unknown')" } },
  },
  {
    of: 'flows',
    from: 'flows',
    fields: ['count'],
    usd: { low: '0', high: '0', unknown: '0' },
    keys: {
      nature: { column: 'nature' },
      certainty: { column: 'certainty' },
      from: { column: '"from"' },
      to: { column: '"to"' },
      fromGroup: { column: 'fromGroup' },
      toGroup: { column: 'toGroup' },
    },
  },
  {
    of: 'deals',
    from: 'deals',
    fields: ['count', 'usd'],
    usd: { low: 'countedUsdLow', high: 'countedUsdHigh', unknown: 'countedUsdUnknown' },
    keys: {
      kind: { column: 'kind' },
      status: { column: 'status' },
      certainty: { column: 'certainty' },
      year: { column: "coalesce(left(coalesce(amountReportedOn, announcedOn), 4), 'unknown')" },
      company: { column: 'company', joined: 'join (select distinct deal, company from participants) on deal = id' },
      role: { column: 'role', joined: 'join (select distinct deal, role from participants) on deal = id' },
    },
  },
  {
    of: 'chip-commitments',
    from: '"chip-commitments"',
    fields: ['count', 'usd'],
    usd: {
      low: 'coalesce(amountUsdMin, 0)',
      high: 'coalesce(amountUsdMax, amountUsdMin)',
      unknown: 'case when amountUsdMax is null and amountUsdMin is null then 1 else 0 end',
    },
    keys: {
      buyer: { column: 'buyer' },
      provider: { column: "coalesce(provider, 'none')" },
      chipVendor: { column: 'chipVendor' },
      status: { column: 'status' },
      chip: { column: 'chip', joined: ', unnest(chips) as each_chip(chip)' },
      year: { column: "coalesce(left(startsOn, 4), 'unknown')" },
    },
  },
];

describe('the export files', () => {
  it('are listed with their actual sizes and checksums', async () => {
    expect(index.data).toHaveLength(allTables.length * 3 + 5);
    const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8');
    for (const { name, bytes, sha256 } of index.data) {
      const content = await readFile(join(folder, name));
      expect([name, content.length]).toEqual([name, bytes]);
      expect(createHash('sha256').update(content).digest('hex'), name).toBe(sha256);
      if (name !== 'SHA256SUMS') expect(sums).toContain(`${sha256}  ${name}\n`);
    }
    expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).not.toContain('FAILED');
    const { body } = await dataset.request.get('/v1/deals?limit=1').expect(200);
    expect(index.meta).toEqual(body.meta);
  });

  it('are described by a valid Data Package with unique primary keys and no dangling foreign keys', async () => {
    expect(validateDataPackage(description)).toBe('');
    expect(validateDataPackage({ ...description, resources: [{ name: 'No Name', path: '/etc/passwd' }] })).not.toBe('');
    const resources = description.resources as JsonBody[];
    const contents = new Map<string, Record<string, string>[]>();
    for (const { path, name, hash } of resources) {
      expect(hash).toBe(
        `sha256:${createHash('sha256')
          .update(await readFile(join(folder, path)))
          .digest('hex')}`,
      );
      if (path.endsWith('.csv'))
        contents.set(name, parse<Record<string, string>>(await readFile(join(folder, path)), { columns: true, record_delimiter: '\r\n' }));
    }
    expect([...contents.keys()].sort()).toEqual([...allTables].sort());
    for (const { name, path, schema } of resources) {
      if (!path.endsWith('.csv')) continue;
      const rows = contents.get(name) ?? [];
      const key = (row: Record<string, string>, fields: string[]) => fields.map((field) => row[field]).join(' ');
      expect(new Set(rows.map((row) => key(row, schema.primaryKey))).size, name).toBe(rows.length);
      for (const { name: field, constraints } of schema.fields)
        if (constraints?.required === true) expect(rows.filter((row) => row[field] === '').length, `${name}.${field}`).toBe(0);
      for (const { fields, reference } of schema.foreignKeys) {
        const targets = new Set((contents.get(reference.resource ?? name) ?? []).map((row) => key(row, reference.fields)));
        const dangling = rows.map((row) => key(row, fields)).filter((value) => value !== '' && !targets.has(value));
        expect(dangling, `${name}.${fields.join()}`).toEqual([]);
      }
    }
  });

  it.each(tables)('have the same values of %s in every format as the API', async (table) => {
    const rows = await rowsByApi(table);
    const fields = fieldsOf(table).filter(({ name }) => !isAdded(name) && (table !== 'citations' || name !== 'knownFrom'));
    const expected = rows.map((row) =>
      Object.fromEntries(fields.map(({ name, type }) => [name, valueAt(row, name) ?? (type === 'list' ? [] : null)])),
    );
    expect(rows.length).toBeGreaterThan(0);
    // Every value of a response has a column.
    const leaves = (value: unknown): number =>
      value === null
        ? 0
        : typeof value !== 'object' || Array.isArray(value)
          ? 1
          : Object.values(value).reduce<number>((sum, one) => sum + leaves(one), 0);
    expect(
      expected.reduce(
        (sum, row) => sum + Object.values(row).filter((one) => one !== null && !(Array.isArray(one) && one.length === 0)).length,
        0,
      ),
    ).toBe(
      rows.reduce((sum, row) => sum + leaves(row), 0) -
        rows.reduce((sum, row) => sum + Object.values(row).filter((one) => Array.isArray(one) && one.length === 0).length, 0),
    );

    const csv = parse<Record<string, string>>(await readFile(join(folder, `${table}.csv`)), { columns: true, record_delimiter: '\r\n' });
    const ofCsv = csv.map((cells) => Object.fromEntries(fields.map((field) => [field.name, read(cells[field.name] ?? '', field)])));
    expect(ofCsv).toEqual(expected);

    const ndjson = (await readFile(join(folder, `${table}.ndjson`), 'utf8')).split('\n').slice(0, -1);
    const withoutKnownFrom = ({ knownFrom: _knownFrom, ...row }: JsonBody) => row;
    const ofNdjson = ndjson.map((line) => withoutAdded(JSON.parse(line)));
    expect(table === 'citations' ? ofNdjson.map(withoutKnownFrom) : ofNdjson).toEqual(rows);

    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    const list = fields.map(({ name }) => `"${name}"`).join(', ');
    const parquet = await duck.runAndReadAll(`select ${list} from '${join(folder, `${table}.parquet`)}'`);
    const ofParquet = parquet.getRowsJson().map((values) =>
      Object.fromEntries(
        fields.map(({ name, type }, place) => {
          const value = values[place] ?? (type === 'list' ? [] : null);
          if (value !== null && (type === 'integer' || type === 'number')) return [name, Number(value)];
          return [name, type === 'array' && value !== null ? JSON.parse(value as string) : value];
        }),
      ),
    );
    expect(ofParquet).toEqual(expected);
    const counted = await duck.runAndReadAll(
      `select count(*)::int from read_csv('${join(folder, `${table}.csv`)}', header = true, all_varchar = true)`,
    );
    expect(counted.getRowsJson()).toEqual([[rows.length]]);
    duck.closeSync();

    const sqlite = new BetterSqlite3(join(folder, 'roundtrip.sqlite'), { readonly: true });
    const names = fields.map(({ name }) => `"${toSnakeCase(name)}" as "${name}"`).join(', ');
    const ofSqlite = (sqlite.prepare(`select ${names} from "${toSnakeCase(table)}" order by rowid`).all() as JsonBody[]).map((row) =>
      Object.fromEntries(
        fields.map(({ name, type }) => {
          const value = row[name] ?? (type === 'list' ? [] : null);
          if (type === 'boolean' && value !== null) return [name, value === 1];
          return [name, (type === 'array' || type === 'list') && typeof value === 'string' ? JSON.parse(value) : value];
        }),
      ),
    );
    sqlite.close();
    expect(ofSqlite).toEqual(expected);
  });

  it('have the first and the last day of each date', async () => {
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    const stakes = await duck.runAndReadAll(
      `select distinct observedOn, observedOnEarliestDay, observedOnLatestDay from '${folder}/stakes.parquet' where length(observedOn) < 10`,
    );
    const dates = stakes.getRowsJson() as [string, string, string][];
    expect(dates.length).toBeGreaterThan(5);
    for (const [date, first, last] of dates) {
      const [year = 0, month] = date.split('-').map(Number);
      const end = new Date(Date.UTC(year, month ?? 12, 0)).toISOString().slice(0, 10);
      expect([first, last]).toEqual([`${date}${month === undefined ? '-01' : ''}-01`, end]);
    }
    duck.closeSync();
  });

  it.each([undefined, '2025-12-31'])('give the totals of /v1/stats by SQL alone (as of %s)', async (asOf) => {
    const files = asOf === undefined ? folder : await mkdtemp(join(tmpdir(), 'roundtrip-exports-'));
    if (asOf !== undefined) await runBulkExport({ ...testConfig, databaseUrl: dataset.database.url }, files, asOf);
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    for (const table of allTables) await duck.run(`create view "${table}" as select * from '${files}/${table}.parquet'`);
    let compared = 0;
    for (const { of, from, fields, keys, usd } of summed) {
      const ask = async (key: string, joined = '') => {
        const sums = `count(distinct id)::int, sum(${usd.low})::bigint, sum(${usd.high})::bigint, sum(${usd.unknown})::int`;
        const rows = await duck.runAndReadAll(`select ${key}, ${sums} from ${from} ${joined} where counted group by 1 order by 1`);
        return rows.getRowsJson().map(([name, count, low, high, unknown]) => {
          const bounds = { low: Number(low), high: high === null ? null : Number(high), unknown: Number(unknown) };
          return [name, ...(fields.includes('count') ? [count] : []), ...(fields.includes('usd') ? [bounds] : [])];
        });
      };
      const toAnswer = (name: string, { count, usd: total, byClass, byNature }: JsonBody) => {
        // SQL adds up unlike money, which /v1/stats keeps apart.
        const sums: JsonBody[] = total === null ? Object.values(byNature ?? byClass).map((one) => (one as JsonBody).usd ?? one) : [total];
        const { low, high, unknown } = sumUsd(sums as UsdSum[]);
        return [name, ...(fields.includes('count') ? [count] : []), ...(fields.includes('usd') ? [{ low, high, unknown }] : [])];
      };
      for (const [key, { column, joined }] of [['', { column: "''", joined: '' }] as const, ...Object.entries(keys)]) {
        const path = `/v1/stats?of=${of}${key === '' ? '' : `&groupBy=${key}`}${asOf === undefined ? '' : `&asOf=${asOf}`}`;
        const { data, meta } = (await dataset.request.get(path).expect(200)).body;
        expect(meta.truncated).toBe(false);
        const expected = key === '' ? [toAnswer('', data.total)] : data.rows.map((row: JsonBody) => toAnswer(row.key[key], row));
        expect(await ask(column, joined), path).toEqual(expected);
        compared += expected.length;
      }
    }
    expect(compared).toBeGreaterThan(200);
    if (asOf !== undefined) {
      expect(await readdir(files)).not.toContain('records.ndjson');
      for (const table of ['deals', 'sources', 'events', 'citations', 'stakes']) {
        const { 0: range = [] } = (
          await duck.runAndReadAll(`select count(*)::int > 0, max(knownFrom) <= '${asOf}' from "${table}"`)
        ).getRowsJson();
        expect(range, table).toEqual([true, true]);
      }
      const sqlite = new BetterSqlite3(join(files, 'roundtrip.sqlite'), { readonly: true });
      expect(sqlite.pragma('foreign_key_check')).toEqual([]);
      sqlite.close();
      await rm(files, { recursive: true });
    }
    duck.closeSync();
  });

  it('include the stakes as valid BODS statements, whose ids last as long as what they say', async () => {
    const statements: JsonBody[] = JSON.parse(await readFile(join(folder, 'bods.json'), 'utf8'));
    expect(validateBods(statements)).toEqual([]);
    expect(validateBods(statements.map((statement) => ({ ...statement, statementDate: undefined })))).toHaveLength(statements.length);
    expect(new Set(statements.map(({ statementId }) => statementId)).size).toBe(statements.length);

    const entities = new Set(statements.filter(({ recordType }) => recordType === 'entity').map(({ recordId }) => recordId));
    const relationships = statements.slice(entities.size);
    const stakes = await collectPages(dataset.request, '/v1/stakes?limit=200');
    expect(relationships.map(({ recordType }) => recordType)).toEqual(relationships.map(() => 'relationship'));
    const isEnd = ({ recordDetails }: JsonBody) => recordDetails.interests[0].endDate !== undefined;
    const toPair = (holder: string, issuer: string, known: string) => `${holder} ${issuer} ${known}`;
    expect(
      relationships
        .filter((statement) => !isEnd(statement))
        .map(({ recordDetails: { interestedParty, subject }, statementDate }) => toPair(interestedParty, subject, statementDate))
        .sort(),
    ).toEqual(stakes.map(({ holder, issuer, knownFrom }) => toPair(`companies/${holder}`, `companies/${issuer}`, knownFrom)).sort());
    expect(relationships.filter(isEnd)).toHaveLength(stakes.filter(({ endedOn }) => endedOn !== undefined).length);
    for (const { recordDetails } of relationships)
      for (const party of [recordDetails.interestedParty, recordDetails.subject]) expect(entities).toContain(party);

    const ofIdentified = statements.filter(({ recordDetails }) => recordDetails.identifiers !== undefined);
    expect(ofIdentified.length).toBeGreaterThan(10);
    for (const { recordId, recordDetails } of ofIdentified.slice(0, 3)) {
      const { identifiers } = (await dataset.request.get(`/v1/${recordId}`).expect(200)).body.data;
      for (const { id } of recordDetails.identifiers) expect(Object.values(identifiers)).toContain(id);
    }

    const ofMicrosoft = relationships.filter(({ recordId }) => recordId === 'stakes/microsoft/openai');
    expect(ofMicrosoft.length).toBeGreaterThan(1);
    expect(ofMicrosoft.map(({ recordStatus }) => recordStatus)).toEqual(ofMicrosoft.map((_, at) => (at === 0 ? 'new' : 'updated')));
    const ofRecapitalization = ofMicrosoft.filter(({ statementDate }) => statementDate === '2025-10-28');
    expect(ofRecapitalization.map(({ recordDetails }) => recordDetails.interests[0].share)).toEqual([{ exact: 32.5 }, { exact: 27 }]);
    expect(ofRecapitalization[1]?.source.assertedBy).toHaveLength(4);
    const ofSoftbank = relationships.filter(({ recordId }) => recordId === 'stakes/softbank/nvidia');
    expect(ofSoftbank.at(-1)?.recordStatus).toBe('closed');

    const past = join(folder, 'past');
    await runBulkExport({ ...testConfig, databaseUrl: dataset.database.url }, past, '2025-12-20');
    const known: JsonBody[] = JSON.parse(await readFile(join(past, 'bods.json'), 'utf8'));
    await rm(past, { recursive: true });
    expect(validateBods(known)).toEqual([]);
    expect(known.length).toBeGreaterThan(20);
    expect(known.every(({ statementDate }) => statementDate <= '2025-12-20')).toBe(true);
    const said = new Set(statements.map(({ recordDetails }) => JSON.stringify(recordDetails)));
    expect(known.filter(({ recordDetails }) => !said.has(JSON.stringify(recordDetails)))).toEqual([]);
    // The others cite what was published later.
    const ids = new Set(statements.map(({ statementId }) => statementId));
    expect(known.filter(({ statementId }) => ids.has(statementId)).length).toBeGreaterThan(known.length * 0.9);
  });

  it('include an SQLite database with documented tables and no internal ones', () => {
    const sqlite = new BetterSqlite3(join(folder, 'roundtrip.sqlite'), { readonly: true });
    const ask = (sql: string) => sqlite.prepare(sql).pluck().all().join('\n');
    expect(ask('pragma integrity_check')).toBe('ok');
    expect(ask('pragma foreign_key_check')).toBe('');
    const names = ask("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name").split('\n');
    expect(names).toEqual([...allTables.map(toSnakeCase), 'dataset', 'documentation'].sort());
    for (const name of names.filter((one) => one !== 'dataset' && one !== 'documentation')) {
      const columns = ask(`select name from pragma_table_info('${name}') order by name`);
      expect(
        ask(`select column_name from documentation where table_name = '${name}' and column_name <> '' and description <> '' order by 1`),
      ).toBe(columns);
    }
    expect(ask("select value from dataset where name = 'data_version'")).toBe(index.meta.dataVersion);
    sqlite.close();
  });

  it('include the complete stored records', async () => {
    const lines = (await readFile(join(folder, 'records.ndjson'), 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as JsonBody);
    const stored = new Map(lines.map(({ collection, id, record }) => [`${collection}/${id}`, `${JSON.stringify(record, null, 2)}\n`]));
    for (const collection of ['deals', 'sources', 'chip-commitments'] as const)
      for (const [id, text] of readRecordFiles(collection)) expect(stored.get(`${collection}/${id}`)).toBe(text);
    const past = lines.filter(({ record }) => record === null);
    const { deals: redirects } = JSON.parse(await readFile(join(datasetFolder, 'redirects.json'), 'utf8'));
    expect(Object.fromEntries(past.filter(({ collection }) => collection === 'deals').map(({ id, renamedTo }) => [id, renamedTo]))).toEqual(
      {
        ...redirects,
        renamed: 'renamed-since',
        retracted: undefined,
      },
    );
    expect(lines.every(({ version, horizon }) => Number.isInteger(version) && /^\d{4}-\d\d-\d\d$/.test(horizon))).toBe(true);
  });

  it('are identical to those that roundtrip export --bulk writes', async () => {
    const target = await mkdtemp(join(tmpdir(), 'roundtrip-exports-'));
    await runBulkExport({ ...testConfig, databaseUrl: dataset.database.url }, target);
    expect((await readdir(target)).sort()).toEqual(index.data.map(({ name }: JsonBody) => name).sort());
    expect(await readFile(join(target, 'SHA256SUMS'), 'utf8')).toBe(await readFile(join(folder, 'SHA256SUMS'), 'utf8'));
    await expect(runBulkExport({ ...testConfig, databaseUrl: dataset.database.url }, target)).rejects.toThrow(/not empty/);
    await rm(target, { recursive: true });
  });
});

describe('GET /v1/exports/{name}', () => {
  const url = '/v1/exports/deals.csv';

  it('supports Range, If-Range and If-None-Match', async () => {
    const whole = await bytesOf(url);
    const { etag } = whole.headers;
    const size = whole.bytes.length;
    expect(whole.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(size),
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="deals.csv"',
      'data-version': index.meta.dataVersion,
    });
    for (const [range, start, end] of [
      ['bytes=0-99', 0, 99],
      ['bytes=100-', 100, size - 1],
      ['bytes=-50', size - 50, size - 1],
      [`bytes=-${size + 10_000}`, 0, size - 1],
      [`bytes=10-${size + 10_000}`, 10, size - 1],
    ] as const) {
      const part = await bytesOf(url, { range });
      expect([part.status, part.headers['content-range']]).toEqual([206, `bytes ${start}-${end}/${size}`]);
      expect(part.bytes.equals(whole.bytes.subarray(start, end + 1)), range).toBe(true);
    }
    expect((await bytesOf(url, { range: 'bytes=0-9', 'if-range': String(etag) })).status).toBe(206);
    const other = await bytesOf(url, { range: 'bytes=0-9', 'if-range': '"another"' });
    expect([other.status, other.bytes.length]).toEqual([200, size]);
    expect((await bytesOf(url, { range: 'lines=1-2' })).status).toBe(200);
    expect((await bytesOf(url, { range: 'bytes=0-1,5-6' })).status).toBe(200);
    const beyond = await dataset.request.get(url).set('Range', `bytes=${size}-`);
    expectProblem(beyond, 416);
    expect(beyond.headers['content-range']).toBe(`bytes */${size}`);
    expect((await bytesOf(url, { 'if-none-match': String(etag) })).status).toBe(304);
    const head = await dataset.app.inject({ url, method: 'HEAD' });
    expect([head.statusCode, head.body, head.headers['content-length'], head.headers.etag]).toEqual([200, '', String(size), etag]);
  });

  it('returns 404 for an unknown name and 400 for an unknown version, and never reads outside its folder', async () => {
    const missing = await dataset.request.get('/v1/exports/deal.csv');
    expectProblem(missing, 404);
    expect(missing.body.errors[0].didYouMean).toBe('deals.csv');
    expectProblem(await dataset.request.get('/v1/exports/deals.csv?dataVersion=1999.1.0'), 400);
    for (const name of ['..%2f..%2fpackage.json', '.making', 'a%00b', '%2fetc%2fpasswd', 'deals.csv%2f..'])
      expect((await dataset.app.inject({ url: `/v1/exports/${name}` })).statusCode, name).toBeGreaterThanOrEqual(400);
  });

  it('creates new files once after a write, while the previous ones stay available', async () => {
    const old = index.data.find(({ name }: JsonBody) => name === 'sources.csv');
    await writeSource(dataset.database, 'exported-later', '=1+1');
    const asked = await Promise.all(Array.from({ length: 6 }, () => bytesOf('/v1/exports/sources.csv')));
    expect(new Set(asked.map(({ headers }) => headers.etag)).size).toBe(1);
    expect(asked[0]?.bytes.toString()).toContain("exported-later,A Paper,'=1+1,");
    expect((await bytesOf(old.url)).headers.etag).toBe(`"${old.sha256}"`);
    const { body } = await dataset.request.get('/v1/sources?limit=1').expect(200);
    expect(asked[0]?.headers['data-version']).toBe(body.meta.dataVersion);
  });

  /** Opens a database without records, whose export takes a fraction of the time of the real one's. */
  const openEmptyDataset = async () => {
    const empty = await mkdtemp(join(tmpdir(), 'roundtrip-data-'));
    await copyFile(join(datasetFolder, 'dataset.json'), join(empty, 'dataset.json'));
    const opened = await openDatasetDatabase(empty, { fromScratch: true });
    await rm(empty, { recursive: true });
    return opened;
  };

  it('keeps the files of three data versions in a folder that two servers share', { timeout: 180_000 }, async () => {
    const empty = await openEmptyDataset();
    const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-exports-'));
    const servers = [await openApp(empty.database, { dataDir }), await openApp(empty.database, { dataDir })];
    for (let round = 0; round < 4; round += 1) {
      await writeSource(empty.database, `shared-${round}`);
      await Promise.all(servers.map(readExportIndex));
      const answers = await Promise.all(servers.map(({ app }) => app.inject({ url: '/v1/exports/sources.ndjson' })));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
      expect(answers[0]?.body).toBe(answers[1]?.body);
      expect(answers[0]?.body).toContain(`"shared-${round}"`);
    }
    for (const { app } of servers) await app.close();
    expect(await readdir(join(dataDir, 'exports'))).toHaveLength(3);
    await rm(dataDir, { recursive: true });
    await empty.close();
  });

  it('returns 503 with Retry-After for the index and for a file while another server removes the folder', async () => {
    const empty = await openEmptyDataset();
    const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-exports-'));
    const server = await openApp(empty.database, { dataDir });
    expect((await readExportIndex(server)).status).toBe(200);
    const [made = ''] = await readdir(join(dataDir, 'exports'));
    await rm(join(dataDir, 'exports', made, 'SHA256SUMS'));
    for (const path of ['/v1/exports', '/v1/exports/sources.csv']) {
      const response = await server.request.get(path);
      expectProblem(response, 503);
      expect(response.headers['retry-after']).toBe('1');
    }
    await server.close();
    await rm(dataDir, { recursive: true });
    await empty.close();
  });

  it('returns the file of its own database, even if another database with the same version used the folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-exports-'));
    const versions = new Set<string>();
    for (const id of ['of-the-first', 'of-the-second', 'of-the-third']) {
      const empty = await openEmptyDataset();
      const server = await openApp(empty.database, { dataDir });
      await writeSource(empty.database, id);
      const { data, meta } = (await readExportIndex(server)).body;
      versions.add(meta.dataVersion);
      const listed = data.find(({ name }: JsonBody) => name === 'sources.csv');
      const file = await server.app.inject({ url: listed.url });
      expect(file.body).toContain(`${id},`);
      expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(listed.sha256);
      await server.app.close();
      await empty.close();
    }
    expect(versions.size).toBe(1);
    await rm(dataDir, { recursive: true });
  });

  it('reads one snapshot while records are written', async () => {
    const stop = { isOver: false };
    await writeSource(dataset.database, 'streamed-0');
    const writing = (async () => {
      for (let count = 1; !stop.isOver; count += 1) {
        await writeSource(dataset.database, `streamed-${count}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const { body } = await readExportIndex(dataset);
    stop.isOver = true;
    await writing;
    const urlOf = (name: string) => body.data.find((one: JsonBody) => one.name === name).url as string;
    const count = async (name: string) => (await bytesOf(urlOf(name))).bytes.toString().split('\n').length - 1;
    const records = (await bytesOf(urlOf('records.ndjson'))).bytes.toString();
    expect(records).toContain('"streamed-0"');
    const [sources, inRecords] = [await count('sources.ndjson'), records.match(/"collection":"sources"[^{]*"record":\{/g)?.length];
    expect([sources, (await count('sources.csv')) - 1]).toEqual([inRecords, inRecords]);
    // Each write added one source, so a snapshot contains a gapless prefix of them.
    const newest = Math.max(...[...records.matchAll(/"streamed-(\d+)"/g)].map(([, number]) => Number(number)));
    expect(newest).toBeGreaterThanOrEqual(0);
    expect(records.match(/"id":"streamed-\d+","version"/g)).toHaveLength(newest + 1);
  });
});
