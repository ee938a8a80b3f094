import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKey, revokeKey } from '../../src/access/keys.ts';
import type { KeyScope } from '../../src/database/schema/api-keys.ts';
import { collections } from '../../src/domain/vocabulary.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
const keys: Record<string, string> = {};
const makeKey = (name: string, scope: KeyScope, expiresOn: string | null = null) =>
  dataset.database.write((session) => createKey(session, { name, scope, expiresOn }, new Date()));
beforeAll(async () => {
  dataset = await openDatasetApp();
  keys.desk = await makeKey('desk', 'write');
  keys.reader = await makeKey('reader', 'read');
});
afterAll(() => dataset.close());

type Method = 'get' | 'put' | 'patch' | 'delete' | 'post';
const send = (method: Method, path: string, key: string | undefined = keys.desk) =>
  dataset.request[method](path).set('Authorization', `Bearer ${key}`);
const recordAt = async (path: string) => dataset.request.get(`${path}?view=record`).expect(200).buffer();

const source = (id: string, rest: object = {}) => ({
  id,
  publisher: 'A Paper',
  title: `The source ${id}`,
  titleStated: true,
  url: `https://example.org/${id}`,
  publishedOn: '2026-11-01',
  kind: 'news',
  ...rest,
});

const deal = (id: string, rest: object = {}) => ({
  id,
  title: 'A round',
  kind: 'equity_round',
  participants: [
    { company: 'nvidia', role: 'investor' },
    { company: 'openai', role: 'issuer' },
  ],
  summary: 'A round of which a test makes use.',
  history: [{ reportedOn: '2026-11-02', status: 'announced', citations: [{ source: 'cited', attribution: 'on_record' }] }],
  ...rest,
});

