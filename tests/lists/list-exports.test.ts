import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { createDownloads, maxDownloadsPerClient, maxMemoryBytes } from '../../src/downloads/downloads.ts';
import { createTemporaryBuffer } from '../../src/downloads/temporary-buffer.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { waitUntil } from '../support/processes.ts';
import { putSource, writeChanges } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const lists = [
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
  ...['deals', 'stakes', 'chip-commitments', 'valuations'].map((name) => `companies/openai/${name}`),
  'companies/microsoft/financials',
].map((name) => `/v1/${name}`);

const withQuery = (path: string, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`;

const textOf = async (path: string): Promise<string> => {
  const { text } = await dataset.request
    .get(path)
    .buffer()
    .parse((answer, done) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => done(null, Buffer.concat(chunks).toString()));
      answer.on('error', (error) => done(error, ''));
    })
    .expect(200)
    .then(({ body }) => ({ text: body as string }));
  return text;
};
const linesOf = async (path: string): Promise<JsonBody[]> =>
  (await textOf(path))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JsonBody);
const cellsOf = async (path: string): Promise<Record<string, string>[]> =>
  parse<Record<string, string>>(await textOf(path), { columns: true, record_delimiter: '\r\n' });

/** Builds the documented cells of a record, independently of the code under test. */
const flat = (answer: JsonBody, names: readonly string[]): Record<string, string> => {
  const cells: Record<string, string> = Object.fromEntries(names.map((name) => [name, '']));
  const put = (name: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      const isList = value.every((one) => typeof one === 'string') && name !== 'aliases';
      cells[name] = isList ? value.join('|') : JSON.stringify(value);
    } else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) put(`${name}${key.charAt(0).toUpperCase()}${key.slice(1)}`, inner);
    else cells[name] = typeof value === 'string' ? (/^\s*[=+\-@']/.test(value) ? `'${value}` : value) : JSON.stringify(value);
  };
  for (const [name, value] of Object.entries(answer)) put(name, value);
  return cells;
};

describe('bom', () => {
  it('starts the CSV of lists and tables with a byte order mark', async () => {
    const bytesOf = async (path: string): Promise<Buffer> => (await dataset.request.get(path).responseType('blob').expect(200)).body;
    for (const path of [
      '/v1/companies',
      '/v1/companies?country=DE',
      '/v1/companies/openai/deals',
      '/v1/stats?groupBy=kind',
      '/v1/events',
    ]) {
      const expected = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), await bytesOf(withQuery(path, 'format=csv&bom=false'))]);
      expect((await bytesOf(withQuery(path, 'format=csv&bom=true'))).equals(expected), path).toBe(true);
    }
    const byAccept = await dataset.request.get('/v1/chips?bom=true').set('Accept', 'text/csv').responseType('blob').expect(200);
    expect(byAccept.body.subarray(0, 5).toString()).toBe('\ufeffid');
  });

  it.each(['/v1/deals?bom=true', '/v1/stats?groupBy=kind&bom=false', '/v1/deals?format=ndjson&bom=true'])(
    'is a 400 without CSV: %s',
    async (path) => {
      const response = await dataset.request.get(path);
      expectProblem(response, 400);
      expect(response.body.errors).toEqual([{ parameter: 'bom', message: 'bom requires format=csv.' }]);
    },
  );

  it('is declared wherever CSV is', async () => {
    const { paths } = (await dataset.request.get('/openapi.json').expect(200)).body;
    const queries = Object.values(paths as JsonBody).map(({ get }: JsonBody) => (get?.parameters ?? []) as JsonBody[]);
    const withCsv = queries.filter((one) => one.some(({ name, schema }) => name === 'format' && schema.enum.includes('csv')));
    expect(withCsv.length).toBeGreaterThan(20);
    for (const parameters of withCsv) expect(parameters.map(({ name }) => name)).toContain('bom');
  });
});

