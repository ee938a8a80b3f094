import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilterValues } from '../../src/database/expressions.ts';
import { tables } from '../../src/database/sqlite/schema.ts';
import type { Sort } from '../../src/lists/list-definition.ts';
import { selectPage } from '../../src/lists/list-statement.ts';
import { dealList } from '../../src/modules/deals/deals.repository.ts';
import { eventList } from '../../src/modules/events/events.repository.ts';
import { flowList } from '../../src/modules/flows/flows.repository.ts';
import { lists } from '../../src/modules/lists.ts';
import { resolveAsOf, selectDataset } from '../../src/records/documents.ts';
import { type DatasetApp, openDatasetApp, suiteEngine } from '../support/app.ts';
import { datasetDate } from '../support/dataset.ts';
import { visitFunctions } from '../support/visited-functions.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

/** Limits with which every filter is evaluated in one way. */
const always = {
  lookUp: { ownTable: 1e8, otherTable: 1e8, collected: 0 },
  collect: { ownTable: 0, otherTable: 0, collected: 1e8 },
  test: { ownTable: 0, otherTable: 0, collected: 0 },
};

const runs = 40 * Number(process.env.TEST_RUNS_FACTOR ?? 1);
const days = ['2024-06-30', '2025-10-01', '2026-03-15', undefined];

const valuesOf: Readonly<Record<string, readonly (string | number)[]>> = {
  company: ['openai', 'nvidia', 'google', 'mistral-ai'],
  group: ['alphabet', 'amazon', 'openai'],
  counterparty: ['openai', 'microsoft', 'amazon'],
  id: ['openai-aws-compute', 'openai-oracle-compute'],
  role: ['investor', 'issuer', 'customer'],
  country: ['US', 'FR', 'AE'],
  chipVendor: ['nvidia', 'amd', 'google'],
  source: ['github-2026-09-evidence-log', 'techcrunch-2026-01-19-100m-list-2025'],
  publisher: ['TechCrunch', 'Anthropic', 'Reuters'],
  attribution: ['filing', 'unnamed_source'],
  word0x: ['openai', 'data', 'loan'],
  from: ['microsoft', 'openai', 'softbank'],
  toGroup: ['nvidia', 'openai'],
  kind: ['equity_round', 'compute_contract'],
  amountUsdMin: [1e8, 5e9],
  announcedTo: ['2025-03-01', '2026-01-01'],
};
const filtersOf = {
  deals: [
    'company',
    'group',
    'counterparty',
    'id',
    'role',
    'country',
    'chipVendor',
    'source',
    'publisher',
    'attribution',
    'word0x',
    'kind',
    'amountUsdMin',
    'announcedTo',
  ],
  events: ['company', 'group', 'counterparty', 'role', 'kind'],
  flows: ['company', 'group', 'from', 'toGroup', 'kind', 'amountUsdMin'],
};

describe.each([
  { definition: dealList, names: filtersOf.deals },
  { definition: eventList, names: filtersOf.events },
  { definition: flowList, names: filtersOf.flows },
])('a page of $definition.collection', ({ definition, names }) => {
  it('has the same rows whether matches of other tables are looked up, collected or tested row by row', async () => {
    const draws = fc.record({
      filters: fc
        .subarray(names, { minLength: 1, maxLength: 3 })
        .chain((some) =>
          fc.record(
            Object.fromEntries(some.map((name) => [name, fc.subarray([...(valuesOf[name] ?? [])], { minLength: 1, maxLength: 2 })])),
          ),
        ),
      sort: fc.record<Sort>({
        key: fc.constantFrom('id', ...Object.keys(definition.rows(tables).sorts)),
        direction: fc.constantFrom('asc', 'desc'),
      }),
      day: fc.constantFrom(...days),
      limit: fc.integer({ min: 1, max: 80 }),
    });
    await fc.assert(
      fc.asyncProperty(draws, ({ filters, sort, day, limit }) =>
        dataset.database.read(async (session) => {
          const asOf = resolveAsOf(await selectDataset(session), day, datasetDate);
          const request = { filters: filters as FilterValues, sort, asOf, after: null, limit, full: false };
          const tested = await selectPage(session, definition, request, always.test);
          expect(await selectPage(session, definition, request, always.lookUp)).toEqual(tested);
          expect(await selectPage(session, definition, request, always.collect)).toEqual(tested);
        }),
      ),
      { numRuns: runs },
    );
  });
});

const dealSorts = ['id', ...Object.keys(dealList.rows(tables).sorts)].flatMap((key): Sort[] => [
  { key, direction: 'asc' },
  { key, direction: 'desc' },
]);

/** Returns the statements of a page of deals in every order. */
const pageStatements = async (filters: FilterValues, day: string | undefined, limits: typeof always.test): Promise<string[]> => {
  dataset.statements.length = 0;
  await dataset.database.read(async (session) => {
    const asOf = resolveAsOf(await selectDataset(session), day, datasetDate);
    for (const sort of dealSorts) await selectPage(session, dealList, { filters, sort, asOf, after: null, limit: 20, full: false }, limits);
  });
  const pages = [...new Set(dataset.statements)].filter((statement) => statement.includes('"row_id"'));
  expect(pages.length).toBeGreaterThanOrEqual(dealSorts.length);
  return pages;
};

