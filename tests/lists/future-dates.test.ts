import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { type DatasetDatabase, openApp, openDatasetDatabase } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { datasetDate } from '../support/dataset.ts';
import { makeKey } from '../support/keys.ts';

let dataset: DatasetDatabase;
let app: Awaited<ReturnType<typeof openApp>>;
const noonAfter = (days: number) => new Date(`${addDays(datasetDate, days)}T12:00:00Z`);
let now = noonAfter(5);
beforeAll(async () => {
  dataset = await openDatasetDatabase();
  app = await openApp(dataset.database, {}, () => now);
});
afterAll(async () => {
  await app.close();
  await dataset.close();
});

describe('a deal with a report dated after the year in which it was written', () => {
  it('is in the lists as of the day on which it was written, in any order', async () => {
    const key = await makeKey(dataset.database);
    const put = (id: string, reportedOn: string) =>
      app.request
        .put(`/v1/deals/${id}`)
        .set('Authorization', `Bearer ${key}`)
        .send({
          id,
          title: 'A round',
          kind: 'equity_round',
          participants: [
            { company: 'nvidia', role: 'investor' },
            { company: 'openai', role: 'issuer' },
          ],
          summary: 'A round with a mistyped date.',
          history: [{ reportedOn, status: 'closed', citations: [{ source: 'github-2026-09-evidence-log', attribution: 'on_record' }] }],
        })
        .expect(201);
    await put('dated-ahead', addDays(datasetDate, 1_600));
    now = noonAfter(24);
    await put('written-later', addDays(datasetDate, 23));
    for (const sort of ['lastReportedOn', 'announcedOn', 'closedOn', 'knownFrom', 'amountUsd']) {
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await app.request
          .get(
            `/v1/deals?asOf=${addDays(datasetDate, 14)}&company=nvidia&limit=200&sort=-${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`,
          )
          .expect(200);
        ids.push(...body.data.map(({ id }: JsonBody) => id));
        cursor = body.page.next as string | null;
      }
      expect(ids, sort).toContain('dated-ahead');
      expect(ids, sort).not.toContain('written-later');
    }
  });
});
