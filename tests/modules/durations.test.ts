import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

const lastDay = (date: string) =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - (date.length === 7 ? 0 : 1), Number(date.slice(8, 10)));

describe('GET /v1/durations', () => {
  it('counts unfinished deals as censored, as the dataset files give', async () => {
    const { data, meta } = await get('/v1/durations?kind=secondary_sale,acquisition');
    const row = data.durations.find(({ stage }: JsonBody) => stage === 'talks_to_signing');
    const spans = readRecords('deals')
      .filter(({ kind }) => kind === 'secondary_sale' || kind === 'acquisition')
      .flatMap(({ history }) => {
        const start = history.findIndex(({ status }) => status === 'rumored' || status === 'in_talks');
        const end = history.findIndex(({ status }) => status === 'signed' || status === 'closed');
        if (start === -1 || (end !== -1 && end < start)) return [];
        const [first, last, signed] = [history[start], history.at(-1), history[end]];
        const isEnded = last?.status === 'lapsed' || last?.status === 'terminated';
        const until: { occurredOn?: string | undefined; reportedOn?: string } | undefined =
          signed ?? (isEnded ? last : { reportedOn: meta.asOf });
        const from = lastDay(first?.occurredOn ?? first?.reportedOn ?? '');
        const to = lastDay(until?.occurredOn ?? until?.reportedOn ?? '');
        return [
          { days: Math.max(0, (to - from) / 86_400_000), isCompleted: signed !== undefined, isEnded: signed === undefined && isEnded },
        ];
      });
    expect(spans.length).toBeGreaterThan(15);
    expect([row.deals, row.imprecise]).toEqual([spans.length, 0]);
    expect(row.completed).toBe(spans.filter(({ isCompleted }) => isCompleted).length);
    expect(row.ended).toBe(spans.filter(({ isEnded }) => isEnded).length);
    expect(row.unfinished).toBe(row.deals - row.completed - row.ended);
    expect(row.unfinished).toBeGreaterThan(0);
    // The product over every day with a signing, in the plainest form.
    const waitingAfter = (day: number) =>
      [...new Set(spans.map(({ days }) => days))]
        .filter((one) => one <= day)
        .reduce((product, one) => {
          const signed = spans.filter(({ days, isCompleted }) => isCompleted && days === one).length;
          return product * (1 - signed / spans.filter(({ days }) => days >= one).length);
        }, 1);
    for (const { days, share, atRisk } of row.table) {
      expect(atRisk).toBe(spans.filter((span) => span.days >= days).length);
      if (share !== null) expect(share).toBeCloseTo(1 - waitingAfter(days), 4);
    }
    expect(waitingAfter(row.medianDays)).toBeLessThanOrEqual(0.5 + 1e-9);
    expect(waitingAfter(row.medianDays - 1)).toBeGreaterThan(0.5);
  });

  it('has a row for each kind whose deals add up to all, and never awaits the closing of a contract', async () => {
    const { data: all } = await get('/v1/durations');
    const { data: byKind } = await get('/v1/durations?groupBy=kind');
    for (const { stage, deals, completed, ended } of all.durations) {
      const rows = byKind.durations.filter((row: JsonBody) => row.stage === stage);
      for (const [name, total] of Object.entries({ deals, completed, ended }))
        expect(rows.reduce((sum: number, row: JsonBody) => sum + row[name], 0)).toBe(total);
      if (stage !== 'talks_to_signing') expect(rows.map(({ kind }: JsonBody) => kind)).not.toContain('compute_contract');
    }
  });

  it('awaits on a past day what was signed later', async () => {
    const path = '/v1/durations?company=amazon&kind=equity_investment';
    const signing = ({ data }: JsonBody) => data.durations.find(({ stage }: JsonBody) => stage === 'talks_to_signing');
    const before = signing(await get(`${path}&asOf=2026-02-10`));
    const now = signing(await get(path));
    expect(before.unfinished).toBe(now.unfinished + 1);
    expect(now.completed).toBe(before.completed + 1);
  });
});
