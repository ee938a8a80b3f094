import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastDayOf } from '../../src/domain/dates.ts';
import { type DatasetDatabase, openApp, openDatasetDatabase } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';

const today = '2040-06-15';
/** Days after the last day of the data, and the days that are answered. */
const answeredDays = [
  ['2040-03-31', '2040-03-31'],
  ['2041-01-01', today],
] as const;

let dataset: DatasetDatabase;
let app: Awaited<ReturnType<typeof openApp>>;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
  app = await openApp(dataset.database, {}, () => new Date(`${today}T12:00:00Z`));
});
afterAll(async () => {
  await app.close();
  await dataset.close();
});

const get = async (path: string): Promise<JsonBody> => (await app.request.get(path).expect(200)).body;

describe('a response as of a day after the last day of the data', () => {
  it('counts the days since the newest report of a deal to the day that it answers, after a response for the last day of the data', async () => {
    const daysUntil = (day: string, { lastReportedOn }: JsonBody) => (Date.parse(day) - Date.parse(lastDayOf(lastReportedOn))) / 86_400_000;
    await collectPages(app.request, '/v1/deals?limit=200');
    for (const [requested, day] of answeredDays) {
      const deals = (await collectPages(app.request, `/v1/deals?limit=200&asOf=${requested}`)).filter(({ staleDays }) => staleDays);
      expect(deals.length).toBeGreaterThan(10);
      for (const deal of deals) expect([deal.id, deal.staleDays]).toEqual([deal.id, daysUntil(day, deal)]);
      const least = Math.max(...deals.map(({ staleDays }) => staleDays));
      const oldest = await collectPages(app.request, `/v1/deals?staleDaysMin=${least}&asOf=${requested}`);
      expect(oldest.map(({ id }) => id)).toEqual(deals.filter(({ staleDays }) => staleDays === least).map(({ id }) => id));
      const { text } = await app.request.get(`/v1/deals?format=ndjson&staleDaysMin=${least}&asOf=${requested}`).buffer().expect(200);
      expect((JSON.parse(text.split('\n')[0] ?? '') as JsonBody).staleDays).toBe(least);
    }
  });

  it('ends a series with the period of the day, and observes unfinished deals until it', async () => {
    for (const [requested, day] of answeredDays) {
      for (const path of [
        '/v1/series?of=deals&company=openai',
        '/v1/series?of=deals&by=event',
        '/v1/companies/openai/funding/series?toOn=2041',
      ]) {
        const { data, meta } = await get(`${path}&interval=quarter&asOf=${requested}`);
        expect([meta.asOf, data.periods.at(-1).lastDay], path).toEqual([day, day]);
      }
      const { data } = await get(`/v1/durations?asOf=${requested}`);
      for (const { unfinished, table } of data.durations) expect(table.at(-1).atRisk).toBeGreaterThanOrEqual(unfinished);
      expect((await get(`/v1/graph?group=coreweave&asOf=${requested}`)).graph.name).toContain(day);
    }
  });

  it('does not claim that the data go on until then', async () => {
    const { lastDay } = (await get('/v1')).data.dataset;
    for (const [requested] of answeredDays) expect((await get(`/v1?asOf=${requested}`)).data.dataset.lastDay).toBe(lastDay);
  });
});
