import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/paths', () => {
  it('returns connected legs between the two groups, and 400 for companies of the same group', async () => {
    const { data } = await get('/v1/paths?from=softbank&to=nvidia&maxLength=3&limit=50&include=deals');
    expect(data.length).toBeGreaterThan(1);
    for (const path of data) {
      expect([path.groups[0], path.groups.at(-1)]).toEqual(['softbank', 'nvidia']);
      expect(path.legs.map(({ to }: JsonBody) => to)).toEqual(path.groups.slice(1));
    }
    const response = await dataset.request.get('/v1/paths?from=aws&to=amazon');
    expectProblem(response, 400);
    expect(response.body.errors[0].message).toContain('/v1/cycles?contains=aws');
  });
});
