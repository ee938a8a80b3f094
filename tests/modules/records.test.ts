import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../src/domain/vocabulary.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { readRecordFiles } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

/** The long suite reads every file, the others a sample. */
const isSampled = (_file: unknown, index: number): boolean => index % (process.env.TEST_RUNS_FACTOR === undefined ? 12 : 1) === 0;

describe('view=record', () => {
  it.each(collections)('returns the files of %s byte for byte', async (collection) => {
    for (const [id, text] of [...readRecordFiles(collection)].filter(isSampled)) {
      const response = await dataset.request.get(`/v1/${collection}/${id}?view=record`).set('Accept-Encoding', 'br, gzip');
      expect(response.text, id).toBe(text);
      expect(response.headers.etag).toBe('"1"');
    }
  });

  it('returns 304 while the version is unchanged', async () => {
    await dataset.request.get('/v1/deals/openai-aws-compute?view=record').set('If-None-Match', '"1"').expect(304);
    await dataset.request.get('/v1/deals/openai-aws-compute?view=record').set('If-None-Match', '"2"').expect(200);
  });

  it('returns 400 for fields and include', async () => {
    const response = await dataset.request.get('/v1/deals/openai-aws-compute?view=record&fields=id&include=companies');
    expectProblem(response, 400);
    expect(response.body.errors.map(({ parameter }: { parameter: string }) => parameter)).toEqual(['fields', 'include']);
  });
});

describe('fields', () => {
  it('returns only the requested fields, in lists and single records', async () => {
    const list = await dataset.request.get('/v1/deals?fields=id,title,history&limit=3').expect(200);
    for (const deal of list.body.data) expect(Object.keys(deal)).toEqual(['id', 'title', 'history']);
    const single = await dataset.request.get('/v1/companies/openai?fields=counts,name').expect(200);
    expect(Object.keys(single.body.data)).toEqual(['name', 'counts']);
  });
});

describe('include', () => {
  it('adds each related record once, and only those that the page refers to', async () => {
    const { body } = await dataset.request
      .get('/v1/deals?company=openai&sort=-amountUsd&limit=5&include=companies,sources,history')
      .expect(200);
    const companies = new Set(
      body.data.flatMap((deal: { participants: { company: string }[] }) => deal.participants.map(({ company }) => company)),
    );
    expect(new Set(Object.keys(body.included.companies))).toEqual(companies);
    const cited = new Set(
      body.data.flatMap((deal: { history: { citations: { source: string }[] }[] }) =>
        deal.history.flatMap((event) => event.citations.map(({ source }) => source)),
      ),
    );
    expect(new Set(Object.keys(body.included.sources))).toEqual(cited);
  });

  it('adds the history to lists only on request', async () => {
    const plain = await dataset.request.get('/v1/deals?limit=1').expect(200);
    expect(plain.body.data[0]).not.toHaveProperty('history');
    const asked = await dataset.request.get('/v1/deals?limit=1&include=history').expect(200);
    expect(asked.body.data[0].history.length).toBeGreaterThan(0);
  });
});

describe('evidence', () => {
  it('names, for every term of every deal, exactly one event of its history', async () => {
    const { body } = await dataset.request.get('/v1/deals?limit=200&include=evidence,history').expect(200);
    for (const deal of body.data) {
      const terms = deal.evidence.map(({ term }: { term: string }) => term);
      for (const name of ['amount', 'tranches', 'valuation', 'termYears', 'terms'])
        expect(terms.includes(name), `${deal.id} ${name}`).toBe(deal[name] !== null);
      expect(terms.filter((term: string) => term === 'participant')).toHaveLength(deal.participants.length);
      for (const { term, reportedOn, status, citations } of deal.evidence) {
        const events = deal.history.filter(
          (event: { reportedOn: string; status: string }) => event.reportedOn === reportedOn && event.status === status,
        );
        expect(
          events.map((event: { citations: unknown }) => event.citations),
          `${deal.id} ${term}`,
        ).toContainEqual(citations);
        if (['amount', 'tranches', 'valuation', 'termYears', 'terms'].includes(term)) {
          expect(events.map((event: Record<string, unknown>) => event[term])).toContainEqual(deal[term]);
        }
      }
    }
  });
});

describe('the cost of a page', () => {
  it('is a fixed number of statements, whatever the page contains', async () => {
    const costOf = async (path: string) => {
      dataset.statements.length = 0;
      await dataset.request.get(path).expect(200);
      return dataset.statements.filter((statement) => /^\s*select/i.test(statement)).length;
    };
    const query = 'include=companies,sources,stakes,chipCommitments,history,evidence&total=true';
    const sorts = ['-lastReportedOn', '-amountUsd', 'amountUsd', 'title', '-announcedOn', '-id'];
    const costs: number[] = [];
    for (const sort of sorts) costs.push(await costOf(`/v1/deals?limit=50&sort=${sort}&${query}`));
    expect(costs).toEqual(sorts.map(() => 8));
    // A page without references needs fewer statements, never more.
    expect(await costOf(`/v1/deals?limit=1&${query}`)).toBeLessThanOrEqual(8);
    expect(await costOf(`/v1/deals?limit=200&${query}`)).toBe(8);
    expect(await costOf('/v1/deals?limit=50&kind=equity_round')).toBeLessThanOrEqual(3);
  });

  it('is no statement if the response is cached', async () => {
    await dataset.request.get('/v1/deals?limit=7').expect(200);
    dataset.statements.length = 0;
    await dataset.request.get('/v1/deals?limit=7').expect(200);
    expect(dataset.statements).toEqual([]);
  });
});
