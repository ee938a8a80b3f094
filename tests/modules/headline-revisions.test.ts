import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/headline-revisions', () => {
  it('compares the first amount in the files with the current one, per deal and in sum', async () => {
    const kinds = 'debt,convertible,chip_supply';
    const { data } = await get(`/v1/headline-revisions?kind=${kinds}`);
    const now = new Map((await collectPages(dataset.request, `/v1/deals?kind=${kinds}&limit=200`)).map((deal) => [deal.id, deal]));
    const stated = readRecords('deals').flatMap(({ id, kind, history }) => {
      const amount = history.find((event) => event.amount !== undefined)?.amount;
      const usd = (value: number) => Math.round(value * (amount?.usdPerUnit ?? 1));
      return amount === undefined || !kinds.split(',').includes(kind) ? [] : [{ id, kind, first: usd(amount.max ?? amount.min ?? 0) }];
    });
    expect(data.revisions.length).toBe(stated.length);
    for (const { id, kind, first } of stated) {
      const revision = data.revisions.find(({ deal }: JsonBody) => deal === id);
      const { amountUsd, certainty } = now.get(id) ?? {};
      const current = certainty === 'dead' || amountUsd === null ? null : (amountUsd.max ?? amountUsd.min);
      expect(revision).toMatchObject({ kind, currentUsd: current === null ? null : amountUsd });
      expect(revision.firstUsd.max ?? revision.firstUsd.min).toBe(first);
      expect(revision.changeUsd).toBe(current === null ? null : current - first);
      const outcome = current === null ? null : current > first ? 'raised' : current < first ? 'lowered' : 'unchanged';
      if (outcome !== null) expect(revision.outcome).toBe(outcome);
    }
    for (const { kind, outcome, count, firstUsd } of data.sums) {
      const rows = data.revisions.filter((row: JsonBody) => row.kind === kind && row.outcome === outcome);
      expect(count).toBe(rows.length);
      expect(firstUsd.high).toBe(rows.reduce((sum: number, row: JsonBody) => sum + (row.firstUsd.max ?? row.firstUsd.min), 0));
    }
  });

  it('starts from the announcement if asked, and ends a terminated deal', async () => {
    const path = '/v1/headline-revisions?group=openai';
    const of = ({ data }: JsonBody, id: string) => data.revisions.find(({ deal }: JsonBody) => deal === id);
    const fromReports = await get(path);
    const fromAnnouncements = await get(`${path}&baseline=announcement`);
    expect(of(fromReports, 'openai-amazon-equity-investment')).toMatchObject({ firstStatus: 'in_talks', outcome: 'raised', ratio: 5 });
    expect(of(fromAnnouncements, 'openai-amazon-equity-investment')).toMatchObject({ outcome: 'unchanged', changeUsd: 0 });
    expect(of(fromReports, 'openai-nvidia-100b-loi')).toMatchObject({ outcome: 'ended', currentUsd: null, firstUsd: { max: 100e9 } });
    const before = await get(`${path}&asOf=2025-12-20`);
    expect(of(before, 'openai-nvidia-100b-loi')).toMatchObject({ outcome: 'unchanged' });
    for (const { firstReportedOn } of before.data.revisions) expect(firstReportedOn <= '2025-12-20').toBe(true);
  });
});
