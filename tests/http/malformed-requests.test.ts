import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const lists = ['companies', 'deals', 'stakes', 'chip-commitments', 'chips', 'valuations', 'financials', 'sources'];
const others: Record<string, string> = Object.fromEntries(lists.map((name, index) => [name, lists[(index + 1) % lists.length] ?? 'deals']));

/** Queries that every list rejects. */
const badQueries = [
  'colour=red',
  'limit=0',
  'limit=201',
  'limit=-1',
  'limit=1.5',
  'limit=ten',
  'limit=',
  'limit=1&limit=2',
  'sort=colour',
  'sort=',
  'sort=--id',
  'sort=id,name',
  'cursor=nonsense',
  'cursor=',
  `cursor=${Buffer.from('["x",1,"y"]').toString('base64url')}`,
  `cursor=${Buffer.from('{}').toString('base64url')}`,
  'fields=nothing',
  'fields=',
  'include=everything',
  'include=',
  'total=yes',
  'total=1',
  'view=record',
  'asof=2025-01-01',
  'q=',
  'q=%ZZ',
];

/** Filters with invalid values, by list. */
const badFilters: Record<string, string[]> = {
  companies: ['role=wizard', 'country=ZZ', 'country=us', 'group=nobody', 'q=!!!'],
  deals: [
    'status=signd',
    'status=signed,shiny',
    'kind=Equity_Round',
    'certainty=sure',
    'company=opnai',
    'company=OpenAI',
    'company=openai,',
    'group=no-such-group',
    'role=cook',
    'country=XX',
    'source=none-of-these',
    'publisher=Nobody%20Herald',
    'attribution=rumour',
    'amountUsdMin=lots',
    'amountUsdMin=-5',
    'amountUsdMin=5&amountUsdMax=4',
    'amountUsdMax=99999999999999999999',
    'announcedFrom=2025-13',
    'announcedFrom=2025-02-30',
    'announcedFrom=25',
    'announcedFrom=2026&announcedTo=2025',
    'reportedFrom=yesterday',
    'reportedTo=2025-1-1',
    `company=${Array.from({ length: 60 }, () => 'openai').join(',')}`,
    "company=openai'--",
    'company[name]=openai',
    'q=%00',
  ],
  stakes: ['holder=nobody', 'issuer=nvdia', 'basis=unsure', 'percentMin=x', 'percentMin=50&percentMax=10', 'deal=none', 'observedFrom=0'],
  'chip-commitments': [
    'buyer=opena',
    'provider=cloud',
    'chipVendor=nvda',
    'chip=gb-9000',
    'status=maybe',
    'unitsMin=many',
    'powerMwMax=-1',
  ],
  chips: ['vendor=nobody', 'category=potato'],
  financials: ['company=nobody', 'metric=profit', 'basis=guess', 'periodTo=2025-00'],
  valuations: ['company=nobody', 'basis=guess', 'amountUsdMin=NaN', 'observedTo=2025-00'],
  sources: ['publisher=nobody', 'kind=gossip', 'publishedFrom=soon', 'attribution=none'],
};

const requests: [path: string][] = [
  ...lists.flatMap((list) => badQueries.map((query): [string] => [`/v1/${list}?${query}`])),
  ...Object.entries(badFilters).flatMap(([list, queries]) => queries.map((query): [string] => [`/v1/${list}?${query}`])),
  ['/v1/search'],
  ['/v1/search?q='],
  [`/v1/search?q=${'a'.repeat(201)}`],
  ['/v1/search?q=%21%21'],
  ['/v1/search?q=openai&limit=101'],
  ['/v1/search?q=openai&collection=stakes'],
  ['/v1/search?q=openai&cursor=abc'],
  ['/v1?x=1'],
  ['/v1/%E0%A4%A'],
  ['/v1/deals/openai-aws-compute?view=card'],
  ['/v1/deals/openai-aws-compute?limit=1'],
];

