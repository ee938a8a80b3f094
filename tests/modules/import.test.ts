import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WriteQueueFull } from '../../src/database/database.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { deal, source } from '../support/example-records.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';

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

describe('POST /v1/import', () => {
  const post = (lines: unknown[], query = '') =>
    send('post', `/v1/import${query}`)
      .set('Content-Type', 'application/x-ndjson')
      .send(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const line = (collection: string, record: object) => ({ collection, record });
  const newestOf = async () => (await dataset.request.get('/v1/changes?limit=1').expect(200)).body.meta.newest;

  it('imports records that refer to each other, and changes nothing when repeated', async () => {
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

  it('succeeds once the records are written, even if the database is too busy to update its statistics', async () => {
    const busy = await openApp({ ...dataset.database, analyze: () => Promise.reject(new WriteQueueFull()) });
    const imported = busy.request
      .post('/v1/import')
      .set('Authorization', `Bearer ${keys.desk}`)
      .set('Content-Type', 'application/x-ndjson');
    await imported.send(JSON.stringify(line('sources', source('beside-other-writes')))).expect(200);
    await dataset.request.get('/v1/sources/beside-other-writes').expect(200);
    await busy.close();
  });

  it('imports all records or none, and returns 422 with the line of every error', async () => {
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
      '/3/record/title',
      '/4/record/id',
    ]);
    expect(response.body.errors[4].message).toBe('Line 5: sources/fine is already in line 1.');
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
