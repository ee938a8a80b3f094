import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiFolder } from '../../src/http/openapi.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { type Answered, walk } from '../support/walk.ts';

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
  paths: Record<string, { get: { parameters?: Parameter[] } }>;
};

/** Every list with every sort that its document names. */
const sortedLists: [path: string, sort: string][] = Object.entries(document.paths).flatMap(([path, { get }]) => {
  const sorts = get.parameters?.find(({ name }) => name === 'sort')?.schema.enum ?? [];
  return path.includes('{') ? [] : sorts.map((sort): [string, string] => [path, sort]);
});

const lastDay = (value: unknown) =>
  typeof value === 'string' && /^\d{4}(-\d\d)?$/.test(value)
    ? new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5) || 12), 0)).toISOString().slice(0, 10)
    : value;

/** What a record is sorted by, as its answer bears it. */
const sortValue = (record: Answered, key: string): string | number | null => {
  const value = record[key];
  return (typeof value === 'object' && value !== null ? (value.max ?? value.min) : (lastDay(value) as string | number | undefined)) ?? null;
};

const runs = 2 * Number(process.env.TEST_RUNS_FACTOR ?? 1);

describe.each(sortedLists)('%s by %s', (path, sort) => {
  it('meets each record once, in order, at any page size', async () => {
    const all = (await walk(dataset.request, `${path}?limit=200`)).map(({ id }) => id).sort();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: all.length > 300 ? 60 : 7, max: 200 }), async (limit) => {
        const found = await walk(dataset.request, `${path}?limit=${limit}&sort=${sort}`);
        expect(found.map(({ id }) => id).sort()).toEqual(all);
        const key = sort.replace('-', '');
        const direction = sort.startsWith('-') ? -1 : 1;
        found.slice(1).forEach((record, index) => {
          const [before, after] = [sortValue(found[index] ?? {}, key), sortValue(record, key)];
          if (before === null) expect(after, 'nulls come last').toBeNull();
          else if (after !== null && before !== after) expect(before < after ? 1 : -1).toBe(direction);
          else if (before === after && key !== 'id') expect(found[index]?.id < record.id, 'ties by id').toBe(true);
        });
      }),
      { numRuns: runs },
    );
  });
});