describe('malformed requests', () => {
  it('cover more than two hundred cases', () => {
    expect(requests.length).toBeGreaterThan(200);
  });

  it.each(requests)('%s returns a problem that names the invalid part', async (path) => {
    const response = await dataset.request.get(path);
    expectProblem(response, 400);
    if (!path.includes('%E0') && !path.includes('%ZZ')) {
      expect(response.body.errors.length).toBeGreaterThan(0);
      for (const { parameter, message } of response.body.errors) {
        expect(parameter).toEqual(expect.any(String));
        expect(message.length).toBeGreaterThan(10);
        expect(message).not.toMatch(/Invalid input|Too big|Too small|received/);
      }
    }
  });

  it.each(lists)('a cursor of %s returns 400 with another list, sort or filter', async (list) => {
    const { body } = await dataset.request.get(`/v1/${list}?limit=1`).expect(200);
    const cursor = encodeURIComponent(body.page.next);
    await dataset.request.get(`/v1/${list}?limit=5&cursor=${cursor}`).expect(200);
    expectProblem(await dataset.request.get(`/v1/${others[list]}?cursor=${cursor}`), 400);
    expectProblem(await dataset.request.get(`/v1/${list}?cursor=${cursor}&sort=-id`), 400);
    const filter =
      list === 'companies'
        ? 'country=US'
        : list === 'chips'
          ? 'vendor=nvidia'
          : list === 'sources'
            ? 'kind=original_reporting'
            : 'q=openai';
    expectProblem(await dataset.request.get(`/v1/${list}?cursor=${cursor}&${filter}`), 400);
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)(
    '%s is not allowed where only reading is, and Allow says what is',
    async (method) => {
      for (const path of ['/v1', '/v1/deals', '/v1/deals/openai-aws-compute/history', '/v1/stats', '/openapi.json', '/docs/problems']) {
        const response = await dataset.request[method](path);
        expectProblem(response, 405);
        expect(response.headers.allow).toBe('GET, HEAD, OPTIONS');
      }
    },
  );

  it.each(['/nothing', '/v2', '/v1/deal', '/v1/deals/x/y', '/v1/companies/openai/nothing', '/docs/problems/no-such'])(
    '%s does not exist',
    async (path) => {
      expectProblem(await dataset.request.get(path), 404);
    },
  );

  it('a query string of ten thousand characters returns 414', async () => {
    expectProblem(await dataset.request.get(`/v1/deals?q=${'x'.repeat(10_000)}`), 414);
  });

  it('a typo returns 400 with the nearest valid name', async () => {
    const meant = async (path: string) => (await dataset.request.get(path)).body.errors[0].didYouMean;
    expect(await meant('/v1/deals?status=signd')).toBe('signed');
    expect(await meant('/v1/deals?compny=openai')).toBe('company');
    expect(await meant('/v1/deals?company=opnai')).toBe('openai');
    expect(await meant('/v1/deals/openai-aws-computer')).toBe('openai-aws-compute');
    expect(await meant('/v1/deals?sort=amountusd')).toBe('amountUsd');
    expect(await meant('/v1/deals/openai-aws')).toBe('openai-aws-compute');
  });

  it.each([
    ['/v1/deels', 'Did you mean /v1/deals?'],
    ['/v1/deels/openai-aws-compute', 'Did you mean /v1/deals/openai-aws-compute?'],
    ['/v1/companies/openai/fundng', 'Did you mean /v1/companies/openai/funding?'],
    ['/v2/deals', 'Did you mean /v1/deals?'],
    ['/nothing', 'The API starts at /v1.'],
    ['/v1/companies/openai/zzzzz', 'The API starts at /v1.'],
  ])('%s returns 404 with the path that was probably meant', async (path, hint) => {
    const response = await dataset.request.get(path);
    expectProblem(response, 404);
    expect(response.body.detail).toBe(`No route matches GET ${path}. ${hint}`);
  });

  it('a path with a broken escape returns 400 and says how to write it', async () => {
    const response = await dataset.request.get('/v1/deals/%2');
    expectProblem(response, 400);
    expect(response.body.detail).toMatch(/write each "%" as "%25"/);
  });
});