describe.runIf(suiteEngine === 'postgres')('the query plan of a list of deals on PostgreSQL', () => {
  /** Returns the plans of statements for any values, which PostgreSQL can choose for prepared statements. */
  const explainGeneric = async (statements: readonly string[]): Promise<string[]> => {
    const client = new pg.Client({ connectionString: dataset.database.url });
    await client.connect();
    try {
      await client.query('set plan_cache_mode = force_generic_plan');
      const plans: string[] = [];
      for (const [index, statement] of statements.entries()) {
        await client.query(`prepare page${index} as ${statement}`);
        const count = new Set(statement.match(/\$\d+/g)).size;
        const values = Array.from({ length: count }, () => 'null').join(', ');
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute page${index}(${values})`);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      }
      return plans;
    } finally {
      await client.end();
    }
  };

  it.each<FilterValues>([{ word0x: ['data'] }, { company: ['nvidia'] }])(
    'compares no row with each of the matches that it collects, in any order (%j)',
    async (filters) => {
      for (const plan of await explainGeneric(await pageStatements(filters, undefined, always.collect))) {
        expect(plan).toContain('hashed SubPlan');
        expect(plan).not.toContain('Join Filter');
      }
    },
  );

  it.each<FilterValues>([
    { word0x: ['data'] },
    { company: ['nvidia'] },
    { group: ['alphabet'] },
    { company: ['nvidia'], kind: ['equity_round'], status: ['closed'] },
  ])('reads only the matches of the rows that it tests, in any order (%j)', async (filters) => {
    for (const plan of await explainGeneric(await pageStatements(filters, undefined, always.test)))
      expect(plan).not.toMatch(/Semi Join|hashed SubPlan|HashAggregate|Unique/);
  });
});

/** Plans of the embedded engine: most of those of PostgreSQL depend on the machine. */
describe.runIf(suiteEngine === 'sqlite')('the query plan of a list of deals', () => {
  /** Returns the steps of the plans of a page in every order. */
  const planPages = async (filters: FilterValues, day: string | undefined, limits: typeof always.test) => {
    const pages = await pageStatements(filters, day, limits);
    const client = new BetterSqlite3(dataset.database.url.replace('sqlite:', ''), { readonly: true });
    const steps = pages.flatMap((statement) =>
      (client.prepare(`explain query plan ${statement}`).all() as { detail: string; parent: number }[]).map((step) => ({
        ...step,
        statement,
      })),
    );
    client.close();
    return steps;
  };

  it.each<[FilterValues, string | undefined]>([
    [{}, undefined],
    [{ kind: ['equity_round'] }, undefined],
    [{ status: ['closed'] }, undefined],
    [{ certainty: ['binding'] }, undefined],
    [{ company: ['nvidia'] }, undefined],
    [{ publisher: ['TechCrunch'] }, undefined],
    [{}, '2025-06-30'],
    [{ kind: ['debt'] }, '2025-06-30'],
  ])('neither sorts more than a page nor reads other documents when it tests row by row, in any order (%j, %s)', async (filters, day) => {
    const steps = await planPages(filters, day, always.test);
    const costly = steps.filter(
      ({ detail, parent }) =>
        /^SCAN \w+$/.test(detail.replace(/^SCAN page$/, '')) ||
        detail.startsWith('SCAN documents') ||
        detail.startsWith('BLOOM FILTER ON') ||
        (detail === 'USE TEMP B-TREE FOR ORDER BY' && parent !== 0),
    );
    expect(costly.map(({ detail, statement }) => `${detail}: ${statement}`)).toEqual([]);
  });

  it.each<[FilterValues, string | undefined, string]>([
    [{ kind: ['licensing'] }, undefined, 'deal_states_of_kind_idx (kind=?)'],
    [{ kind: ['licensing'] }, '2025-06-30', 'deal_states_of_kind_idx (kind=?)'],
    [{ status: ['lapsed'] }, undefined, 'deal_states_of_status_idx (status=?)'],
    [{ company: ['nvidia'] }, undefined, 'deal_states_by_id_idx (deal_id=?)'],
  ])('looks up few matches in an index that covers every order (%j, %s)', async (filters, day, index) => {
    const steps = await planPages(filters, day, always.lookUp);
    const reads = steps.filter(({ detail }) => detail.includes(' deal_states'));
    expect([...new Set(reads.map(({ detail }) => detail))]).toEqual([`SEARCH deal_states USING COVERING INDEX ${index}`]);
  });

  it('looks up few matches of a range without scanning the list in any order', async () => {
    const steps = await planPages({ amountUsdMax: [1e6] }, undefined, always.lookUp);
    expect(steps.filter(({ detail }) => detail.startsWith('SCAN deal_states'))).toEqual([]);
  });
});

describe.each(Object.values(lists))('the list of $collection', ({ rows, optionalSorts = [] }) => {
  it('declares the sorts whose column can be null', () => {
    const nullable = Object.entries(rows(tables).sorts).filter(([, column]) => !column.notNull);
    expect([...optionalSorts].sort()).toEqual(nullable.map(([key]) => key).sort());
  });
});

/** A reader of the code has to follow this path. */
it.runIf(suiteEngine === 'sqlite')('a list request runs through few files and functions', async () => {
  const path = '/v1/deals?company=openai&kind=equity_investment&sort=-amountUsd&include=companies,sources';
  await dataset.app.inject(`${path}&limit=49`);
  const visited = await visitFunctions(async () => expect((await dataset.app.inject(path)).statusCode).toBe(200));
  expect(Object.keys(visited).length, JSON.stringify(visited)).toBeLessThanOrEqual(14);
  expect(Object.values(visited).flat().length, JSON.stringify(visited)).toBeLessThanOrEqual(100);
});
