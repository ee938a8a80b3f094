import { type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { makeKey } from '../support/keys.ts';
import { hasNginx, type Nginx, startNginx } from '../support/nginx.ts';
import { writeSource } from '../support/sources.ts';

if (!hasNginx) console.warn('NOT RUN: the tests behind nginx (Debian: apt-get install nginx-light).');

describe.skipIf(!hasNginx)('behind nginx, configured as in docs/nginx.conf', () => {
  let dataset: DatasetApp;
  let key: string;
  let nginx: Nginx;
  let port: number;

  beforeAll(async () => {
    dataset = await openDatasetApp({ trustedProxies: 1, rateLimitMax: 1_000 });
    key = await makeKey(dataset.database);
    const url = await dataset.app.listen({ host: '127.0.0.1', port: 0 });
    nginx = await startNginx(url);
    port = nginx.port;
  });
  afterAll(async () => {
    await nginx.close();
    await dataset.close();
  });

  interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    bytes: Buffer;
    /** Whether the response comes from the cache. */
    cache: string;
  }

  const get = (path: string, headers: Record<string, string> = {}, from = '127.0.0.1'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = sendRequest(
        { host: from, localAddress: from, port, path, headers: { host: 'api.example.org', ...headers } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              bytes: Buffer.concat(chunks),
              cache: String(response.headers['x-cache'] ?? ''),
            }),
          );
        },
      );
      sent.on('error', reject).end();
    });

  it.each([
    '/v1/deals?limit=3',
    '/v1/deals?limit=3&asOf=2026-01-31',
    '/v1/stats?groupBy=kind',
    '/v1/companies/openai',
    '/openapi.json',
    '/',
  ])('caches %s', async (path) => {
    const [first, second] = [await get(path), await get(path)];
    expect([first.status, first.cache, second.cache]).toEqual([200, 'MISS', 'HIT']);
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect(second.headers.etag).toBe(first.headers.etag);
  });

  it('keeps encodings and media types apart', async () => {
    const path = '/v1/stakes';
    const plain = (await get(path)).bytes.toString();
    const decoders = { gzip: gunzipSync, br: brotliDecompressSync };
    for (const [encoding, decode] of Object.entries(decoders))
      for (const expected of ['MISS', 'HIT']) {
        const answer = await get(path, { 'accept-encoding': encoding });
        expect([answer.cache, answer.headers['content-encoding']]).toEqual([expected, encoding]);
        expect(decode(answer.bytes).toString()).toBe(plain);
      }
    for (const expected of ['MISS', 'HIT']) {
      const csv = await get(path, { accept: 'text/csv' });
      expect([csv.cache, csv.headers['content-type']]).toEqual([expected, expect.stringContaining('text/csv')]);
    }
    const again = await get(path);
    expect([again.cache, again.bytes.toString()]).toEqual(['HIT', plain]);
  });

  it('never caches the stored record, which writers compare', async () => {
    await writeSource(dataset.database, 'compared', 'Before');
    for (const path of ['/v1/sources/compared?view=record', '/v1/sources/compared/record']) {
      const before = await get(path);
      await writeSource(dataset.database, 'compared', `After ${path}`);
      const after = await get(path);
      expect([before.cache, after.cache]).toEqual(['MISS', 'MISS']);
      expect(after.headers.etag).not.toBe(before.headers.etag);
      expect(after.bytes.toString()).toContain(`After ${path}`);
    }
  });

  it('neither stores responses to a key nor serves them from the cache', async () => {
    const path = '/v1/companies?limit=7';
    const authorization = { authorization: `Bearer ${key}` };
    for (const answer of [await get(path, authorization), await get(path, authorization)]) {
      expect([answer.status, answer.cache]).toEqual([200, 'BYPASS']);
      expect(answer.headers['cache-control']).toContain('private');
      expect(answer.headers.ratelimit).toBeDefined();
    }
    const anonymous = await get(path);
    expect([anonymous.cache, anonymous.headers.ratelimit]).toEqual(['MISS', undefined]);
    expect((await get(path, authorization)).cache).toBe('BYPASS');
    expect((await get('/v1/webhooks')).status).toBe(401);
  });

  it('responds to a known entity tag with 304', async () => {
    const path = '/v1/stakes?limit=2';
    const { etag } = (await get(path)).headers;
    const cached = await get(path, { 'if-none-match': String(etag) });
    expect([cached.status, cached.cache, cached.bytes.length]).toEqual([304, 'HIT', 0]);
  });

  it('does not repeat the rate limit of one client to another', async () => {
    const remaining = async (path: string, from: string): Promise<number> => {
      const { headers } = await get(path, {}, from);
      return Number(/r=(\d+)/.exec(String(headers.ratelimit))?.[1]);
    };
    for (let request = 0; request < 20; request += 1) await remaining('/v1/deals/nothing', '127.0.0.1');
    expect(await remaining('/v1/deals/nothing', '127.0.0.1')).toBeLessThan(980);
    // The first request of another client, also for a response that the first one has received.
    expect(await remaining('/v1/deals/nothing', '127.0.0.2')).toBe(999);
    for (const from of ['127.0.0.1', '127.0.0.2']) expect((await get('/v1/chips?limit=1', {}, from)).headers.ratelimit).toBeUndefined();
  });

  it('keeps a hostile host out of what others receive', async () => {
    const hostile: Record<string, string>[] = [
      { host: 'evil.example' },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-proto': 'javascript' },
      { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    ];
    const paths = [
      '/feed.atom',
      '/feed.json',
      '/v1/deals/openai-oracle-compute/citation',
      '/openapi.json',
      '/robots.txt',
      '/v1/deals?limit=2',
      '/',
    ];
    for (const path of paths) {
      for (const headers of hostile) await get(path, headers);
      const { status, bytes } = await get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(bytes.toString()).not.toMatch(/evil\.example|javascript:/);
    }
    expect((await get('/v1', { host: 'evil.example"><script>' })).status).toBe(400);
  });

  it('passes on streams at once', async () => {
    const received = await new Promise<string>((resolve, reject) => {
      const path = '/v1/changes/stream?since=0';
      const sent = sendRequest({ host: '127.0.0.1', port, path, headers: { host: 'api.example.org' } }, (response) => {
        response.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
          sent.destroy();
        });
      });
      sent.on('error', reject).end();
    });
    expect(received).toMatch(/^(: |id: |retry: )/);
  });
});
