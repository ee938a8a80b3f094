import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiFolder } from '../../src/http/openapi.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { dataVersionAfter, importedChanges } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

interface Derived {
  path: string;
  /** Query parameters that split the list into several pages. */
  paged?: string;
  rowsOf?: (data: JsonBody) => JsonBody[];
}

const rowsOfStats = ({ rows }: JsonBody): JsonBody[] => rows;
const derived: Derived[] = [
  { path: '/v1/cycles', paged: 'limit=50&sort=id' },
  { path: '/v1/cycles?maxLength=3&class=circular_financing&sort=-volume&contains=openai', paged: 'limit=7' },
  { path: '/v1/cycles?fields=id,usd&sort=length&asOf=2025-12-20', paged: 'limit=50' },
  { path: '/v1/paths?from=softbank&to=nvidia&limit=200&maxLength=3' },
  { path: '/v1/search?q=openai', paged: 'limit=50' },
  { path: '/v1/search?q=openai&collection=deals&asOf=2025-06-30', paged: 'limit=10' },
  { path: `/v1/changes?since=${importedChanges - 700}`, paged: 'limit=300' },
  { path: '/v1/diff?fromOn=2025-12-01&toOn=2026-03-01', paged: 'limit=40' },
  { path: '/v1/companies/openai/revisions' },
  { path: '/v1/transitions?company=openai', rowsOf: ({ transitions }) => transitions },
  { path: '/v1/outlook?asOf=2025-12-31', rowsOf: ({ years }) => years },
  { path: '/v1/durations?groupBy=kind', rowsOf: ({ durations }) => durations },
  { path: '/v1/headline-revisions?asOf=2025-12-31', rowsOf: ({ revisions }) => revisions },
  { path: '/v1/contradictions?withinDays=30', rowsOf: ({ contradictions }) => contradictions },
  {
    path: '/v1/series?of=deals&interval=year&groupBy=kind',
    rowsOf: ({ periods }) =>
      periods.flatMap(({ total: _total, rows, excluded: _excluded, ...period }: JsonBody) =>
        rows.map((row: JsonBody) => ({ ...period, ...row })),
      ),
  },
  { path: '/v1/companies/openai/funding', rowsOf: ({ deals }) => deals },
  { path: '/v1/vendor-financing?asOf=2025-12-31', rowsOf: ({ rows }) => rows },
  { path: '/v1/stats', rowsOf: ({ total }) => [total] },
  { path: '/v1/stats?groupBy=kind,year&asOf=2025-12-31', rowsOf: rowsOfStats },
  { path: '/v1/stats?of=flows&groupBy=fromGroup,toGroup', rowsOf: rowsOfStats },
  { path: '/v1/stats?of=chip-commitments&groupBy=chipVendor', rowsOf: rowsOfStats },
];

const withQuery = (path: string, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`;

const ask = async (path: string) => {
  const response = await dataset.app.inject({ url: path });
  expect([path, response.statusCode]).toEqual([path, 200]);
  return response;
};
const textOf = async (path: string): Promise<string> => (await ask(path)).body;

/** Reads the rows from the JSON pages of the list. */
const rowsByPages = async ({ path, paged = '', rowsOf = (data) => data as JsonBody[] }: Derived): Promise<JsonBody[]> => {
  const rows: JsonBody[] = [];
  for (let next: string | undefined = withQuery(path, paged); next !== undefined; ) {
    const { headers, body } = await ask(next);
    rows.push(...rowsOf((JSON.parse(body) as JsonBody).data));
    next = /^<([^>]+)>; rel="next"$/.exec(String(headers.link))?.[1];
  }
  return rows;
};

/** Builds the documented cells of a row, independently of the code under test. */
const cellsOf = (row: JsonBody, names: readonly string[]): Record<string, string> => {
  const cells = Object.fromEntries(names.map((name) => [name, '']));
  const put = (name: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object' && !Array.isArray(value) && !names.includes(name))
      for (const [key, inner] of Object.entries(value)) put(`${name}${key.charAt(0).toUpperCase()}${key.slice(1)}`, inner);
    else if (['groups', 'classes', 'payers'].includes(name)) cells[name] = (value as string[]).join('|');
    else cells[name] = typeof value === 'string' ? (/^[=+\-@']/.test(value) ? `'${value}` : value) : JSON.stringify(value);
  };
  for (const [name, value] of Object.entries(row)) put(name, value);
  return cells;
};

