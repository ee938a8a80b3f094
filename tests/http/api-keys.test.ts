import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeKey } from '../../src/access/keys.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { source } from '../support/example-records.ts';
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

describe('API keys', () => {
  it('are required to write: no key or an unknown key returns 401, a key without the scope 403', async () => {
    const without = await dataset.request.put('/v1/sources/x').send(source('x'));
    expectProblem(without, 401);
    expect(without.headers['www-authenticate']).toBe('Bearer realm="roundtrip"');
    expectProblem(await send('put', '/v1/sources/x', keys.reader).send(source('x')), 403);
    for (const wrong of ['nonsense', `${keys.desk}x`, `${keys.desk?.slice(0, -1)}${keys.desk?.endsWith('A') ? 'B' : 'A'}`])
      expectProblem(await send('put', '/v1/sources/x', wrong).send(source('x')), 401);
    // Authorization is checked before the body is read.
    expectProblem(await dataset.request.put('/v1/sources/x').set('Content-Type', 'application/json').send('{'), 401);
    expectProblem(await send('post', '/v1/import', keys.reader).set('Content-Type', 'text/plain').send('x'), 403);
    expect((await dataset.request.get('/v1/sources/x')).status).toBe(404);
  });

  it('return 401 once they are revoked or have expired', async () => {
    const revoked = await makeKey(dataset.database, 'write', 'revoked');
    await dataset.database.write((session) => revokeKey(session, 'revoked', new Date()));
    expect((await send('put', '/v1/sources/x', revoked).send(source('x'))).body.detail).toContain('revoked');
    const expired = await makeKey(dataset.database, 'write', 'expired', '2020-01-01');
    expect((await send('put', '/v1/sources/x', expired).send(source('x'))).body.detail).toContain('expired');
  });

  it('return 429 after 20 rejected requests, and a valid key raises the rate limit', async () => {
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

  it('are stored only as a hash, with the day of their last use', async () => {
    const rows = await dataset.database.read(async ({ orm, tables }) => orm.select().from(tables.apiKeys));
    expect(JSON.stringify(rows)).not.toContain(keys.desk?.split('_').slice(2).join('_'));
    expect(rows.find(({ name }) => name === 'reader')?.lastUsedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
