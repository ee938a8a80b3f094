import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

interface FacetCount {
  value: string;
  count: number;
}

const getPage = async (list: string, filters: Record<string, string>, more: Record<string, string>) =>
  (await dataset.request.get(`/v1/${list}?${new URLSearchParams({ ...filters, ...more, limit: '1' })}`).expect(200)).body.page;

describe('facets', () => {
  it.each([
    { list: 'deals', facets: ['kind', 'status', 'certainty', 'evidenceGrade'], filters: {} },
    { list: 'deals', facets: ['kind', 'status'], filters: { kind: 'equity_round,equity_investment', q: 'openai' } },
    { list: 'deals', facets: ['status', 'certainty'], filters: { company: 'nvidia', status: 'signed', asOf: '2025-10-15' } },
    {
      list: 'deals',
      facets: ['kind', 'certainty'],
      filters: { certainty: 'binding', amountUsdMin: '1000000000', reportedFrom: '2025-06' },
    },
    { list: 'companies/openai/deals', facets: ['kind', 'evidenceGrade'], filters: { role: 'issuer', kind: 'equity_round' } },
    { list: 'events', facets: ['kind', 'status', 'certainty'], filters: { group: 'microsoft', status: 'signed,closed' } },
    { list: 'chip-commitments', facets: ['status', 'certainty', 'evidenceGrade'], filters: { chipVendor: 'nvidia', certainty: 'binding' } },
    { list: 'flows', facets: ['kind', 'nature', 'certainty'], filters: { nature: 'financing', asOf: '2025-12-20' } },
  ])('of $list $filters count the totals over all filters but their own', async ({ list, facets, filters }) => {
    const page = await getPage(list, filters, { facets: facets.join(',') });
    expect(Object.keys(page.facets)).toEqual(facets);
    for (const facet of facets) {
      const counts: FacetCount[] = page.facets[facet];
      expect(counts.length, facet).toBeGreaterThan(0);
      for (const { value, count } of counts)
        expect((await getPage(list, filters, { [facet]: value, total: 'true' })).total, `${facet} ${value}`).toBe(count);
      // Nothing is missing: the counts add up to the list without the filter.
      const { [facet]: _own, ...others } = filters as Record<string, string>;
      const { total } = await getPage(list, others, { total: 'true' });
      expect(
        counts.reduce((sum, { count }) => sum + count, 0),
        facet,
      ).toBe(total);
      expect(counts).toEqual(counts.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)));
    }
  });

  it('reject filters that are not counted, with a suggestion, and formats without pages', async () => {
    const unknown = await dataset.request.get('/v1/deals?facets=statuss');
    expectProblem(unknown, 400);
    expect(unknown.body.errors[0]).toMatchObject({ parameter: 'facets', didYouMean: 'status' });
    expectProblem(await dataset.request.get('/v1/companies?facets=kind'), 400);
    const csv = await dataset.request.get('/v1/deals?facets=kind&format=csv');
    expectProblem(csv, 400);
    expect(csv.body.errors[0]).toMatchObject({ parameter: 'facets' });
  });
});

describe('GET /deals', () => {
  it('shows the number of deals beside each choice', async () => {
    const { text } = await dataset.request.get('/deals?company=openai&status=signed').expect(200);
    const { facets } = await getPage('deals', { company: 'openai', status: 'signed' }, { facets: 'status' });
    const countOf = (status: string) => facets.status.find(({ value }: FacetCount) => value === status)?.count ?? 0;
    expect(countOf('signed')).toBeGreaterThan(0);
    for (const status of ['signed', 'closed', 'lapsed'])
      expect(text).toMatch(new RegExp(`<option value="${status}"[^>]*>[^<]*\\(${countOf(status)}\\)</option>`));
  });
});

describe('GET /v1', () => {
  it('tells the first and last day of the data, as of the day', async () => {
    const getDays = async (query: string) => (await dataset.request.get(`/v1${query}`).expect(200)).body;
    const { data, meta } = await getDays('');
    const { firstDay, lastDay } = data.dataset;
    expect(lastDay).toBe(meta.asOf);
    expect(await getDays(`?asOf=${firstDay}`)).toMatchObject({ data: { dataset: { firstDay, lastDay: firstDay } } });
    // A report of a month counts as known by the first event of that month with a day.
    const dates = [
      ...readRecords('sources').map(({ publishedOn }) => publishedOn),
      ...readRecords('deals').flatMap(({ history }) => history.map(({ reportedOn }: { reportedOn: string }) => reportedOn)),
    ];
    expect(firstDay).toBe(dates.filter((date) => date.length === 10).sort()[0]);
    const undated = ['companies', 'chips'];
    const countRecords = ({ data: { collections } }: Awaited<ReturnType<typeof getDays>>) =>
      collections.reduce((sum: number, { name, count }: FacetCount & { name: string }) => sum + (undated.includes(name) ? 0 : count), 0);
    expect(countRecords(await getDays(`?asOf=${firstDay}`))).toBeGreaterThan(0);
    const before = new Date(Date.parse(firstDay) - 86_400_000).toISOString().slice(0, 10);
    const earlier = await getDays(`?asOf=${before}`);
    expect(countRecords(earlier)).toBe(0);
    expect(earlier.data.dataset.firstDay).toBeNull();
  });
});
