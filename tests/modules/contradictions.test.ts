import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

const firstDay = (date: string) => Date.parse(date);
const lastDay = (date: string) =>
  date.length === 10 ? Date.parse(date) : Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5) || 12), 0);

describe('GET /v1/contradictions', () => {
  it('finds every pair of percentages in the files that share no value and have overlapping dates', async () => {
    const stakes = readRecords('stakes').filter(({ percent }) => percent !== undefined);
    const bounds = ({ percent }: (typeof stakes)[number]): [number, number] => {
      const margin = percent?.approximate === true ? 0.05 : 0;
      return [(percent?.min ?? 0) * (1 - margin), (percent?.max ?? Infinity) * (1 + margin)];
    };
    const expected = stakes.flatMap((a) =>
      stakes.flatMap((b) => {
        const isSame = a.holder === b.holder && a.issuer === b.issuer && a.basis === b.basis && a.id < b.id;
        const isAtOnce = firstDay(a.observedOn) <= lastDay(b.observedOn) && firstDay(b.observedOn) <= lastDay(a.observedOn);
        const [[low, high], [otherLow, otherHigh]] = [bounds(a), bounds(b)];
        return isSame && isAtOnce && (high < otherLow || otherHigh < low) ? [`${a.id} ${b.id}`] : [];
      }),
    );
    expect(expected.length).toBeGreaterThan(0);
    const { data } = await get('/v1/contradictions?collection=stakes');
    const pairs = data.contradictions.map(({ statements }: JsonBody) =>
      statements
        .map(({ record }: JsonBody) => record)
        .sort()
        .join(' '),
    );
    expect(pairs.sort()).toEqual(expected.sort());
  });

  it('names the publishers, and only within one stage of a deal', async () => {
    const publishers = new Map(readRecords('sources').map(({ id, publisher }) => [id, publisher]));
    const { data } = await get('/v1/contradictions?withinDays=7');
    const stages: (string | null)[][] = [['rumored', 'in_talks'], ['letter_of_intent', 'announced'], ['signed', 'closed'], [null]];
    for (const { statements } of data.contradictions) {
      const statuses = statements.map(({ status }: JsonBody) => status);
      expect(
        stages.some((stage) => statuses.every((status: string | null) => stage.includes(status))),
        statuses.join(),
      ).toBe(true);
      for (const { citations } of statements) {
        expect(citations.length).toBeGreaterThan(0);
        for (const { source, publisher } of citations) expect(publisher).toBe(publishers.get(source));
      }
    }
    expect(data.contradictions.map(({ statements: [{ record }] }: JsonBody) => record)).toContain('alphabet-bond-2026-02');
  });

  it('knows on a past day only what was reported by then, and filters by company and term', async () => {
    const { data: past } = await get('/v1/contradictions?withinDays=7&asOf=2025-06-30');
    expect(past.contradictions.length).toBeGreaterThan(0);
    for (const { statements } of past.contradictions) for (const { on } of statements) expect(on <= '2025-06-30').toBe(true);
    const { data: ofXai } = await get('/v1/contradictions?company=xai&term=valuation');
    expect(ofXai.contradictions.map(({ term, statements }: JsonBody) => [term, statements[0].record])).toEqual([
      ['valuation', 'xai-series-b'],
    ]);
    expectProblem(await dataset.request.get('/v1/contradictions?withinDays=366'), 400);
  });
});
