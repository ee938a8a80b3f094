import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const namesOf = { companies: new Map<string, string>(), deals: new Map<string, string>(), chips: new Map<string, string>() };
for (const { id, name } of readRecords('companies')) namesOf.companies.set(id, name);
for (const { id, title } of readRecords('deals')) namesOf.deals.set(id, title);
for (const { id, name } of readRecords('chips')) namesOf.chips.set(id, name);
const commitments = new Set(readRecords('chip-commitments').map(({ id }) => id));

/** Returns every string in a value. */
const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

describe('names=true', () => {
  it.each([
    '/v1/stats?groupBy=company,year',
    '/v1/stats?of=flows&groupBy=fromGroup,toGroup&asOf=2025-12-20',
    '/v1/stats?of=chip-commitments&groupBy=chip,chipVendor',
    '/v1/series?groupBy=company&interval=year',
    '/v1/cycles?contains=openai&limit=20',
    '/v1/paths?from=microsoft&to=nvidia',
    '/v1/scores',
    '/v1/companies/coreweave/exposure',
    '/v1/companies/openai/funding',
    '/v1/outlook',
    '/v1/vendor-financing?vendor=nvidia',
  ])('names every company, deal and chip in GET %s', async (url) => {
    const plain = (await dataset.request.get(url).expect(200)).body;
    const { names, ...rest } = (await dataset.request.get(`${url}${url.includes('?') ? '&' : '?'}names=true`).expect(200)).body;
    // Nothing else changes, not even the cursor of the next page.
    expect(rest).toEqual(plain);
    const strings = new Set(stringsIn(plain.data));
    const named = Object.entries(namesOf).flatMap(([collection, all]) =>
      Object.entries(names[collection]).map(([id, name]) => {
        expect(name, id).toBe(all.get(id));
        return id;
      }),
    );
    // Records of several collections can have the same id.
    const isNameable = (text: string) => Object.values(namesOf).some((all) => all.has(text)) && !commitments.has(text);
    expect(new Set(named.filter(isNameable))).toEqual(new Set([...strings].filter(isNameable)));
    expect(named.filter((id) => !strings.has(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(1);
  });

  it('is for JSON only', async () => {
    const response = await dataset.request.get('/v1/outlook?names=true&format=csv');
    expectProblem(response, 400);
    expect(response.body.errors[0].parameter).toBe('names');
  });
});
