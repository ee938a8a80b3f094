import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collections } from '../../src/domain/vocabulary.ts';
import { type DatasetApp, openDatasetApp, suiteEngine } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { deal, source } from '../support/example-records.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';
import { visitFunctions } from '../support/visited-functions.ts';

let dataset: DatasetApp;
const keys: Record<string, string> = {};
beforeAll(async () => {
  dataset = await openDatasetApp();
  keys.desk = await makeKey(dataset.database);
  keys.reader = await makeKey(dataset.database, 'read', 'reader');
});
afterAll(() => dataset.close());

type Method = 'get' | 'put' | 'patch' | 'delete' | 'post';
const send = (method: Method, path: string, key: string | undefined = keys.desk) =>
  dataset.request[method](path).set('Authorization', `Bearer ${key}`);
const recordAt = async (path: string) => dataset.request.get(`${path}?view=record`).expect(200).buffer();

describe('PUT', () => {
  it('creates a record, returns it as stored, and changes nothing when repeated', async () => {
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

  it.runIf(suiteEngine === 'sqlite')('runs through few files', async () => {
    const edit = async (id: string) => {
      const { text } = await recordAt(`/v1/deals/${id}`);
      const payload = { ...JSON.parse(text), summary: 'Another summary.' };
      const headers = { authorization: `Bearer ${keys.desk}` };
      return () => dataset.app.inject({ method: 'PUT', url: `/v1/deals/${id}`, headers, payload });
    };
    const warmUp = await edit('openai-astral-acquisition');
    await warmUp();
    const put = await edit('openai-oracle-compute');
    const visited = await visitFunctions(async () => expect((await put()).statusCode).toBe(200));
    expect(Object.keys(visited).length, Object.keys(visited).join(' ')).toBeLessThanOrEqual(25);
  });

  it('accepts a response with one edited field and ignores its derived fields', async () => {
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

  it.each(collections)('accepts unchanged responses of %s without writing a revision', async (collection) => {
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

  it('returns 422 with a pointer to every error, and writes nothing', async () => {
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
      { pointer: '/title', message: 'The text contains a control character or a bidirectional control.' },
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

  it('returns 422 for a cycle of parents and for an event that cites only later publications', async () => {
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

  it('returns 422 for a source dated after the events that cite it, and for a URL that is in use', async () => {
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

  it('honors If-None-Match: *, and updates flows and totals at once', async () => {
    await send('put', '/v1/sources/cited').send(source('cited'));
    const amount = { max: 7_000_000_000, approximate: false, currency: 'USD' };
    const written = deal('only-once', { history: [{ ...deal('x').history[0], amount }] });
    await send('put', '/v1/deals/only-once').set('If-None-Match', '*').send(written).expect(201);
    const again = await send('put', '/v1/deals/only-once')
      .set('If-None-Match', '*')
      .send({ ...written, title: 'Another' });
    expectProblem(again, 412);
    expect(again.body.detail).toBe('The record already exists with version 1. To change it, send If-Match: "1" instead of If-None-Match.');
    expect(again.body.errors).toEqual([{ pointer: '/title', message: 'Differs from the stored record.' }]);
    const { body } = await dataset.request.get('/v1/flows?deal=only-once').expect(200);
    expect(body.data[0]).toMatchObject({ from: 'nvidia', to: 'openai', usd: { low: 0, high: 7_000_000_000, unknown: 0, openEnded: 0 } });
  });
});

describe('PATCH', () => {
  beforeEach(async () => {
    await send('put', '/v1/sources/patched').send(source('patched'));
  });

  it('merges fields, removes those set to null, and returns 404 without a record', async () => {
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

  it('compares If-Match strongly and If-None-Match weakly', async () => {
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

  it('names the fields that changed since the version in If-Match, and the tag to send', async () => {
    await send('put', '/v1/sources/compared').send(source('compared'));
    await send('patch', '/v1/sources/compared').send({ title: 'Second', publisher: 'Another' });
    await send('patch', '/v1/sources/compared').send({ title: 'Third' });
    const late = await send('patch', '/v1/sources/compared').set('If-Match', '"1"').send({ title: 'Mine' });
    expectProblem(late, 412);
    expect(late.headers.etag).toBe('"3"');
    expect(late.body.detail).toContain('has version 3. Read /v1/sources/compared/record, apply your change to it, and send If-Match: "3".');
    expect(late.body.errors).toEqual([
      { pointer: '/publisher', message: 'Changed since version 1.' },
      { pointer: '/title', message: 'Changed since version 1.' },
    ]);
  });

  it('applies one of twenty concurrent requests with the same ETag and returns 412 to the others', async () => {
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

describe('concurrent writes', () => {
  it('all succeed: 24 patches of the company that most records depend on', async () => {
    const responses = await Promise.all(
      Array.from({ length: 24 }, (_, index) => send('patch', '/v1/companies/nvidia').send({ note: `Note ${index}.` })),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 200));
    const versions = responses.map(({ headers }) => Number(/\d+/.exec(headers.etag ?? '')?.[0]));
    expect(new Set(versions).size).toBe(24);
    const newest = responses[versions.indexOf(Math.max(...versions))]?.body.note;
    expect((await dataset.request.get('/v1/companies/nvidia').expect(200)).body.data.note).toBe(newest);
  });
});

describe('DELETE', () => {
  it('retracts the record, returns 410 from then on, keeps revisions, and allows restoring it', async () => {
    await send('put', '/v1/sources/fleeting').send(source('fleeting'));
    await send('delete', '/v1/sources/fleeting').expect(204);
    for (const path of ['/v1/sources/fleeting', '/v1/sources/fleeting?view=record']) expectProblem(await dataset.request.get(path), 410);
    expectProblem(await send('patch', '/v1/sources/fleeting').send({ title: 'x' }), 410);
    expectProblem(await send('delete', '/v1/sources/fleeting'), 410);
    const { body } = await dataset.request.get('/v1/sources/fleeting/revisions').expect(200);
    expect(body.data[0]).toMatchObject({ operation: 'retract', actor: 'desk' });
    expect((await send('put', '/v1/sources/fleeting').send(source('fleeting')).expect(201)).headers.etag).toBe('"3"');
  });

  it('of a superseding deal revives the superseded one', async () => {
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

  it('of a report moves the day on which its source became known', async () => {
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

  it('returns 409 and lists the referring records if others refer to it', async () => {
    const response = await send('delete', '/v1/companies/openai');
    expectProblem(response, 409);
    expect(response.body.errors.length).toBeGreaterThan(50);
    expect(response.body.errors[0].message).toMatch(/^[a-z-]+\/[a-z0-9-]+ refers to it at \//);
    await dataset.request.get('/v1/companies/openai').expect(200);
  });
});

describe('POST /v1/{collection}/{id}/rename', () => {
  const rename = (path: string, id: unknown) => send('post', `${path}/rename`).send({ id });

  it('renames the record and every reference to it, and redirects the old id', async () => {
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

  it('reserves the old id, and lets only its record take it back', async () => {
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
      await send('post', '/v1/sources/first-name/rename').send({ id: 'another-name' }),
    ]) {
      expectProblem(response, 409);
      expect(response.body.errors).toEqual([
        { parameter: 'id', message: '"first-name" in sources was renamed to "second-name".', didYouMean: 'second-name' },
      ]);
    }
    const line = JSON.stringify({ collection: 'sources', record: source('first-name') });
    const imported = await send('post', '/v1/import').set('Content-Type', 'application/x-ndjson').send(line);
    expect(imported.body.errors).toEqual([
      {
        pointer: '/0/record/id',
        message: 'Line 1: "first-name" in sources was renamed to "second-name". Use that id.',
        didYouMean: 'second-name',
      },
    ]);
    await rename('/v1/sources/second-name', 'third-name').expect(200);
    expect((await dataset.request.get('/v1/sources/first-name').expect(301)).headers.location).toBe('/v1/sources/third-name');
    await rename('/v1/sources/third-name', 'second-name').expect(200);
    expect((await dataset.request.get('/v1/sources/third-name').expect(301)).headers.location).toBe('/v1/sources/second-name');
    // The first id now redirects through two others and still belongs to the record.
    await rename('/v1/sources/second-name', 'fourth-name').expect(200);
    await rename('/v1/sources/fourth-name', 'first-name').expect(200);
    for (const name of ['second-name', 'third-name', 'fourth-name'])
      expect((await dataset.request.get(`/v1/sources/${name}`).expect(301)).headers.location).toBe('/v1/sources/first-name');
    await dataset.request.get('/v1/sources/first-name').expect(200);
  });

  it('leads to the current id after more renames than a browser follows redirects', async () => {
    await send('put', '/v1/sources/step-0').send(source('step-0')).expect(201);
    for (let step = 0; step < 60; step += 1) await rename(`/v1/sources/step-${step}`, `step-${step + 1}`).expect(200);
    expect((await dataset.request.get('/v1/sources/step-0').expect(301)).headers.location).toBe('/v1/sources/step-60');
    const refused = await send('patch', '/v1/sources/step-1').send({ title: 'x' });
    expectProblem(refused, 409);
    expect(refused.body.errors[0].didYouMean).toBe('step-60');
  });

  it('frees the former ids of a record once it was retracted', async () => {
    await send('put', '/v1/sources/short-lived').send(source('short-lived')).expect(201);
    await rename('/v1/sources/short-lived', 'retracted-soon').expect(200);
    await send('delete', '/v1/sources/retracted-soon').expect(204);
    expectProblem(await send('patch', '/v1/sources/short-lived').send({ title: 'x' }), 410);
    await send('put', '/v1/sources/short-lived').send(source('short-lived')).expect(201);
    expect((await dataset.request.get('/v1/sources/short-lived').expect(200)).body.data.id).toBe('short-lived');
    expectProblem(await dataset.request.get('/v1/sources/retracted-soon'), 410);
  });

  it('changes only the id in responses, for a sample of the real data', async () => {
    for (const path of [
      '/v1/companies/nvidia',
      '/v1/chips/nvidia-gpu',
      '/v1/deals/openai-oracle-compute',
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