describe('keys', () => {
  it('are needed to write, and have to hold the scope', async () => {
    const without = await dataset.request.put('/v1/sources/x').send(source('x'));
    expectProblem(without, 401);
    expect(without.headers['www-authenticate']).toBe('Bearer realm="roundtrip"');
    expectProblem(await send('put', '/v1/sources/x', keys.reader).send(source('x')), 403);
    for (const wrong of ['nonsense', `${keys.desk}x`, `${keys.desk?.slice(0, -1)}${keys.desk?.endsWith('A') ? 'B' : 'A'}`])
      expectProblem(await send('put', '/v1/sources/x', wrong).send(source('x')), 401);
    // Whoever may not write is not listened to.
    expectProblem(await dataset.request.put('/v1/sources/x').set('Content-Type', 'application/json').send('{'), 401);
    expectProblem(await send('post', '/v1/import', keys.reader).set('Content-Type', 'text/plain').send('x'), 403);
    expect((await dataset.request.get('/v1/sources/x')).status).toBe(404);
  });

  it('end when they are revoked or expire', async () => {
    const revoked = await makeKey('revoked', 'write');
    await dataset.database.write((session) => revokeKey(session, 'revoked', new Date()));
    expect((await send('put', '/v1/sources/x', revoked).send(source('x'))).body.detail).toContain('revoked');
    const expired = await makeKey('expired', 'write', '2020-01-01');
    expect((await send('put', '/v1/sources/x', expired).send(source('x'))).body.detail).toContain('expired');
  });

  it('that are refused too often are told so, and a key that holds raises the limit of requests', async () => {
    for (const refused of [
      { key: 'wrong', status: 401 },
      { key: keys.reader, status: 403 },
    ]) {
      const { request, close } = await openApp(dataset.database, { rateLimitMax: 600 });
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 25; attempt += 1) {
        const response = await request.put('/v1/sources/x').set('Authorization', `Bearer ${refused.key}`).send({});
        statuses.push(response.status);
        if (response.status === 429) expect(response.headers['retry-after']).toMatch(/^\d+$/);
      }
      expect(statuses).toEqual([...Array(20).fill(refused.status), ...Array(5).fill(429)]);
      const keyed = await request.get('/v1').set('Authorization', `Bearer ${keys.desk}`).expect(200);
      expect(keyed.headers['ratelimit-policy']).toBe('"default";q=6000;w=60');
      await close();
    }
  });

  it('are kept as a hash alone, with the day of their last use', async () => {
    const rows = await dataset.database.read(async ({ orm, tables }) => orm.select().from(tables.apiKeys));
    expect(JSON.stringify(rows)).not.toContain(keys.desk?.split('_').slice(2).join('_'));
    expect(rows.find(({ name }) => name === 'reader')?.lastUsedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('PUT', () => {
  it('creates, answers the file, and changes nothing when it is sent again', async () => {
    const created = await send('put', '/v1/sources/made').send(source('made')).expect(201).buffer();
    expect(created.headers.location).toBe('/v1/sources/made');
    expect(created.headers.etag).toBe('"1"');
    expect(created.text).toBe(`${JSON.stringify(source('made'), null, 2)}\n`);
    expect((await recordAt('/v1/sources/made')).text).toBe(created.text);
    expect((await send('put', '/v1/sources/made').send(source('made')).expect(200)).headers.etag).toBe('"1"');
    const changed = await send('put', '/v1/sources/made')
      .send(source('made', { title: 'Another' }))
      .expect(200);
    expect(changed.headers.etag).toBe('"2"');
    const { body } = await dataset.request.get('/v1/sources/made/revisions').expect(200);
    expect(body.data.map(({ version, actor }: JsonBody) => [version, actor])).toEqual([
      [2, 'desk'],
      [1, 'desk'],
    ]);
  });

  it('takes an answer back with one field edited, derived fields and all', async () => {
    const { body } = await dataset.request.get('/v1/deals/openai-aws-compute?include=evidence').expect(200);
    const before = await recordAt('/v1/deals/openai-aws-compute');
    const edited = { ...body.data, title: 'Another title' };
    const written = await send('put', '/v1/deals/openai-aws-compute')
      .set('If-Match', before.headers.etag ?? '')
      .send(edited)
      .expect(200)
      .buffer();
    expect(JSON.parse(written.text)).toEqual({ ...JSON.parse(before.text), title: 'Another title' });
    expect((await dataset.request.get('/v1/deals/openai-aws-compute')).body.data.title).toBe('Another title');
  });

  it.each(collections)('takes the answers of %s back as they are, and writes nothing', async (collection) => {
    const { body } = await dataset.request.get(`/v1/${collection}?limit=30&fields=id`).expect(200);
    for (const { id } of body.data) {
      const path = `/v1/${collection}/${id}`;
      const { text, headers } = await recordAt(path);
      const answer = await dataset.request.get(collection === 'deals' ? `${path}?include=evidence` : path).expect(200);
      const written = await send('put', path)
        .set('If-Match', headers.etag ?? '')
        .send(answer.body.data)
        .expect(200)
        .buffer();
      expect([written.text, written.headers.etag]).toEqual([text, headers.etag]);
    }
  });

  it('tells every fault by its place, and writes nothing', async () => {
    await send('put', '/v1/sources/cited').send(source('cited'));
    const faulty = deal('faulty', {
      colour: 'red',
      participants: [{ company: 'nobody-knows', role: 'issuer' }],
      history: [{ reportedOn: '2026-13', status: 'signd', amount: { min: 5, max: 2, approximate: false, currency: 'USD' }, citations: [] }],
    });
    const response = await send('put', '/v1/deals/faulty').send(faulty);
    expectProblem(response, 422);
    const pointers = response.body.errors.map(({ pointer }: JsonBody) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/colour', '/history/0/reportedOn', '/history/0/status', '/history/0/citations']));
    const dangling = await send('put', '/v1/deals/faulty').send(
      deal('faulty', { participants: [{ company: 'nobody-knows', role: 'issuer' }] }),
    );
    expectProblem(dangling, 422);
    expect(dangling.body.errors).toEqual([{ pointer: '/participants/0/company', message: 'companies/nobody-knows does not exist.' }]);
    expect((await send('put', '/v1/deals/faulty').send(deal('other'))).body.errors[0].pointer).toBe('/id');
    expect((await send('put', '/v1/sources/nul').send(source('nul', { title: 'A\u0000B' }))).body.errors).toEqual([
      { pointer: '/title', message: 'The text contains a NUL character.' },
    ]);
    const lone = await send('put', '/v1/sources/lone')
      .set('Content-Type', 'application/json')
      .send(JSON.stringify(source('lone')).replace('The source', '\\ud800'));
    expect(lone.body.errors).toEqual([{ pointer: '/title', message: 'The text contains a lone surrogate, which is not valid Unicode.' }]);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const method of ['put', 'patch'] as const) {
      const nested = await send(method, '/v1/companies/openai').set('Content-Type', 'application/json').send(`{"note":${deep}}`);
      expectProblem(nested, 422);
      expect(nested.body.errors).toEqual([{ pointer: '', message: 'The value is nested deeper than 20 levels.' }]);
    }
    const long = deal('long', { history: Array.from({ length: 201 }, () => deal('x').history[0]) });
    expect((await send('put', '/v1/deals/long').send(long)).body.errors[0].pointer).toBe('/history');
    expectProblem(await send('patch', '/v1/sources/nul%00').send({ title: 'x' }), 404);
    expectProblem(await send('put', '/v1/deals/faulty').set('Content-Type', 'application/json').send('{"id":'), 400);
    expectProblem(await send('put', '/v1/deals/faulty').set('Content-Type', 'text/csv').send('id'), 415);
    expect((await dataset.request.get('/v1/deals/faulty')).status).toBe(404);
  });

  it('refuses a chain that goes round, and an event that rests on the future', async () => {
    const { text } = await recordAt('/v1/companies/amazon');
    const response = await send('put', '/v1/companies/amazon').send({ ...JSON.parse(text), parent: 'aws' });
    expectProblem(response, 422);
    expect(response.body.errors[0]).toEqual({ pointer: '/parent', message: 'The chain of parents contains a cycle.' });
    await send('put', '/v1/sources/late').send(source('late', { publishedOn: '2026-11-20' }));
    const early = deal('early', {
      history: [{ reportedOn: '2026-01-01', status: 'signed', citations: [{ source: 'late', attribution: 'filing' }] }],
    });
    expect((await send('put', '/v1/deals/early').send(early)).body.errors[0].pointer).toBe('/history/0/citations');
  });

  it('keeps a source before the events that rest on it, and one to a URL', async () => {
    await send('put', '/v1/sources/early-bird').send(source('early-bird')).expect(201);
    const resting = deal('resting', {
      history: [{ reportedOn: '2026-11-02', status: 'signed', citations: [{ source: 'early-bird', attribution: 'filing' }] }],
    });
    await send('put', '/v1/deals/resting').send(resting).expect(201);
    const moved = await send('patch', '/v1/sources/early-bird').send({ publishedOn: '2026-11-20' });
    expectProblem(moved, 422);
    expect(moved.body.errors).toEqual([
      { pointer: '/publishedOn', message: 'deals/resting /history/0/citations: The event of 2026-11-02 cites only later publications.' },
    ]);
    await send('patch', '/v1/sources/early-bird').send({ publishedOn: '2026-11-03' }).expect(200);
    const double = await send('put', '/v1/sources/late-bird').send(source('late-bird', { url: 'http://www.example.org/early-bird/' }));
    expectProblem(double, 422);
    expect(double.body.errors).toEqual([{ pointer: '/url', message: 'The URL is already used by sources/early-bird.' }]);
  });

  it('creates only where it is told so, and moves flows and totals at once', async () => {
    await send('put', '/v1/sources/cited').send(source('cited'));
    const amount = { max: 7_000_000_000, approximate: false, currency: 'USD' };
    const written = deal('only-once', { history: [{ ...deal('x').history[0], amount }] });
    await send('put', '/v1/deals/only-once').set('If-None-Match', '*').send(written).expect(201);
    expectProblem(await send('put', '/v1/deals/only-once').set('If-None-Match', '*').send(written), 412);
    const { body } = await dataset.request.get('/v1/flows?deal=only-once').expect(200);
    expect(body.data[0]).toMatchObject({ from: 'nvidia', to: 'openai', usd: { low: 0, high: 7_000_000_000, unknown: 0 } });
  });
});

describe('PATCH', () => {
  beforeEach(async () => {
    await send('put', '/v1/sources/patched').send(source('patched'));
  });

  it('merges, takes out with null, and needs a record', async () => {
    const { text } = await send('patch', '/v1/companies/openai')
      .set('Content-Type', 'application/merge-patch+json')
      .send(JSON.stringify({ note: 'A note.', website: null }))
      .expect(200)
      .buffer();
    expect(JSON.parse(text)).toMatchObject({ id: 'openai', note: 'A note.' });
    expect(JSON.parse(text).website).toBeUndefined();
    expectProblem(await send('patch', '/v1/companies/nobody-knows').send({ note: 'x' }), 404);
    expectProblem(await send('patch', '/v1/sources/patched').send({ title: null }), 422);
  });

  it('compares If-Match strongly, and If-None-Match weakly', async () => {
    const etag = (await recordAt('/v1/sources/patched')).headers.etag ?? '';
    const patch = (header: 'If-Match' | 'If-None-Match', value: string) =>
      send('patch', '/v1/sources/patched')
        .set(header, value)
        .send({ title: `${header} ${value.replace(/\W/g, '')}` });
    for (const value of [`W/${etag}`, etag.slice(1, -1), '"nonsense"', `"0",W/${etag}`]) expectProblem(await patch('If-Match', value), 412);
    for (const value of ['*', etag, `W/${etag}`, `"0", W/${etag}`]) expectProblem(await patch('If-None-Match', value), 412);
    await patch('If-Match', `"0", ${etag}`).expect(200);
    await patch('If-None-Match', etag).expect(200);
  });

  it('of twenty at once under one ETag lets one win, and nineteen know', async () => {
    const { headers } = await recordAt('/v1/sources/patched');
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        send('patch', '/v1/sources/patched')
          .set('If-Match', headers.etag ?? '')
          .send({ title: `By ${index}` }),
      ),
    );
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 412)).toHaveLength(19);
    const winner = responses.find(({ status }) => status === 200);
    expect((await dataset.request.get('/v1/sources/patched')).body.data.title).toBe(winner?.body.title);
  });
});

