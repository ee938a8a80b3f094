import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const sources = new Map(readRecords('sources').map((source) => [source.id, source as JsonBody]));
const outletOf = ({ source }: JsonBody): string => {
  const { publisher, originalOutlet = publisher.replace(/ \(.*\)$/, '') } = sources.get(source) ?? {};
  return originalOutlet
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/^the /, '');
};
const grades = ['primary', 'company', 'several_publishers', 'one_publisher', 'unnamed_only'];

/** Grades citations by hand. */
const gradeOf = (citations: JsonBody[]): string => {
  const kindOf = ({ source }: JsonBody) => sources.get(source)?.kind;
  const filings = citations.filter(({ attribution }) => attribution === 'filing');
  if (filings.some((one) => ['regulatory_filing', 'filing_mirror'].includes(kindOf(one)))) return 'primary';
  const statements = citations.filter(({ attribution }) => ['filing', 'company_statement'].includes(attribution));
  if (statements.some((one) => kindOf(one) !== 'aggregator')) return 'company';
  if (citations.every(({ attribution }) => attribution === 'unnamed_source')) return 'unnamed_only';
  return new Set(citations.map(outletOf)).size > 1 ? 'several_publishers' : 'one_publisher';
};

/** The citations of the events at the certainty of a record that never ended and was never amended. */
const citationsAt = ({ certainty, history }: JsonBody): JsonBody[] | undefined => {
  const words: Record<string, string[]> = {
    speculative: ['rumored', 'in_talks'],
    intended: ['letter_of_intent', 'announced'],
    binding: ['signed', 'closed'],
  };
  if (history.some(({ status }: JsonBody) => !Object.values(words).flat().includes(status))) return undefined;
  return history.filter(({ status }: JsonBody) => words[certainty]?.includes(status)).flatMap(({ citations }: JsonBody) => citations);
};

describe('evidenceGrade', () => {
  it.each([undefined, '2025-06-30', '2026-02-27'])('grades the citations of a deal at its certainty that were out by %s', async (day) => {
    const deals = await collectPages(dataset.request, `/v1/deals?limit=200&include=history${day === undefined ? '' : `&asOf=${day}`}`);
    const graded = deals
      .filter((deal) => deal.certainty !== 'dead')
      .flatMap((deal) => {
        const citations = citationsAt(deal);
        return citations === undefined ? [] : [{ id: deal.id, grade: deal.evidenceGrade, expected: gradeOf(citations) }];
      });
    expect(graded.length).toBeGreaterThan(100);
    expect(graded.filter(({ grade, expected }) => grade !== expected)).toEqual([]);
    expect(new Set(graded.map(({ grade }) => grade))).toEqual(new Set(grades));
  });

  it('grades chip commitments likewise, and stakes and valuations by all their citations', async () => {
    const commitments = await collectPages(dataset.request, '/v1/chip-commitments?limit=200');
    for (const one of commitments.filter(({ certainty }) => certainty !== 'dead')) {
      const citations = citationsAt(one);
      if (citations !== undefined) expect(one.evidenceGrade, one.id).toBe(gradeOf(citations));
    }
    for (const collection of ['stakes', 'valuations', 'financials'])
      for (const one of await collectPages(dataset.request, `/v1/${collection}?limit=200`))
        expect(one.evidenceGrade, one.id).toBe(gradeOf(one.citations));
  });

  it.each(['deals', 'chip-commitments'])('filters %s, as known on any day', async (collection) => {
    for (const day of ['', '&asOf=2025-12-20']) {
      const all = await collectPages(dataset.request, `/v1/${collection}?limit=200${day}`);
      for (const grade of ['primary', 'unnamed_only,one_publisher']) {
        const found = await collectPages(dataset.request, `/v1/${collection}?limit=200&evidenceGrade=${grade}${day}`);
        expect(found.map(({ id }) => id)).toEqual(
          all.filter(({ evidenceGrade }) => grade.split(',').includes(evidenceGrade)).map(({ id }) => id),
        );
      }
    }
  });

  it('says that a binding deal rests on unnamed sources alone, also in totals and exports', async () => {
    const path = '/v1/deals?certainty=binding&evidenceGrade=unnamed_only';
    const { body } = await dataset.request.get(`${path}&limit=200&include=history&total=true`).expect(200);
    expect(body.page.total).toBeGreaterThan(0);
    for (const { history } of body.data) {
      const binding = history.filter(({ status }: JsonBody) => ['signed', 'closed'].includes(status));
      const attributions = binding.flatMap(({ citations }: JsonBody) => citations.map(({ attribution }: JsonBody) => attribution));
      expect(attributions.filter((attribution: string) => attribution !== 'unnamed_source')).toEqual([]);
    }
    const stats = await dataset.request.get('/v1/stats?certainty=binding&evidenceGrade=unnamed_only&groupBy=kind').expect(200);
    const excluded = stats.body.data.excluded.reduce((sum: number, { count }: JsonBody) => sum + count, 0);
    expect(stats.body.data.rows.reduce((sum: number, { count }: JsonBody) => sum + count, 0) + excluded).toBe(body.page.total);
    const csv = (await dataset.request.get(`${path}&format=csv&fields=id,evidenceGrade`).expect(200)).text.trim().split('\r\n');
    expect(csv).toHaveLength(body.page.total + 1);
    expect(csv[1]).toMatch(/,unnamed_only$/);
  });
});
