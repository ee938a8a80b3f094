import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNearest } from '../../src/http/suggestions.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';

let dataset: DatasetApp;
let key: string;
beforeAll(async () => {
  dataset = await openDatasetApp();
  key = await makeKey(dataset.database, 'read');
});
afterAll(() => dataset.close());

type Config = Parameters<typeof openApp>[1];

/** Runs a test with an application of its own behind one trusted proxy, which names the address of the client. */
const withApp = async (config: Config, test: (app: Awaited<ReturnType<typeof openApp>>) => Promise<void>): Promise<void> => {
  const app = await openApp(dataset.database, { trustedProxies: 1, ...config });
  try {
    await test(app);
  } finally {
    await app.close();
  }
};

const left = (headers: Record<string, string>): string | undefined => /r=(\d+)/.exec(headers.ratelimit ?? '')?.[1];

describe('the rate limit', () => {
  it('counts every request, also one that is not found, malformed or a preflight, but no health check', () =>
    withApp({ rateLimitMax: 6 }, async ({ request }) => {
      expect(left((await request.get('/health/nope').expect(404)).headers)).toBe('5');
      expect(left((await request.get('/nope').expect(404)).headers)).toBe('4');
      expect(left((await request.get('/v1/deals?colour=red').expect(400)).headers)).toBe('3');
      expect(left((await request.get('/v1/deals?q=%zz').expect(400)).headers)).toBe('2');
      expect(left((await request.options('/v1/deals').expect(204)).headers)).toBe('1');
      await request.get('/health/live').expect(200);
      await request.get('/v1').expect(200);
      for (const path of ['/v1', '/nope', '/v1/deals?colour=red']) expectProblem(await request.get(path), 429);
      expectProblem(await request.options('/v1'), 429);
      const refused = await request.get('/v1');
      expect(refused.headers['retry-after']).toMatch(/^\d+$/);
      expect(left(refused.headers)).toBe('0');
      await request.get('/health/live').expect(200);
    }));

  it('counts an analysis as ten requests, and allows it as long as anything is left', () =>
    withApp({ rateLimitMax: 12 }, async ({ request }) => {
      await request.get('/v1/scores?maxLength=2&samples=20').expect(200);
      expect(left((await request.get('/nope')).headers)).toBe('1');
      await request.get('/v1/companies/crusoe/exposure').expect(200);
      expectProblem(await request.get('/v1'), 429);
    }));

  it('counts the addresses of an IPv6 /64 as one client, and the rightmost address that a proxy forwarded', () =>
    withApp({ rateLimitMax: 2 }, async ({ request }) => {
      const ask = (forwarded: string) => request.get('/nope').set('X-Forwarded-For', forwarded);
      expect(left((await ask('2001:db8:1:1::1')).headers)).toBe('1');
      expect(left((await ask('2001:db8:1:1:ffff::2')).headers)).toBe('0');
      expectProblem(await ask('2001:db8:1:1:a:b:c:d'), 429);
      expect(left((await ask('2001:db8:1:2::1')).headers)).toBe('1');
      expect(left((await ask('198.51.100.1, 203.0.113.7')).headers)).toBe('1');
      expect(left((await ask('198.51.100.2, ::ffff:203.0.113.7')).headers)).toBe('0');
    }));

  it.each([
    [0, '198.51.100.1', 'the peer'],
    [2, '198.51.100.9, 203.0.113.7, 10.0.0.1', 'the second from the right'],
    [['10.0.0.0/8', '127.0.0.1', '::1'], '198.51.100.9, 203.0.113.7, 10.0.0.1', 'the first that is no proxy'],
  ])('with the trusted proxies %j and X-Forwarded-For: %s counts %s', (trustedProxies, forwarded, _which) =>
    withApp({ rateLimitMax: 10, trustedProxies }, async ({ request }) => {
      const ask = (header: string) => request.get('/nope').set('X-Forwarded-For', header);
      await ask(forwarded);
      // What the client itself claims, on the left, makes no difference.
      expect(left((await ask(forwarded.replace('198.51.100', '192.0.2'))).headers)).toBe('8');
    }),
  );

  it('is stated to keys and in errors, but not in what a shared cache repeats to others', () =>
    withApp({}, async ({ request }) => {
      const stored = await request.get('/v1/deals?limit=1').expect(200);
      expect(stored.headers['cache-control']).toMatch(/^public/);
      expect(stored.headers.ratelimit).toBeUndefined();
      const keyed = await request.get('/v1/deals?limit=1').set('Authorization', `Bearer ${key}`).expect(200);
      expect(keyed.headers['cache-control']).toMatch(/^private/);
      expect(keyed.headers.ratelimit).toMatch(/^"default";r=\d+;t=\d+$/);
      expect((await request.get('/nope')).headers.ratelimit).toMatch(/^"default";r=\d+;t=\d+$/);
    }));
});

