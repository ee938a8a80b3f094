import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { deal } from '../support/example-records.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';
import { writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

it('continues after a row with the longest title that a record can have', async () => {
  await writeSource(dataset.database, 'cited');
  const longest = '資'.repeat(500);
  const key = await makeKey(dataset.database);
  for (const id of ['longest-title-first', 'longest-title-second'])
    await dataset.request
      .put(`/v1/deals/${id}`)
      .set('authorization', `Bearer ${key}`)
      .send(deal(id, { title: longest }))
      .expect(201);
  const path = '/v1/deals?id=longest-title-first,longest-title-second&sort=title&limit=1';
  const { body } = await dataset.request.get(path).expect(200);
  expect(body.data[0].title).toBe(longest);
  const next = await dataset.request.get(`${path}&cursor=${body.page.next}`).expect(200);
  expect(next.body.data.map(({ id }: { id: string }) => id)).toEqual(['longest-title-second']);
});

it('rejects a cursor with a NUL, which PostgreSQL cannot compare', async () => {
  const path = '/v1/deals?sort=title&limit=1';
  const { body } = await dataset.request.get(path).expect(200);
  const [binding] = JSON.parse(Buffer.from(body.page.next, 'base64url').toString());
  for (const position of [
    ['a\0', 'id'],
    ['a', 'id\0'],
  ]) {
    const cursor = Buffer.from(JSON.stringify([binding, ...position])).toString('base64url');
    expectProblem(await dataset.request.get(`${path}&cursor=${cursor}`), 400);
  }
});
