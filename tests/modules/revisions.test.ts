import { applyPatch, type Operation } from 'rfc6902';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { retractSource, writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

describe('GET /v1/{collection}/{id}/revisions', () => {
  it('returns the actor and a JSON Patch from each version to the next', async () => {
    await writeSource(dataset.database, 'revised', 'First');
    await writeSource(dataset.database, 'revised', 'Second');
    await retractSource(dataset.database, 'revised');
    const { body } = await dataset.request.get('/v1/sources/revised/revisions').expect(200);
    expect(body.data.map(({ version, operation, actor }: JsonBody) => [version, operation, actor])).toEqual([
      [3, 'retract', 'test'],
      [2, 'put', 'test'],
      [1, 'put', 'test'],
    ]);
    const [retracted, second, first] = body.data;
    expect(retracted.changes).toEqual([{ op: 'remove', path: '' }]);
    const record = first.changes[0].value;
    expect(applyPatch(record, second.changes as Operation[])).toEqual([null]);
    expect(record).toMatchObject({ id: 'revised', title: 'Second' });
    expect(second.changes).toEqual([{ op: 'replace', path: '/title', value: 'Second' }]);
  });

  it('pages from the newest to the oldest version', async () => {
    for (let version = 1; version <= 5; version += 1) await writeSource(dataset.database, 'often', `Title ${version}`);
    const versions: number[] = [];
    for (let path: string | null = '/v1/sources/often/revisions?limit=2'; path !== null; ) {
      const { body }: JsonBody = await dataset.request.get(path).expect(200);
      versions.push(...body.data.map(({ version }: JsonBody) => version));
      path = body.page.next === null ? null : `/v1/sources/often/revisions?limit=2&cursor=${body.page.next}`;
    }
    expect(versions).toEqual([5, 4, 3, 2, 1]);
  });

  it.each([1.5, 1e300, -1e300, 2 ** 31, -(2 ** 31), 0, 'x', null])(
    'returns 400 for a forged cursor with the version %j',
    async (version) => {
      for (const title of ['First', 'Second']) await writeSource(dataset.database, 'forged', title);
      const path = '/v1/sources/forged/revisions?limit=1';
      const { body } = await dataset.request.get(path).expect(200);
      const [binding] = JSON.parse(Buffer.from(body.page.next, 'base64url').toString());
      const cursor = Buffer.from(JSON.stringify([binding, version, 'forged'])).toString('base64url');
      expectProblem(await dataset.request.get(`${path}&cursor=${cursor}`), 400);
    },
  );
});
