import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextDay } from '../../src/domain/dates.ts';
import { toCanonicalText } from '../../src/store/records.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { datasetDate, dataVersionAfter, readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { writeChanges } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

/** Reads the raw bytes of a response, without decoding them. */
const bytesOf = async (path: string, encoding: string) => {
  const response = await dataset.app.inject({ url: path, headers: { 'accept-encoding': encoding } });
  return { bytes: response.rawPayload, headers: response.headers };
};

describe('a response', () => {
  it('has the same content in every encoding and a strong ETag per encoding', async () => {
    const plain = await bytesOf('/v1/deals', 'identity');
    const zipped = await bytesOf('/v1/deals', 'gzip');
    const brotli = await bytesOf('/v1/deals', 'gzip;q=0.5, br');
    expect([plain, zipped, brotli].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br']);
    expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
    expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
    const tags = [plain, zipped, brotli].map(({ headers }) => headers.etag);
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]{27}"$/);
    expect(plain.headers.vary).toBe('Accept, Accept-Encoding');
  });

  it('of the documentation has another strong ETag if it has other bytes', async () => {
    for (const path of ['/docs/data', '/docs/lists', '/docs/problems/not-found']) {
      const tags = new Map<string, Buffer>();
      for (const encoding of ['identity', 'gzip', 'br', 'deflate', 'zstd', 'deflate, gzip;q=0.5']) {
        const { bytes, headers } = await bytesOf(path, encoding);
        const tag = String(headers.etag);
        expect(tag, path).toMatch(/^"/);
        expect((tags.get(tag) ?? bytes).equals(bytes), `${path} as ${encoding}`).toBe(true);
        tags.set(tag, bytes);
      }
      expect(tags.size).toBeGreaterThan(2);
      await dataset.request
        .get(path)
        .set({ 'If-None-Match': [...tags.keys()].join(', ') })
        .expect(304);
    }
  });

  it('to HEAD has the headers of GET and no body', async () => {
    const get = await dataset.request.get('/v1/deals?limit=5').set('Accept-Encoding', 'identity').expect(200);
    const head = await dataset.request.head('/v1/deals?limit=5').set('Accept-Encoding', 'identity').expect(200);
    expect(head.text).toBeUndefined();
    for (const name of ['etag', 'content-length', 'link', 'content-type', 'cache-control'])
      expect(head.headers[name], name).toBe(get.headers[name]);
  });

  it('has the same next page in the Link header and in the body', async () => {
    const { headers, body } = await dataset.request.get('/v1/deals?company=openai&limit=2').expect(200);
    const target = /^<([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? '';
    expect(new URL(target, 'http://localhost').searchParams.get('cursor')).toBe(body.page.next);
    const next = await dataset.request.get(target).expect(200);
    expect(next.body.data.map(({ id }: { id: string }) => id)).not.toContain(body.data[0].id);
    const last = await dataset.request.get('/v1/chips?limit=200').expect(200);
    expect([last.body.page.next, last.headers.link]).toEqual([null, undefined]);
  });

  it('depends on the whole query string, including question marks in it', async () => {
    const totalOf = async (path: string) => (await dataset.request.get(path).expect(200)).body.page.total;
    const one = await totalOf('/v1/deals?limit=1&total=true&q=openai');
    const other = await totalOf('/v1/deals?limit=1&total=true&q=openai?nvidia');
    expect(other).toBe(await totalOf('/v1/deals?limit=1&total=true&q=openai%3Fnvidia'));
    expect(other).not.toBe(one);
    const { headers } = await dataset.request.get('/v1/deals?limit=1&q=openai?nvidia').expect(200);
    const target = /^<([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? '';
    expect(new URL(target, 'http://localhost').searchParams.get('q')).toBe('openai?nvidia');
    await dataset.request.get(target).expect(200);
  });

  it('differs from that of a URL with repeated values in another order', async () => {
    await dataset.request.get('/v1/deals?limit=1&st%61tus=signed&status=closed').expect(200);
    const other = '/v1/deals?limit=1&status=closed&st%61tus=signed';
    const { body } = await dataset.request.get(other).expect(200);
    await dataset.request.get(`${other}&cursor=${encodeURIComponent(body.page.next)}`).expect(200);
  });

  it('differs from that of a URL with the values of an array in another order, however its brackets are written', async () => {
    const keysOf = async (query: string) => {
      const { body } = await dataset.request.get(`/v1/stats?${query}`).expect(200);
      return Object.keys(body.data.rows[0].key);
    };
    for (const [first, second] of [
      ['groupBy[1]', 'groupBy[0]'],
      ['groupBy[]', 'groupBy'],
      ['groupBy', 'groupBy[0]'],
    ]) {
      expect(await keysOf(`${first}=kind&${second}=status`)).toEqual(['kind', 'status']);
      expect(await keysOf(`${second}=status&${first}=kind`)).toEqual(['status', 'kind']);
    }
  });

  it('is the same for arrays with brackets, as axios and other clients send them', async () => {
    const read = async (query: string) => (await dataset.request.get(`/v1/deals?limit=3&${query}`).expect(200)).body;
    const expected = await read('status=signed,closed&company=openai');
    for (const query of [
      'status[]=signed&status[]=closed&company[]=openai',
      'status%5B%5D=signed&status%5B%5D=closed&company=openai',
      'status%5b0%5d=signed&company=openai&status[1]=closed',
      'company=openai&status[]=signed&status=closed',
    ])
      expect(await read(query), query).toMatchObject({ data: expected.data });
    const first = await dataset.request.get('/v1/deals?limit=3&status[]=signed&status[]=closed&company=openai').expect(200);
    const target = /^<([^>]+)>/.exec(first.headers.link ?? '')?.[1] ?? '';
    const second = await dataset.request.get(target).expect(200);
    expect(second.body.data).toEqual((await read(`status=signed,closed&company=openai&cursor=${expected.page.next}`)).data);
    const { text } = await dataset.request.get('/v1/deals?sort[]=-id&format[]=ndjson&company[]=xai').buffer().expect(200);
    expect(text).toBe((await dataset.request.get('/v1/deals?sort=-id&format=ndjson&company=xai').buffer()).text);
    const { body } = await dataset.request.get('/v1/deals?status[]=signd');
    expect(body.errors[0]).toMatchObject({ parameter: 'status', didYouMean: 'signed' });
    for (const query of ['status[x]=signed', 'limit[]=1&limit[]=2', '[]=signed', 'status[]'])
      expectProblem(await dataset.request.get(`/v1/deals?${query}`), 400);
  });

  it('changes in every process as soon as the data change, and not before', async () => {
    const other = await openApp(dataset.database);
    const [deal] = readRecords('deals').filter(({ id }) => id === 'openai-aws-compute');
    if (deal === undefined) throw new Error('The deal is part of the dataset.');
    const before = await dataset.request.get('/v1/deals/openai-aws-compute').expect(200);
    await other.request.get('/v1/deals/openai-aws-compute').expect(200);
    const record = { ...deal, summary: 'Changed.' };
    const day = nextDay(datasetDate);
    await writeChanges(dataset.database, [{ operation: 'put', collection: 'deals', record }], day);
    for (const request of [dataset.request, other.request]) {
      const after = await request
        .get('/v1/deals/openai-aws-compute')
        .set('If-None-Match', before.headers.etag ?? '')
        .expect(200);
      expect(after.body.data.summary).toBe('Changed.');
      expect(after.body.meta).toEqual({ asOf: day, dataVersion: dataVersionAfter(1) });
    }
    const stored = await dataset.request.get('/v1/deals/openai-aws-compute?view=record').expect(200).expect('ETag', '"2"');
    expect(stored.text).toBe(toCanonicalText(record));
    await other.close();
  });
});

describe('response headers', () => {
  it('allow cross-origin reads and expose the relevant headers', async () => {
    const { headers } = await dataset.request.get('/v1').set('Origin', 'https://example.org').expect(200);
    expect(headers['access-control-allow-origin']).toBe('*');
    for (const name of ['Link', 'ETag', 'RateLimit']) expect(headers['access-control-expose-headers']).toContain(name);
    const preflight = await dataset.request
      .options('/v1/deals')
      .set('Origin', 'https://example.org')
      .set('Access-Control-Request-Method', 'GET');
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toContain('GET');
  });

  it('allow only the configured origins', async () => {
    const { request, close } = await openApp(dataset.database, { corsOrigins: ['https://desk.example'] });
    const allowed = await request.get('/v1').set('Origin', 'https://desk.example').expect(200);
    expect(allowed.headers['access-control-allow-origin']).toBe('https://desk.example');
    // Otherwise, a shared cache would repeat the headers for one origin to another.
    expect(allowed.headers.vary).toContain('Origin');
    const refused = await request.get('/v1').set('Origin', 'https://other.example').expect(200);
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
    await close();
  });

  it('include the security headers, also on errors', async () => {
    for (const path of ['/v1', '/nope', '/docs']) {
      const { headers } = await dataset.request.get(path);
      expect(headers['content-security-policy'], path).toContain("default-src 'self'");
      expect(headers['x-content-type-options'], path).toBe('nosniff');
      expect(headers['x-request-id'], path).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('errors of the framework', () => {
  const withBodyRoute = async () => {
    const { buildApp } = await import('../../src/app.ts');
    const { testConfig } = await import('../support/app.ts');
    const app = await buildApp({ config: testConfig, database: dataset.database });
    app.post('/echo', (request, reply) => reply.send(request.body));
    app.get('/fails', () => {
      throw new Error('select * from secrets');
    });
    return app;
  };

  it('are problem documents: 413, 415, invalid JSON, 500', async () => {
    const app = await withBodyRoute();
    const post = (payload: string, type: string) =>
      app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } });
    const statusOf = (response: Awaited<ReturnType<typeof post>>) => [
      response.statusCode,
      response.headers['content-type'],
      response.json().status,
    ];
    const problem = 'application/problem+json; charset=utf-8';
    expect(statusOf(await post(JSON.stringify('x'.repeat(1_100_000)), 'application/json'))).toEqual([413, problem, 413]);
    expect(statusOf(await post('a,b', 'text/csv'))).toEqual([415, problem, 415]);
    expect(statusOf(await post('{"a":', 'application/json'))).toEqual([400, problem, 400]);
    const failed = await app.inject('/fails');
    expect(statusOf(failed)).toEqual([500, problem, 500]);
    expect(failed.body).not.toContain('secrets');
    await app.close();
  });
});

describe('a cached response', () => {
  it('is sent only to clients that accept its media type and encoding', async () => {
    const path = '/v1/deals?kind=warrant&limit=2';
    const asked = (accept: string) => dataset.request.get(path).set({ Accept: accept, 'Accept-Encoding': 'identity' });
    for (const accept of ['*/*', 'application/json', 'application/json, text/csv;q=0.5'])
      expect((await asked(accept).expect(200)).headers['content-type']).toBe('application/json; charset=utf-8');
    expectProblem(await asked('text/csv'), 400);
    expectProblem(await asked('text/html'), 406);
    const lines = await dataset.request.get('/v1/deals?kind=warrant').set('Accept', 'application/x-ndjson').expect(200);
    expect(lines.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const tag = (await asked('*/*')).headers.etag ?? '';
    await asked('application/json').set('If-None-Match', tag).expect(304);
    const head = await dataset.request.head(path).set('Accept-Encoding', 'identity').expect(200);
    expect(head.headers.etag).toBe(tag);
    expect(head.text ?? '').toBe('');
  });
});

describe('content negotiation', () => {
  it('returns 406 if the route offers none of the accepted media types, and prefers format over Accept', async () => {
    for (const path of ['/v1/deals', '/v1/graph', '/v1/deals/openai-oracle-compute/citation', '/v1/changes/stream', '/v1/releases'])
      expectProblem(await dataset.request.get(path).set('Accept', 'image/png'), 406);
    for (const path of ['/v1/deals?format=csv&kind=warrant', '/v1/graph?format=dot'])
      await dataset.request.get(path).set('Accept', 'image/png').buffer().expect(200);
  });

  it('ignores media type parameters other than q, and takes application/problem+json for JSON', async () => {
    const typeFor = async (path: string, accept: string) =>
      (await dataset.request.get(path).set('Accept', accept).buffer().expect(200)).headers['content-type'];
    const json = 'application/json; charset=utf-8';
    for (const accept of [
      'application/json; charset=utf-8',
      'application/json;version=1',
      'application/json; profile="a,b;q=0" ;q=0.2',
      'application/problem+json',
      'application/problem+json, application/json;q=0.5',
      '*/*;q=0.8',
      'application/*;v=2;q=0.1',
      'image/png, */*; charset=utf-8; q=0.1',
      'text/csv;q=0, */*',
      'application/json, text/plain, */*',
    ])
      for (const path of ['/v1/deals?limit=1', '/v1/deals/openai-oracle-compute', '/v1/releases', '/v1/deals?company=nvidia&limit=1'])
        expect(await typeFor(path, accept), `${accept} ${path}`).toBe(json);
    expect(await typeFor('/v1/deals?kind=warrant', 'text/csv; header=present; charset=utf-8')).toMatch(/^text\/csv/);
    expect(await typeFor('/v1/deals?kind=warrant', 'application/problem+json, text/csv')).toMatch(/^text\/csv/);
    expect(await typeFor('/v1/graph?group=openai', 'application/gexf+xml;version=1.3, application/json;q=0.9')).toMatch(/gexf/);
    for (const accept of ['application/json;q=0', 'image/png;q=0.5', 'application/json;charset=utf-8;q=0, text/html'])
      expectProblem(await dataset.request.get('/v1/releases').set('Accept', accept), 406);
  });

  it('ignores Accept for feeds', async () => {
    const { headers } = await dataset.request.get('/feed.atom').set('Accept', 'image/png').buffer().expect(200);
    expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  });
});
