import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarizeTransitions } from '../../src/domain/transitions.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

describe('GET /v1/transitions', () => {
  it('counts transitions between statuses and the days they took', () => {
    const step = (status: 'in_talks' | 'announced' | 'signed' | 'closed' | 'terminated', day: string) => ({ status, day });
    const counted = summarizeTransitions([
      [step('in_talks', '2025-01-01'), step('in_talks', '2025-01-05'), step('signed', '2025-01-11'), step('closed', '2025-02-11')],
      [step('in_talks', '2025-01-01'), step('signed', '2025-01-21'), step('terminated', '2025-01-31')],
      [step('announced', '2025-01-01'), step('closed', '2025-01-03')],
    ]);
    expect(counted).toEqual({
      deals: 3,
      transitions: [
        { from: 'in_talks', to: 'signed', count: 2, medianDays: 15 },
        { from: 'announced', to: 'closed', count: 1, medianDays: 2 },
        { from: 'signed', to: 'closed', count: 1, medianDays: 31 },
        { from: 'signed', to: 'terminated', count: 1, medianDays: 10 },
      ],
      talksToSigned: { count: 2, medianDays: 15 },
      announcedToClosed: { count: 1, medianDays: 2 },
      lapsed: { count: 1, ofDeals: 3 },
    });
  });

  it('returns the counts that the dataset files give', async () => {
    const deals = readRecords('deals').filter(({ kind }) => kind === 'equity_round');
    const expected = deals.flatMap(({ history }) =>
      history.filter((event, index) => index > 0 && history[index - 1]?.status !== event.status),
    ).length;
    const { data } = (await dataset.request.get('/v1/transitions?kind=equity_round').expect(200)).body;
    expect(data.deals).toBe(deals.length);
    expect(data.transitions.reduce((sum: number, { count }: JsonBody) => sum + count, 0)).toBe(expected);
    expect(data.lapsed.count).toBe(
      deals.filter(({ history }) => history.some(({ status }) => status === 'lapsed' || status === 'terminated')).length,
    );
  });

  it('counts only what was known on the asOf day', async () => {
    const { data } = (await dataset.request.get('/v1/transitions?asOf=2024-01-01').expect(200)).body;
    const { page } = (await dataset.request.get('/v1/deals?asOf=2024-01-01&limit=1&total=true').expect(200)).body;
    expect(data.deals).toBe(page.total);
    expect(data.deals).toBeGreaterThan(0);
  });
});
