import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupings } from '../../src/modules/stats/stats.schemas.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { waitUntil } from '../support/processes.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const answers = async (outcome: 'kept' | 'made'): Promise<number> => {
  const { text } = await dataset.request.get('/metrics').expect(200);
  return Number(new RegExp(`roundtrip_ready_answers_total{outcome="${outcome}"} (\\d+)`).exec(text)?.[1] ?? 0);
};

describe('a cached response', () => {
  it('is shared by every order of the parameters', async () => {
    const made = await answers('made');
    const first = await dataset.request.get('/v1/stats?kind=warrant&groupBy=year').expect(200);
    const second = await dataset.request.get('/v1/stats?groupBy=year&kind=warrant').expect(200);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(await answers('made')).toBe(made + 1);
  });
});

/** Totals by no key, by one, and by two that partition the list. */
const countTotals = ({ keys, partitions }: { keys: readonly string[]; partitions: readonly string[] }): number =>
  1 + keys.length + partitions.length * (partitions.length - 1);
/** Those of deals have two URLs each. */
const totalCount = Object.entries(groupings).reduce((sum, [of, grouping]) => sum + (of === 'deals' ? 2 : 1) * countTotals(grouping), 0);

describe('a listening server', () => {
  it('precomputes totals, and does so again after the data change', async () => {
    await dataset.app.listen({ host: '127.0.0.1', port: 0 });
    const totals = [
      '/v1/stats',
      '/v1/stats?groupBy=kind,year',
      '/v1/stats?of=deals&groupBy=company',
      '/v1/stats?groupBy=nature,certainty&of=flows',
      '/v1/stats?of=chip-commitments&groupBy=chip',
    ];
    const areReady = async () => {
      const kept = await answers('kept');
      for (const path of totals) await dataset.request.get(path).expect(200);
      return (await answers('kept')) === kept + totals.length;
    };
    const areMade = async (before: number) => waitUntil(async () => (await answers('made')) >= before + totalCount, 'every total was made');
    await areMade(0);
    expect(await areReady()).toBe(true);
    const before = (await dataset.request.get('/v1/stats')).body.meta.dataVersion;
    const made = await answers('made');
    dataset.statements.length = 0;
    await dataset.database.write(async ({ orm, tables }) => orm.update(tables.dataset).set({ sequence: 9_999 }));
    await areMade(made);
    // The main thread would not answer meanwhile.
    expect(dataset.statements.filter((statement) => /deal_states|flows/.test(statement))).toEqual([]);
    expect(await areReady()).toBe(true);
    expect((await dataset.request.get('/v1/stats')).body.meta.dataVersion).not.toBe(before);
  });
});
