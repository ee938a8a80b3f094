import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/outlook', () => {
  it('returns years and an unscheduled rest that add up to the total', async () => {
    const { data } = await get('/v1/outlook');
    const sum = (all: JsonBody[], end: 'low' | 'high') => all.reduce((total, { usd: of }) => total + (of[end] ?? 0), 0);
    for (const end of ['low', 'high'] as const) expect(sum(data.years, end) + data.unscheduled.usd[end]).toBe(data.total.usd[end]);
    expect(data.scheduled.length + data.unscheduledUnits.length).toBe(data.total.count);
    const oracle = data.scheduled.find(({ deal }: JsonBody) => deal === 'openai-oracle-compute');
    expect(oracle).toMatchObject({ startsOn: '2027', assumedStart: false, fromDay: '2027-01-01', toDay: '2032-01-01' });
    expect(data.scheduled.some(({ assumedStart }: JsonBody) => assumedStart)).toBe(true);
  });
});