describe('limits beside the rate limit', () => {
  it('a client has ten open streams', () =>
    withApp({}, async ({ app }) => {
      const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/v1/changes/stream`;
      const stop = new AbortController();
      const open = (forwarded: string) => fetch(url, { headers: { 'x-forwarded-for': forwarded }, signal: stop.signal });
      const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await open('203.0.113.1')).status));
      expect(statuses.sort()).toEqual([...Array(10).fill(200), 429, 429]);
      expect((await open('203.0.113.2')).status).toBe(200);
      stop.abort();
    }));

  it('an upload without a key is cut off', () =>
    withApp({}, async ({ app }) => {
      await app.listen({ host: '127.0.0.1', port: 0 });
      const megabytes = 60;
      const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(
        `POST /v1/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${megabytes << 20}\r\n\r\n`,
      );
      // A slow upload, which would hold the connection for a minute.
      const sending = setInterval(() => socket.write(Buffer.alloc(1 << 16)), 20);
      await closed;
      clearInterval(sending);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
      expect(socket.bytesWritten).toBeLessThan(30 << 20);
    }));

  it('the search for the nearest value ends at long inputs, and still finds what is near', () => {
    const candidates = Array.from({ length: 5_000 }, (_, index) => `${'candidate-'.repeat(8)}${index}`);
    // Time of the processor, which does not depend on other programs. Without a bound, it is three seconds.
    const started = process.cpuUsage();
    expect(findNearest('x'.repeat(40_000), candidates)).toBeUndefined();
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
    expect(findNearest('Opneai', ['oracle', 'openai'])).toBe('openai');
    expect(findNearest('wave', ['oracle', 'coreweave'])).toBe(undefined);
    expect(findNearest('weave', ['oracle', 'coreweave-holdings'])).toBe('coreweave-holdings');
    expect(findNearest('openai-oracle', ['openai-arm-cpu', 'openai-oracle-compute'])).toBe('openai-oracle-compute');
  });
});

describe('what a request says about its origin', () => {
  it.each([
    'javascript:alert(1)//',
    'a b',
    'a"onload="x',
    'evil.example/path',
    'user@evil.example',
    '[::1',
    'a..\\b',
    'é.example',
    'a'.repeat(300),
  ])('Host: %s is a 400', async (host) => {
    for (const path of ['/feed.atom', '/v1/deals/openai-aws-compute/citation', '/v1'])
      expectProblem(await dataset.request.get(path).set('Host', Buffer.from(host).toString('latin1')), 400);
  });

  it('forwarded values that would change the meaning of a link are a 400', () =>
    withApp({}, async ({ request }) => {
      expectProblem(await request.get('/feed.atom').set('X-Forwarded-Proto', 'javascript'), 400);
      expectProblem(await request.get('/feed.atom').set('X-Forwarded-Host', 'a/b?c'), 400);
      const feed = await request
        .get('/feed.json')
        .set('X-Forwarded-Proto', 'https')
        .set('X-Forwarded-Host', 'api.example:8443')
        .expect(200);
      expect(feed.text).toContain('https://api.example:8443/');
    }));

  it('counts for nothing without a trusted proxy', async () => {
    const feed = await dataset.request.get('/feed.json').set('Host', 'own.example').set('X-Forwarded-Host', 'evil.example');
    expect(feed.text).toContain('http://own.example/');
    expect(feed.text).not.toContain('evil.example');
  });

  it.each(['/feed.atom', '/feed.json', '/v1/deals/openai-aws-compute/citation', '/v1/deals/openai-aws-compute/citation?asOf=2026-06-01'])(
    '%s is stored by shared caches only if it does not depend on it',
    async (path) => {
      expect((await dataset.request.get(path).expect(200)).headers['cache-control']).toMatch(/^private/);
      await withApp({ publicUrl: 'https://api.example' }, async ({ request }) => {
        const published = await request.get(path).set('Host', 'other.example').expect(200);
        expect(published.headers['cache-control']).toMatch(/^public/);
        expect(published.text).not.toContain('other.example');
      });
    },
  );

  it('decides whether the response requires https from now on, for this host only', async () => {
    expect((await dataset.request.get('/v1')).headers['strict-transport-security']).toBeUndefined();
    await withApp({}, async ({ request }) => {
      expect((await request.get('/v1').set('X-Forwarded-Proto', 'https')).headers['strict-transport-security']).toBe('max-age=31536000');
    });
  });
});

describe('OPTIONS', () => {
  it.each([
    ['/v1/deals', 'GET, HEAD, OPTIONS'],
    ['/v1/deals/some-deal', 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    ['/v1/import', 'OPTIONS, POST'],
  ])('%s lists the methods', async (path, allow) => {
    expect((await dataset.request.options(path).expect(204)).headers.allow).toBe(allow);
  });
});

describe('a stored record', () => {
  it('is not repeated by caches without asking, because writers compare it', async () => {
    const { headers } = await dataset.request.get('/v1/deals/openai-aws-compute?view=record').expect(200);
    expect(headers['cache-control']).toBe('no-cache');
    await dataset.request
      .get('/v1/deals/openai-aws-compute?view=record')
      .set('If-None-Match', headers.etag ?? '')
      .expect(304);
  });
});