describe('the export of a computed list', () => {
  it.each(derived)('returns all rows of $path as CSV and NDJSON', async (list) => {
    const rows = await rowsByPages(list);
    expect(rows.length).toBeGreaterThan(0);
    const lines = (await textOf(withQuery(list.path, 'format=ndjson'))).split('\n').slice(0, -1);
    expect(lines.map((line) => JSON.parse(line) as JsonBody)).toEqual(rows);
    const csv = await textOf(withQuery(list.path, 'format=csv'));
    const cells = parse<Record<string, string>>(csv, { columns: true, record_delimiter: '\r\n' });
    const names = (csv.split('\r\n')[0] ?? '').split(',');
    expect(names.every((name) => /^[a-z][A-Za-z]*$/.test(name))).toBe(true);
    expect(cells).toEqual(rows.map((row) => cellsOf(row, names)));
    const negotiated = await dataset.app.inject({ url: list.path, headers: { accept: 'text/csv' } });
    expect([negotiated.statusCode, negotiated.body === csv]).toEqual([200, true]);
    expect(negotiated.headers).toMatchObject({
      'content-type': 'text/csv; header=present; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="[\w.+-]+\.csv"$/),
      'data-version': dataVersionAfter(0),
      etag: expect.any(String),
    });
    expectProblem(await dataset.request.get(list.path).set('Accept', 'image/png'), 406);
  });

  it('has a flat column for each key and each bound', async () => {
    const header = async (path: string) => (await textOf(path)).split('\r\n')[0];
    expect(await header('/v1/stats?groupBy=kind,year&format=csv')).toMatch(
      /^keyKind,keyYear,count,usdLow,usdHigh,usdUnknown,usdOpenEnded,tranchesPaidLow,/,
    );
    expect(await header('/v1/stats?of=chip-commitments&format=csv')).toContain(
      ',unitsLow,unitsHigh,unitsUnknown,unitsOpenEnded,powerMwLow,powerMwHigh,powerMwUnknown,powerMwOpenEnded',
    );
    expect(await header('/v1/cycles?format=csv&fields=usd,id')).toBe('id,usdLow,usdHigh,usdUnknown,usdOpenEnded');
    expect(await header('/v1/outlook?format=csv')).toMatch(/^year,count,usdLow,usdHigh,usdUnknown,usdOpenEnded,/);
  });

  it('returns 400 for paging parameters, for include, and for whatever a page rejects', async () => {
    for (const [path, parameter, status] of [
      ['/v1/cycles?limit=5', 'limit', 400],
      ['/v1/cycles?total=true', 'total', 400],
      ['/v1/cycles?include=companies', 'include', 400],
      ['/v1/paths?from=openai&to=nvidia&include=deals', 'include', 400],
      ['/v1/search?q=openai&cursor=abc', 'cursor', 400],
      ['/v1/changes?since=0&limit=5', 'limit', 400],
      ['/v1/changes?since=999999', 'since', 400],
      ['/v1/diff?fromOn=2026-01-01&toOn=2025-01-01', 'fromOn', 400],
      ['/v1/stats?groupBy=nature', 'groupBy', 400],
      ['/v1/companies/nobody-at-all/revisions', undefined, 404],
    ] as const) {
      const response = await dataset.request.get(withQuery(path, 'format=csv'));
      expectProblem(response, status);
      if (parameter !== undefined) expect(response.body.errors[0].parameter, path).toBe(parameter);
    }
  });

  it('sets the Truncated header if rows are missing', async () => {
    const truncated = async (path: string) => (await dataset.app.inject({ url: path })).headers.truncated;
    expect(await truncated('/v1/paths?from=openai&to=nvidia&limit=1&format=csv')).toBe('true');
    expect(await truncated('/v1/cycles?format=csv')).toBeUndefined();
  });

  it('reads one snapshot while records are written', async () => {
    const stop = { isOver: false };
    const writing = (async () => {
      for (let count = 0; !stop.isOver; count += 1) {
        await writeSource(dataset.database, `written-${String(count)}`);
        await setImmediate();
      }
    })();
    for (let round = 0; round < 5; round += 1) {
      const { headers, body } = await dataset.app.inject({ url: '/v1/changes?format=ndjson' });
      const sequences = body
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as JsonBody).sequence as number);
      const newest = Number(String(headers['data-version']).split('+')[1]);
      expect(sequences).toEqual(Array.from({ length: newest }, (_one, place) => place + 1));
    }
    stop.isOver = true;
    await writing;
  });
});

describe('changes of a database without revisions', () => {
  it('end, both in pages and in exports', async () => {
    const other = await openDatasetApp();
    await other.database.write(async ({ orm, tables }) => {
      await orm.delete(tables.revisions);
    });
    const { body } = await other.request.get('/v1/changes').expect(200);
    expect([body.data, body.page.nextSince]).toEqual([[], null]);
    expect((await other.app.inject({ url: '/v1/changes?format=ndjson' })).body).toBe('');
    await other.close();
  });
});

describe('the OpenAPI document', () => {
  it('documents CSV and NDJSON for every list', () => {
    const { paths, components } = JSON.parse(readFileSync(`${openApiFolder}openapi.json`, 'utf8')) as JsonBody;
    const withoutFiles: string[] = [];
    for (const [path, { get }] of Object.entries(paths as Record<string, JsonBody>)) {
      const content = get?.responses['200']?.content ?? {};
      const name = String(content['application/json']?.schema?.$ref ?? '').replace('#/components/schemas/', '');
      const isList = components.schemas[name]?.properties?.data?.type === 'array';
      if (isList && (content['text/csv'] === undefined || content['application/x-ndjson'] === undefined)) withoutFiles.push(path);
    }
    // The index of exports, the lists that require a key, and the releases.
    expect(withoutFiles).toEqual(['/v1/releases', '/v1/webhooks', '/v1/webhooks/{id}/deliveries', '/v1/exports']);
  });
});
