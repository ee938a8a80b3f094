import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
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

describe('POST /v1/deals/{id}/events', () => {
  const event = { reportedOn: '2026-11-10', status: 'closed', citations: [{ source: 'cited', attribution: 'filing' }] };

  it('appends a report once per Idempotency-Key and updates the deal', async () => {
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
    expect(early.body.errors[0].pointer).toBe('/reportedOn');
    const empty = await send('post', '/v1/deals/reported/events').send({ status: 'closed' });
    expect(empty.body.errors).toEqual([
      { pointer: '/reportedOn', message: 'Missing: expected a text.' },
      { pointer: '/citations', message: 'Missing: expected a list.' },
    ]);
    const unknown = { ...event, citations: [{ source: 'nowhere', attribution: 'filing' }] };
    const dangling = await send('post', '/v1/deals/reported/events').send(unknown);
    expect(dangling.body.errors).toEqual([{ pointer: '/citations/0/source', message: 'sources/nowhere does not exist.' }]);
  });
});
