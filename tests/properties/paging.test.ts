import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiFolder } from '../../src/http/openapi.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

interface Parameter {
  name: string;
  schema: { enum?: string[] };
}
const document = JSON.parse(readFileSync(`${openApiFolder}openapi.json`, 'utf8')) as {
  paths: Record<string, { get?: { parameters?: Parameter[] } }>;
};

/** Every list with every documented sort. */
const sortedLists: [path: string, sort: string][] = Object.entries(document.paths).flatMap(([path, { get }]) => {
  const sorts = get?.parameters?.find(({ name }) => name === 'sort')?.schema.enum ?? [];
  return path.includes('{') ? [] : sorts.map((sort): [string, string] => [path, sort]);
});

const lastDay = (value: unknown) =>
  typeof value === 'string' && /^\d{4}(-\d\d)?$/.test(value)
    ? new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5) || 12), 0)).toISOString().slice(0, 10)
    : value;

/** The sorts in which a month or a year precedes the days in it. The others order it by its last day. */
const sortsByDate = ['/v1/deals lastReportedOn', '/v1/events reportedOn'];

/** Reads the sort value from a record. */
const sortValue = (record: JsonBody, key: string, path: string): string | number | null => {
  const value = record[key];
  if (sortsByDate.includes(`${path} ${key}`)) return value;
  return (typeof value === 'object' && value !== null ? (value.max ?? value.min) : (lastDay(value) as string | number | undefined)) ?? null;
};

const runs = Math.ceil(1.2 * Number(process.env.TEST_RUNS_FACTOR ?? 1));

/** Today or a past day. Recent days are more frequent, because most facts became known recently. */
const days = fc.option(
  fc.integer({ min: 0, max: 1_050 }).map((offset) => new Date(Date.UTC(2024, 0, 5 + offset)).toISOString().slice(0, 10)),
);

describe.each(sortedLists)('%s by %s', (path, sort) => {
  it('returns each record once and in order, for any page size and day', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 60, max: 200 }), days, async (limit, day) => {
        const asOf = day === null ? '' : `&asOf=${day}`;
        const all = (await collectPages(dataset.request, `${path}?limit=200&sort=id${asOf}`)).map(({ id }) => id).sort();
        const found = await collectPages(dataset.request, `${path}?limit=${limit}&sort=${sort}${asOf}`);
        expect(found.map(({ id }) => id).sort()).toEqual(all);
        const key = sort.replace('-', '');
        const direction = sort.startsWith('-') ? -1 : 1;
        found.slice(1).forEach((record, index) => {
          const [before, after] = [sortValue(found[index] ?? {}, key, path), sortValue(record, key, path)];
          if (before === null) expect(after, 'nulls come last').toBeNull();
          else if (after !== null && before !== after) expect(before < after ? 1 : -1).toBe(direction);
          else if (before === after && key !== 'id') expect(found[index]?.id < record.id, 'ties by id').toBe(true);
        });
      }),
      { numRuns: runs },
    );
  });
});