describe('DELETE', () => {
  it('retracts, answers 410 after, keeps the revisions, and lets the record come back', async () => {
    await send('put', '/v1/sources/fleeting').send(source('fleeting'));
    await send('delete', '/v1/sources/fleeting').expect(204);
    for (const path of ['/v1/sources/fleeting', '/v1/sources/fleeting?view=record']) expectProblem(await dataset.request.get(path), 410);
    expectProblem(await send('patch', '/v1/sources/fleeting').send({ title: 'x' }), 410);
    expectProblem(await send('delete', '/v1/sources/fleeting'), 410);
    const { body } = await dataset.request.get('/v1/sources/fleeting/revisions').expect(200);
    expect(body.data[0]).toMatchObject({ operation: 'retract', actor: 'desk' });
    expect((await send('put', '/v1/sources/fleeting').send(source('fleeting')).expect(201)).headers.etag).toBe('"3"');
  });

  it('of a deal that superseded another brings that one back to life', async () => {
    await send('put', '/v1/sources/cited').send(source('cited'));
    await send('put', '/v1/deals/older').send(deal('older')).expect(201);
    await send('put', '/v1/deals/newer')
      .send(deal('newer', { supersedes: ['older'] }))
      .expect(201);
    expect((await dataset.request.get('/v1/deals/older')).body.data).toMatchObject({ certainty: 'dead', supersededBy: ['newer'] });
    await send('delete', '/v1/deals/newer').expect(204);
    const { body } = await dataset.request.get('/v1/deals/older').expect(200);
    expect([body.data.certainty, body.data.supersededBy]).toEqual(['intended', []]);
  });

  it('of a report lets its source be known no earlier than another makes it', async () => {
    await send('put', '/v1/sources/once-cited')
      .send(source('once-cited', { publishedOn: '2026-11' }))
      .expect(201);
    const citing = (reportedOn: string) => ({
      history: [{ reportedOn, status: 'announced', citations: [{ source: 'once-cited', attribution: 'on_record' }] }],
    });
    const knownFrom = async () => (await dataset.request.get('/v1/sources/once-cited').expect(200)).body.data.knownFrom;
    await send('put', '/v1/deals/early-citing')
      .send(deal('early-citing', citing('2026-11-02')))
      .expect(201);
    await send('put', '/v1/deals/later-citing')
      .send(deal('later-citing', citing('2026-11-05')))
      .expect(201);
    expect(await knownFrom()).toBe('2026-11-02');
    await send('delete', '/v1/deals/early-citing').expect(204);
    expect(await knownFrom()).toBe('2026-11-05');
  });

  it('keeps a record that others refer to, and lists these', async () => {
    const response = await send('delete', '/v1/companies/openai');
    expectProblem(response, 409);
    expect(response.body.errors.length).toBeGreaterThan(50);
    expect(response.body.errors[0].message).toMatch(/^[a-z-]+\/[a-z0-9-]+ refers to it at \//);
    await dataset.request.get('/v1/companies/openai').expect(200);
  });
});

describe('POST /v1/{collection}/{id}/rename', () => {
  const rename = (path: string, id: unknown) => send('post', `${path}/rename`).send({ id });

  it('moves the record and whatever refers to it, and the old id leads on', async () => {
    await send('put', '/v1/sources/cited').send(source('cited'));
    const company = JSON.parse((await recordAt('/v1/companies/openai')).text);
    await send('put', '/v1/companies/newcomer').send({ ...company, id: 'newcomer', name: 'Newcomer' });
    const participants = [
      { company: 'newcomer', role: 'investor' },
      { company: 'openai', role: 'issuer' },
    ];
    await send('put', '/v1/deals/renaming').send(deal('renaming', { participants })).expect(201);
    const since = (await dataset.request.get('/v1/changes?limit=1')).body.meta.newest;
    const renamed = await rename('/v1/companies/newcomer', 'oldtimer').expect(200);
    expect([renamed.body.id, renamed.headers['content-location']]).toEqual(['oldtimer', '/v1/companies/oldtimer']);
    for (const path of ['', '/deals?limit=1', '/exposure', '?view=record']) {
      const moved = await dataset.request.get(`/v1/companies/newcomer${path}`).expect(301);
      expect(moved.headers.location).toBe(`/v1/companies/oldtimer${path}`);
      await dataset.request.get(moved.headers.location ?? '').expect(200);
    }
    expect((await dataset.request.get('/v1/deals/renaming')).body.data.participants[0].company).toBe('oldtimer');
    expect((await dataset.request.get('/v1/flows?from=oldtimer')).body.data[0]).toMatchObject({ to: 'openai', deal: 'renaming' });
    const filtered = await dataset.request.get('/v1/deals?company=newcomer');
    expectProblem(filtered, 400);
    expect(filtered.body.errors[0].didYouMean).toBe('oldtimer');
    const { body } = await dataset.request.get(`/v1/changes?since=${since}`).expect(200);
    expect(body.data.map(({ operation, collection, id, renamedTo }: JsonBody) => [operation, collection, id, renamedTo])).toEqual([
      ['put', 'companies', 'oldtimer', undefined],
      ['put', 'deals', 'renaming', undefined],
      ['rename', 'companies', 'newcomer', 'oldtimer'],
    ]);
    const revisions = await dataset.request.get('/v1/companies/newcomer/revisions').expect(200);
    expect(revisions.body.data[0]).toMatchObject({ operation: 'rename', renamedTo: 'oldtimer' });
  });

  it('gives an id to nobody else, but back to its record', async () => {
    await send('put', '/v1/sources/first-name').send(source('first-name')).expect(201);
    expectProblem(await rename('/v1/sources/first-name', 'cited'), 409);
    expectProblem(await rename('/v1/sources/first-name', 'first-name'), 422);
    expect((await rename('/v1/sources/first-name', 'Not an id')).body.errors[0].pointer).toBe('/id');
    expectProblem(await rename('/v1/sources/nobody-knows', 'second-name'), 404);
    await rename('/v1/sources/first-name', 'second-name').expect(200);
    for (const response of [
      await send('put', '/v1/sources/first-name').send(source('first-name', { url: 'https://example.org/another' })),
      await send('patch', '/v1/sources/first-name').send({ title: 'x' }),
      await send('delete', '/v1/sources/first-name'),
    ])
      expectProblem(response, 410);
    const line = JSON.stringify({ collection: 'sources', record: source('first-name') });
    const imported = await send('post', '/v1/import').set('Content-Type', 'application/x-ndjson').send(line);
    expect(imported.body.errors).toEqual([
      { pointer: '/0/record/id', message: 'Line 1: "first-name" in sources was renamed to "second-name".' },
    ]);
    await rename('/v1/sources/second-name', 'third-name').expect(200);
    expect((await dataset.request.get('/v1/sources/first-name').expect(301)).headers.location).toBe('/v1/sources/third-name');
    await rename('/v1/sources/third-name', 'second-name').expect(200);
    expect((await dataset.request.get('/v1/sources/third-name').expect(301)).headers.location).toBe('/v1/sources/second-name');
    // The first name leads to the record over two others by now, and is its own still.
    await rename('/v1/sources/second-name', 'fourth-name').expect(200);
    await rename('/v1/sources/fourth-name', 'first-name').expect(200);
    for (const name of ['second-name', 'third-name', 'fourth-name'])
      expect((await dataset.request.get(`/v1/sources/${name}`).expect(301)).headers.location).toBe('/v1/sources/first-name');
    await dataset.request.get('/v1/sources/first-name').expect(200);
  });

  it('keeps every answer but the id, for each record of a sample of the real data', async () => {
    for (const path of [
      '/v1/companies/nvidia',
      '/v1/chips/nvidia-gpu',
      '/v1/deals/openai-oracle-300b',
      '/v1/sources/amazon-2026-02-27-8k',
    ]) {
      const [, , collection = '', id = ''] = path.split('/');
      const everything = async () =>
        Promise.all(
          ['/v1/stats?groupBy=certainty', '/v1/cycles?limit=200&total=true', `/v1/${collection}?limit=200`, path].map(async (one) =>
            JSON.stringify((await dataset.request.get(one).redirects(1)).body.data),
          ),
        );
      const before = await everything();
      await rename(path, `${id}-under-another-name`).expect(200);
      const during = await everything();
      expect(during).not.toEqual(before);
      await rename(`${path}-under-another-name`, id).expect(200);
      const after = await everything();
      const withoutVersions = (texts: string[]) => texts.map((text) => text.replace(/"version":\d+/g, ''));
      expect(withoutVersions(after)).toEqual(withoutVersions(before));
    }
  });
});

describe('POST /v1/deals/{id}/events', () => {
  const event = { reportedOn: '2026-11-10', status: 'closed', citations: [{ source: 'cited', attribution: 'filing' }] };

  it('appends a report, which the deal then shows; sent twice under one key it is written once', async () => {
    await send('put', '/v1/sources/cited').send(source('cited'));
    await send('put', '/v1/deals/reported').send(deal('reported')).expect(201);
    const post = (body: object) => send('post', '/v1/deals/reported/events').set('Idempotency-Key', 'once').send(body);
    const first = await post(event).expect(200).buffer();
    const second = await post(event).expect(200).buffer();
    expect(second.text).toBe(first.text);
    expect(second.headers.etag).toBe('"2"');
    const { body } = await dataset.request.get('/v1/deals/reported').expect(200);
    expect([body.data.status, body.data.history.length, body.data.version]).toEqual(['closed', 2, 2]);
    expectProblem(await post({ ...event, status: 'amended' }), 422);
    const early = await send('post', '/v1/deals/reported/events').send({ ...event, reportedOn: '2020-01-01' });
    expectProblem(early, 422);
    expect(early.body.errors[0].pointer).toBe('/history/2/reportedOn');
  });
});

describe('POST /v1/import', () => {
  const post = (lines: unknown[], query = '') =>
    send('post', `/v1/import${query}`)
      .set('Content-Type', 'application/x-ndjson')
      .send(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const line = (collection: string, record: object) => ({ collection, record });
  const newestOf = async () => (await dataset.request.get('/v1/changes?limit=1').expect(200)).body.meta.newest;

  it('takes in records that need each other, and is nothing the second time', async () => {
    const lines = [
      line(
        'deals',
        deal('imported', {
          history: [{ reportedOn: '2026-11-02', status: 'signed', citations: [{ source: 'imported', attribution: 'filing' }] }],
        }),
      ),
      line('sources', source('imported')),
    ];
    const before = await newestOf();
    const tried = await post(lines, '?dryRun=true').expect(200);
    expect(tried.body.data).toMatchObject({ dryRun: true, added: 2, changed: 0, unchanged: 0 });
    expect(await newestOf()).toBe(before);
    const { body } = await post(lines).expect(200);
    expect(body.data).toMatchObject({ dryRun: false, added: 2, changed: 0, unchanged: 0 });
    expect(body.data.lines[0]).toEqual({ line: 1, collection: 'deals', id: 'imported', outcome: 'added', version: 1 });
    expect(await newestOf()).toBe(before + 2);
    expect((await post(lines).expect(200)).body.data).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect(await newestOf()).toBe(before + 2);
    expect((await dataset.request.get('/v1/deals/imported?include=sources').expect(200)).body.included.sources.imported.id).toBe(
      'imported',
    );
  });

  it('takes in all or nothing, and tells every fault by its line', async () => {
    const before = await newestOf();
    const response = await post([
      line('sources', source('fine')),
      '{"collection":',
      line('papers', source('x')),
      line('sources', source('short', { title: '' })),
      line('sources', source('fine')),
    ]);
    expectProblem(response, 422);
    expect(response.body.errors.map(({ pointer }: JsonBody) => pointer)).toEqual([
      '/1',
      '/2/collection',
      '/3/record/title',
      '/4/record/id',
    ]);
    expect(response.body.errors[3].message).toBe('Line 5: sources/fine is already in line 1.');
    const dangling = await post([
      line('sources', source('fine')),
      line('deals', deal('dangling', { participants: [{ company: 'nobody-knows', role: 'issuer' }] })),
    ]);
    expectProblem(dangling, 422);
    expect(dangling.body.errors).toContainEqual({
      pointer: '/1/record/participants/0/company',
      message: 'Line 2: companies/nobody-knows does not exist.',
    });
    expect(await newestOf()).toBe(before);
    expectProblem(await send('post', '/v1/import').send({ collection: 'sources' }), 415);
    expectProblem(await send('post', '/v1/import', keys.reader).set('Content-Type', 'application/x-ndjson').send('{}'), 403);
  });
});
