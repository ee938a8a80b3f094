import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { makeKey } from '../support/keys.ts';
import { python, requireReaders, runBeside } from './readers.ts';

let dataset: DatasetApp;
let url: string;
beforeAll(async () => {
  requireReaders();
  dataset = await openDatasetApp();
  const key = await makeKey(dataset.database);
  await dataset.request
    .put('/v1/companies/windhoek-compute')
    .set('Authorization', `Bearer ${key}`)
    .send({ id: 'windhoek-compute', name: 'Windhoek Compute', country: 'NA', roles: ['data_center_operator'], founded: '2024' })
    .expect(201);
  url = await dataset.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => dataset.close());

/** The Python of a guide, followed by checks of what it read. */
const program = (guide: string, first: string, checks: readonly string[]): string => {
  const blocks = [...readFileSync(`docs/${guide}.md`, 'utf8').matchAll(/```python\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const block = blocks.find((one) => one.includes(first)) ?? '';
  return [block.replaceAll('http://localhost:3000', url), ...checks].join('\n');
};

describe('the Python of the guides', () => {
  it.each([
    [
      'bulk',
      '/v1/deals?',
      ["assert str(deals['amountUsdMin'].dtype) == 'Int64'", "assert deals['amountUsdMin'].isna().any()", 'assert len(deals) > 50'],
    ],
    [
      'bulk',
      'companies.csv',
      [
        "company = companies.set_index('id').loc['windhoek-compute']",
        "assert company['country'] == 'NA'",
        "assert str(founded[companies['id'] == 'windhoek-compute'].iloc[0].date()) == '2024-01-01'",
      ],
    ],
    ['circularity', 'networkx', ['assert graph.number_of_edges() > 50', "assert all(label for _, label in graph.nodes(data='label'))"]],
  ])('works: %s, %s', async (guide, first, checks) => {
    expect(await runBeside(python, ['-c', program(guide, first, [...checks, "print('checked')"])])).toBe('checked\n');
  });
});