describe('the export of a list as NDJSON and CSV', () => {
  it.each(lists)('of %s has the same records as the pages', async (path) => {
    for (const query of ['', 'asOf=2025-10-01', 'asOf=2025-10-31']) {
      const paged = await collectPages(dataset.request, withQuery(path, `${query}&sort=id&limit=200`));
      expect(paged.length).toBeGreaterThan(0);
      expect(await linesOf(withQuery(path, `${query}&format=ndjson`)), query).toEqual(paged);
      const cells = await cellsOf(withQuery(path, `${query}&format=csv`));
      const [first = {}] = cells;
      expect(cells).toEqual(paged.map((answer) => flat(answer, Object.keys(first))));
    }
  });

  it('applies filters, sort, fields and the includes that add to a record', async () => {
    for (const query of [
      '/v1/deals?sort=-amountUsd',
      '/v1/deals?sort=-lastReportedOn&asOf=2025-10-31',
      '/v1/deals?company=openai&status=signed,closed&sort=announcedOn&fields=id,amount,tranches',
      '/v1/deals?q=stargate&sort=-id',
      '/v1/deals?include=history,evidence&sort=id&kind=compute_contract',
      '/v1/deals?include=history&sort=id',
      '/v1/deals?include=history&sort=id&asOf=2025-10-31',
      '/v1/events?group=microsoft&sort=-reportedOn',
      '/v1/flows?nature=purchase&sort=-amountUsd&asOf=2025-12-20',
    ]) {
      const paged = await collectPages(dataset.request, withQuery(query, 'limit=200'));
      expect(paged.length).toBeGreaterThan(0);
      expect(await linesOf(withQuery(query, 'format=ndjson')), query).toEqual(paged);
      const cells = await cellsOf(withQuery(query, 'format=csv'));
      const names = Object.keys(cells[0] ?? {});
      expect(cells).toEqual(paged.map((answer) => flat(answer, names)));
    }
    const [header] = (await textOf('/v1/deals?fields=amount,id&format=csv')).split('\r\n');
    expect(header).toBe('id,amountMin,amountMax,amountApproximate,amountStated,amountCurrency,amountUsdPerUnit');
    expect(await textOf('/v1/deals?format=csv&amountUsdMin=900000000000000&fields=id')).toBe('id\r\n');
    expect(await textOf('/v1/deals?format=ndjson&amountUsdMin=900000000000000')).toBe('');
  });

  it('is negotiated by Accept, and format takes precedence', async () => {
    const typeFor = async (accept: string, path = '/v1/chips') => {
      const response = await dataset.app.inject({ url: path, headers: { accept } });
      return `${response.statusCode} ${String(response.headers['content-type'])}`;
    };
    const csv = '200 text/csv; header=present; charset=utf-8';
    const ndjson = '200 application/x-ndjson; charset=utf-8';
    const json = '200 application/json; charset=utf-8';
    expect(await typeFor('text/csv')).toBe(csv);
    expect(await typeFor('application/x-ndjson')).toBe(ndjson);
    expect(await typeFor('*/*')).toBe(json);
    expect(await typeFor('text/html, */*;q=0.8')).toBe(json);
    expect(await typeFor('text/csv;q=0.5, application/json;q=0.4')).toBe(csv);
    expect(await typeFor('text/*, application/json;q=0.9')).toBe(csv);
    expect(await typeFor('text/csv;q=0, application/x-ndjson;q=0.1')).toBe(ndjson);
    expect(await typeFor('application/json', '/v1/chips?format=csv')).toBe(csv);
    expect(await typeFor('image/png', '/v1/chips?format=ndjson')).toBe(ndjson);
    expect(await typeFor('text/csv', '/v1/chips?format=json')).toBe(json);
    expectProblem(await dataset.request.get('/v1/chips').set('Accept', 'image/png'), 406);
    expectProblem(await dataset.request.get('/v1/chips/nvidia-gpu').set('Accept', 'text/csv'), 406);
  });

  it('has a file name, the data version, an ETag if it is short, and the same headers when compressed and for HEAD', async () => {
    const url = '/v1/companies?format=csv';
    const plain = await dataset.app.inject({ url, headers: { 'accept-encoding': 'identity' } });
    const page = await dataset.request.get('/v1/companies').expect(200);
    expect(plain.headers).toMatchObject({
      'content-disposition': `attachment; filename="companies-${page.body.meta.asOf}.csv"`,
      'data-version': page.body.meta.dataVersion,
      'as-of': page.body.meta.asOf,
      vary: 'Accept, Accept-Encoding',
      'cache-control': 'public, max-age=60, stale-while-revalidate=300',
      etag: expect.stringMatching(/^"/),
    });
    const past = await dataset.app.inject({ url: '/v1/companies/openai/deals?format=ndjson&asOf=2025-12-20' });
    expect(past.headers).toMatchObject({
      'content-disposition': 'attachment; filename="openai-deals-2025-12-20.ndjson"',
      'as-of': '2025-12-20',
      'cache-control': 'public, max-age=300',
    });
    const zipped = await dataset.app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
    const kept = await dataset.app.inject({ url, headers: { 'accept-encoding': 'identity', 'if-none-match': String(plain.headers.etag) } });
    expect([kept.statusCode, kept.body]).toEqual([304, '']);
    const head = await dataset.app.inject({ url, method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', plain.headers['content-length']]);
  });

  it('returns 400 for paging parameters, for include, and for whatever a page rejects', async () => {
    for (const [query, parameter] of [
      ['limit=5', 'limit'],
      ['cursor=abc', 'cursor'],
      ['total=true', 'total'],
      ['include=companies', 'include'],
      ['company=nobody-at-all', 'company'],
      ['amountUsdMin=5&amountUsdMax=1', 'amountUsdMin'],
      ['nonsense=1', 'nonsense'],
    ]) {
      for (const format of ['csv', 'ndjson']) {
        const response = await dataset.request.get(`/v1/deals?format=${format}&${query}`);
        expectProblem(response, 400);
        expect(response.body.errors[0].parameter, query).toBe(parameter);
      }
    }
    expectProblem(await dataset.request.get('/v1/deals?format=xlsx'), 400);
    expectProblem(await dataset.request.get('/v1/companies/nobody-at-all/deals?format=csv'), 404);
  });

  it('reads one snapshot while records are written', async () => {
    const writeBoth = (title: string) => writeChanges(dataset.database, [putSource('0000-first', title), putSource('zzzz-last', title)]);
    await writeBoth('Title 0');
    const stop = { isOver: false };
    let written = 0;
    const writing = (async () => {
      while (!stop.isOver) {
        await writeBoth(`Title ${++written}`);
        await setImmediate();
      }
    })();
    const seen = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const query = ['format=ndjson', 'format=ndjson&sort=-publishedOn', 'format=csv'][round % 3] ?? '';
      const rows: JsonBody[] = query === 'format=csv' ? await cellsOf(`/v1/sources?${query}`) : await linesOf(`/v1/sources?${query}`);
      const [first, last] = ['0000-first', 'zzzz-last'].map((id) => rows.find((row) => row.id === id)?.title as string);
      expect(first).toBe(last);
      seen.add(first ?? '');
    }
    stop.isOver = true;
    await writing;
    expect(seen.size, `${written} writes`).toBeGreaterThan(2);
  });
});

describe('a long export', () => {
  const longPath = '/v1/deals?format=ndjson&include=history,evidence';
  const answerOf = (port: number, path: string, headers = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => httpGet({ port, path, host: '127.0.0.1', headers }, resolve).on('error', reject));
  const portOf = async (app: DatasetApp['app']) => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    return (app.server.address() as AddressInfo).port;
  };

  it('is streamed completely to a slow client, also compressed, and leaves no temporary files', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-downloads-'));
    const { app, close } = await openApp(dataset.database, { dataDir });
    const port = await portOf(app);
    const paged = await collectPages(dataset.request, '/v1/deals?include=history,evidence&sort=id&limit=200');
    for (const encoding of ['identity', 'gzip']) {
      const answer = await answerOf(port, longPath, { 'accept-encoding': encoding });
      expect([answer.statusCode, answer.headers.etag, answer.headers['transfer-encoding']]).toEqual([200, undefined, 'chunked']);
      const chunks: Buffer[] = [];
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        if (chunks.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const bytes = Buffer.concat(chunks);
      const text = (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
      expect(text.length).toBeGreaterThan(maxMemoryBytes);
      expect(
        text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as JsonBody),
      ).toEqual(paged);
    }
    const head = await app.inject({ url: longPath, method: 'HEAD' });
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', undefined]);
    expect(await readdir(join(dataDir, 'downloads'))).toEqual([]);
    await close();
    await rm(dataDir, { recursive: true });
  });

  it('closes the connection if it fails midway, so that a partial file is not mistaken for a complete one', async () => {
    let read = 0;
    const failing: Database = {
      ...dataset.database,
      readLong: (work) =>
        dataset.database.readLong((session) =>
          work({
            ...session,
            prepared: (name, build) => {
              read += 1;
              if (read > 6) throw new Error('The database is gone.');
              return session.prepared(name, build);
            },
          }),
        ),
    };
    const { app, close } = await openApp(failing);
    const answer = await answerOf(await portOf(app), longPath, { 'accept-encoding': 'identity' });
    expect(answer.statusCode).toBe(200);
    answer.resume();
    const [error] = (await once(answer, 'error')) as [NodeJS.ErrnoException];
    expect([error.code, answer.complete]).toEqual(['ECONNRESET', false]);
    // The slot is free again.
    read = -1_000;
    expect((await app.inject({ url: longPath })).statusCode).toBe(200);
    await close();
  });

  it('copies a short export once, however many parts it has', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roundtrip-downloads-'));
    const concat = vi.spyOn(Buffer, 'concat');
    const { content } = await createDownloads(folder).buffer('one', async (begin, append) => {
      begin('head');
      for (let part = 0; part < 100; part += 1) await append('part\n');
    });
    const copies = concat.mock.calls.length;
    concat.mockRestore();
    expect(content).toEqual(Buffer.from('part\n'.repeat(100)));
    expect(copies).toBe(1);
    await rm(folder, { recursive: true });
  });

  it('counts no bytes on disk after a failed write or a partial read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roundtrip-downloads-'));
    const notAFolder = join(folder, 'file');
    await writeFile(notAFolder, '');
    let bytes = 0;
    const createBuffer = (path: string) =>
      createTemporaryBuffer({
        folder: path,
        maxMemoryBytes: 1,
        onBytes: (change) => {
          bytes += change;
        },
      });
    const failed = createBuffer(notAFolder);
    await failed.append('in memory');
    await expect(failed.append('on disk')).rejects.toThrow('EEXIST');
    await failed.close();
    expect(bytes).toBe(0);
    const abandoned = createBuffer(folder);
    await abandoned.append('in memory');
    await abandoned.append('on disk');
    expect(bytes).toBe(7);
    const reader = abandoned.chunks();
    await reader.next();
    const reading = reader.next();
    await abandoned.close();
    await reading;
    expect(bytes).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('rejects a client with too many open exports until it closes some', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roundtrip-downloads-'));
    const downloads = createDownloads(folder);
    const gather = (client: string) =>
      downloads.buffer(client, async (begin, append) => {
        begin('head');
        for (let part = 0; part < 4; part += 1) await append('x'.repeat(maxMemoryBytes));
      });
    const open = await Promise.all(Array.from({ length: maxDownloadsPerClient }, () => gather('one')));
    expect(() => gather('one')).toThrow(/At most 8/);
    const other = await gather('other');
    for (const { content } of [...open, other]) {
      expect(content).toBeInstanceOf(Readable);
      (content as Readable).destroy();
    }
    await waitUntil(() => open.every(({ content }) => (content as Readable).closed), 'the streams were closed');
    await setImmediate();
    const again = await gather('one');
    let bytes = 0;
    for await (const chunk of again.content as Readable) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(4 * maxMemoryBytes);
    await rm(folder, { recursive: true });
  });
});
