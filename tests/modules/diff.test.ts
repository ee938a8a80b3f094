import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeClass, classifyChange } from '../../src/domain/classify-change.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { validateResponse } from '../support/response-validation.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const days = fc.integer({ min: 0, max: 1_700 }).map((offset) => new Date(Date.UTC(2022, 3, 1 + offset)).toISOString().slice(0, 10));

const diffed = ['deals', 'stakes', 'valuations', 'financials', 'chip-commitments'];

/** Reads the response of every record known on a day, by collection and id. */
const knownOn = async (day: string, filter = '') => {
  const known = new Map<string, string>();
  for (const collection of diffed) {
    // The days since the newest report differ on any two days, so they are no change.
    for (const record of await collectPages(dataset.request, `/v1/${collection}?limit=200&asOf=${day}${filter}`))
      known.set(`${collection}/${record.id}`, JSON.stringify({ ...record, staleDays: undefined }));
  }
  return known;
};

describe('GET /v1/diff', () => {
  it('returns changes that turn the records of one day into those of the other', async () => {
    await fc.assert(
      fc.asyncProperty(days, days, fc.constantFrom('', '&company=openai', '&group=amazon'), async (one, other, filter) => {
        fc.pre(one !== other);
        const [fromOn = '', toOn = ''] = [one, other].sort();
        const changes = await collectPages(dataset.request, `/v1/diff?fromOn=${fromOn}&toOn=${toOn}&limit=37${filter}`);
        const [before, after] = [await knownOn(fromOn), await knownOn(toOn, filter)];
        for (const { collection, id, before: then, after: now, classes } of changes) {
          expect(then === null ? undefined : JSON.stringify(then)).toBe(before.get(`${collection}/${id}`));
          expect(JSON.stringify(now)).toBe(after.get(`${collection}/${id}`));
          expect(classes.length).toBeGreaterThan(0);
          expect(classes.includes('new')).toBe(then === null);
        }
        const moved = [...after].filter(([key, answer]) => before.get(key) !== answer).map(([key]) => key);
        expect(changes.map(({ collection, id }) => `${collection}/${id}`).sort()).toEqual(moved.sort());
      }),
      { numRuns: 6 * Number(process.env.TEST_RUNS_FACTOR ?? 1) },
    );
  });

  it.each(diffed)('returns the documented fields of %s', async (collection) => {
    const { body } = await dataset.request.get(`/v1/diff?fromOn=2025-01-01&toOn=2026-06-01&limit=100&collection=${collection}`).expect(200);
    expect(body.data).not.toEqual([]);
    expect(validateResponse('getDiff', 200, body)).toBe('');
  });

  it('classifies the OpenAI-Amazon deal as new, then as firmed and raised', async () => {
    const classesBetween = async (fromOn: string, toOn: string) => {
      const changes = await collectPages(dataset.request, `/v1/diff?fromOn=${fromOn}&toOn=${toOn}&company=amazon&collection=deals`);
      return changes.find(({ id }) => id === 'openai-amazon-equity-investment')?.classes;
    };
    expect(await classesBetween('2025-12-01', '2025-12-20')).toEqual(['new']);
    expect(await classesBetween('2025-12-20', '2026-03-01')).toEqual(['firmed', 'raised']);
    expect(await classesBetween('2025-12-18', '2025-12-20')).toBeUndefined();
  });

  it.each<[string, Parameters<typeof classifyChange>[0], Parameters<typeof classifyChange>[1], ChangeClass[]]>([
    ['a first appearance', null, {}, ['new']],
    ['a greater amount', { amountUsd: { min: 1, max: 1 } }, { amountUsd: { min: 2, max: 2 } }, ['raised']],
    ['a firmer lower bound', { amountUsd: { min: null, max: 2 } }, { amountUsd: { min: 1, max: 2 } }, ['raised']],
    ['a smaller share', { percent: { min: 30, max: 30 } }, { percent: { min: 27, max: 27 } }, ['lowered']],
    ['talks after a letter', { certainty: 'intended' }, { certainty: 'speculative' }, ['weakened']],
    ['a closing', { status: 'signed', certainty: 'binding' }, { status: 'closed', certainty: 'binding' }, ['closed']],
    ['an end', { status: 'signed', certainty: 'binding' }, { status: 'terminated', certainty: 'dead' }, ['lapsed']],
    ['a successor', { supersededBy: [], certainty: 'intended' }, { supersededBy: ['x'], certainty: 'dead' }, ['superseded']],
    ['a further source', { status: 'signed' }, { status: 'signed' }, ['updated']],
  ])('classifies %s', (_case, before, after, expected) => {
    expect(classifyChange(before, after)).toEqual(expected);
  });

  it.each([
    'fromOn=2026-01-01',
    'fromOn=2026-01-01&toOn=2025-01-01',
    'fromOn=2026-01-01&toOn=2026-01-01',
    'fromOn=2026-01&toOn=2026-02-01',
    'fromOn=2026-01-01&toOn=2026-02-01&company=opnai',
  ])('returns 400 for %s', async (query) => expectProblem(await dataset.request.get(`/v1/diff?${query}`), 400));
});
