import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayAt, dayCount, generate } from '../../bench/generate.ts';
import type { Session } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { certainties, dealKinds, participantRoles, statuses } from '../../src/domain/vocabulary.ts';
import type { Position } from '../../src/http/cursor.ts';
import { countRows } from '../../src/listing/count.ts';
import type { Given, ListDefinition, Sort } from '../../src/listing/definition.ts';
import { type ReadBounds, selectPage } from '../../src/listing/page.ts';
import { dealList } from '../../src/resources/deals/deals.queries.ts';
import { eventList } from '../../src/resources/events/events.queries.ts';
import { flowList } from '../../src/resources/flows/flows.queries.ts';
import { type DatasetDatabase, openDatasetDatabase, suiteEngine } from '../support/app.ts';

let dataset: DatasetDatabase;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
});
afterAll(() => dataset.close());

const runs = 40 * Number(process.env.TEST_RUNS_FACTOR ?? 1);
const unbounded: ReadBounds = { firstStride: 1_000_000, walked: 1_000_000, gathered: 0, together: 0, counted: 1_000_000 };
const current = { day: '2026-11-23', isCurrent: true, asOf: '2026-11-23' };
const momentAt = (day: string) => ({ day, isCurrent: false, asOf: day });

/** A filter with one or two values of it. */
const filterOf = (name: string, values: readonly (string | number)[]) =>
  fc.subarray([...values], { minLength: 1, maxLength: 2 }).map((some) => [name, some] as const);
const companies = filterOf('company', ['openai', 'nvidia', 'google', 'mistral-ai']);
const groups = filterOf('group', ['alphabet', 'amazon', 'openai']);
const ofDeals = [
  companies,
  groups,
  filterOf('kind', ['equity_round', 'compute_contract', 'warrant']),
  filterOf('status', statuses),
  filterOf('certainty', certainties),
];
const filters: Record<string, fc.Arbitrary<readonly [string, readonly (string | number)[]]>[]> = {
  deals: [
    ...ofDeals,
    filterOf('role', participantRoles),
    filterOf('country', ['US', 'FR', 'AE']),
    filterOf('attribution', ['filing', 'unnamed_source']),
    filterOf('source', ['github-2026-09-evidence-log', 'techcrunch-2026-01-19-100m-list-2025', 'zawya-2026-01-29-openai-60bn']),
    filterOf('publisher', ['TechCrunch', 'Anthropic', 'Reuters']),
    filterOf('word0x', ['openai', 'data', 'loan']),
    fc.integer({ min: 1e6, max: 5e10 }).map((least) => ['amountUsdMin', [least]] as const),
    fc.constantFrom('2025-03-01', '2026-01-01').map((day) => ['announcedFrom', [day]] as const),
  ],
  events: [...ofDeals, fc.constantFrom('2025-03-01', '2026-01-01').map((day) => ['reportedFrom', [day]] as const)],
  flows: [...ofDeals.filter((_, index) => index !== 3), filterOf('from', ['microsoft', 'openai', 'softbank'])],
};

/** Reads a list page by page, going on where each page stopped. */
const readThrough = async (
  session: Session,
  definition: ListDefinition,
  asked: { given: Given; sort: Sort; limit: number; moment: typeof current },
  bounds: ReadBounds,
): Promise<{ ids: string[]; pages: number }> => {
  const ids: string[] = [];
  let after: Position | null = null;
  for (let pages = 1; ; pages += 1) {
    const page: Awaited<ReturnType<typeof selectPage>> = await selectPage(session, definition, { ...asked, after, full: false }, bounds);
    ids.push(...page.rows.map(({ id }) => id));
    const last = page.rows.length === asked.limit ? page.rows.at(-1) : page.stoppedAt;
    if (last === null || last === undefined) return { ids, pages };
    after = { value: last.value, id: last.id };
    expect(pages, 'reading gets on').toBeLessThan(20_000);
  }
};

describe.each([dealList, eventList, flowList])('a list of $collection that is not read to its end for one page', (definition) => {
  it('has every record that passes, once and in order, whatever the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.oneof(...(filters[definition.collection] ?? [])), { minLength: 1, maxLength: 3, selector: ([name]) => name }),
        fc.record({
          key: fc.constantFrom('id', ...Object.keys(definition.sorts)),
          direction: fc.constantFrom('asc' as const, 'desc' as const),
        }),
        fc.option(fc.constantFrom('2024-06-30', '2025-10-01', '2026-03-15')),
        fc.integer({ min: 1, max: 60 }),
        fc.record({
          firstStride: fc.integer({ min: 2, max: 40 }),
          walked: fc.integer({ min: 45, max: 400 }),
          gathered: fc.constantFrom(0, 10, 200),
          together: fc.constantFrom(0, 60, 1_000),
          counted: fc.integer({ min: 2, max: 300 }),
        }),
        async (given, sort, day, limit, bounds) => {
          const moment = day === null ? current : momentAt(day);
          const asked = { given: Object.fromEntries(given), sort, moment };
          await dataset.database.read(async (session) => {
            const whole = await readThrough(session, definition, { ...asked, limit: 100_000 }, unbounded);
            expect(whole.pages).toBe(1);
            expect(await countRows(session, definition, asked.given, moment, bounds)).toBe(whole.ids.length);
            expect((await readThrough(session, definition, { ...asked, limit }, bounds)).ids).toEqual(whole.ids);
          });
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('the deals that stand together by a filter', () => {
  it('are those that records name, on every tenth day on which one became known', async () => {
    const filtersInOnePlace: [string, string][] = [
      ['company', 'openai'],
      ['group', 'alphabet'],
      ['source', 'techcrunch-2026-01-19-100m-list-2025'],
      ['publisher', 'TechCrunch'],
      ['publisher', 'Anthropic'],
    ];
    await dataset.database.read(async (session) => {
      const { dealStates } = session.tables;
      const states = await session.orm.selectDistinct({ day: dealStates.knownFrom }).from(dealStates).orderBy(dealStates.knownFrom);
      const days = states.map(({ day }) => day).filter((_, index) => index % 10 === 0);
      for (const [name, value] of filtersInOnePlace) {
        for (const moment of [current, ...days.map(momentAt)]) {
          const asked = { given: { [name]: [value] }, sort: { key: 'title', direction: 'asc' as const }, limit: 1_000, moment };
          const gathered = await readThrough(session, dealList, asked, { ...unbounded, together: 10_000 });
          const walked = await readThrough(session, dealList, asked, unbounded);
          expect(gathered.ids, `${name} ${value} ${moment.day}`).toEqual(walked.ids);
        }
      }
    });
  });
});

/** Query plans are those of the embedded engine: the other plans by statistics. */
describe.runIf(suiteEngine === 'sqlite')('the query plans of a list of deals', () => {
  const statements = new Set<string>();
  let folder: string;
  let database: Awaited<ReturnType<typeof openDatabase>>;
  let client: BetterSqlite3.Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roundtrip-plans-'));
    const file = join(folder, 'generated.db');
    await generate(file, 3_000);
    database = await openDatabase(`sqlite:${file}`, { onRead: (statement) => statements.add(statement) });
    client = new BetterSqlite3(file, { readonly: true });
  });
  afterAll(async () => {
    client.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  const values: Record<string, string | number> = {
    company: 'company-3',
    group: 'company-4',
    role: 'issuer',
    kind: dealKinds[0],
    status: statuses[4],
    certainty: 'binding',
    country: 'US',
    source: 'source-5',
    publisher: 'Paper 0',
    attribution: 'on_record',
    amountUsdMin: 9e10,
    announcedFrom: dayAt(dayCount - 100),
    reportedTo: dayAt(100),
    word0x: 'w1ord',
  };
  const sorts = ['id', ...Object.keys(dealList.sorts)].flatMap((key) => [
    { key, direction: 'asc' as const },
    { key, direction: 'desc' as const },
  ]);

  it('neither scan what has no order nor sort more than is gathered, by no filter, each one, and each pair, with each sort, on any day', async () => {
    const pairs = JSON.parse(await readFile(new URL('../../bench/pairs.json', import.meta.url), 'utf8')) as string[][];
    const combinations = [[], ...Object.keys(values).map((name) => [name]), ...pairs];
    const bounds = { firstStride: 40, walked: 200, gathered: 50, together: 10_000, counted: 100 };
    for (const names of combinations) {
      const given = Object.fromEntries(names.map((name) => [name, [values[name] ?? '']]));
      for (const sort of sorts) {
        for (const moment of [{ ...current, day: '9999-12-31' }, momentAt(dayAt(2_000))])
          await database.read((session) =>
            selectPage(session, dealList, { given, sort, moment, after: null, limit: 50, full: false }, bounds),
          );
      }
    }
    expect(statements.size, 'many ways to read').toBeGreaterThan(200);
    const faults = [...statements]
      .filter((statement) => /^select/i.test(statement))
      .flatMap((statement) => {
        const plan = client.prepare(`explain query plan ${statement}`).all() as { detail: string; parent: number }[];
        // Walking an index in its order is how a list is read. What is gathered is bounded, and so is the page, which may be sorted.
        const isFault = ({ detail, parent }: { detail: string; parent: number }) => {
          if (detail.startsWith('SCAN ')) return !/^SCAN (page|gathered|some_rows|deal_states USING (COVERING )?INDEX \w+)$/.test(detail);
          if (detail !== 'USE TEMP B-TREE FOR ORDER BY') return false;
          return !statement.includes('"gathered"') && (parent !== 0 || !statement.includes('"page"'));
        };
        return plan.filter(isFault).map(({ detail }) => `${detail}: ${statement}`);
      });
    expect(faults).toEqual([]);
    // SQLite compiles a statement anew whenever a value is bound to a bare limit.
    expect([...statements].filter((statement) => /\blimit \d/.test(statement))).toEqual([]);
  });

  it.each([
    [['kind'], 'valuationUsd', ['kind_valuation_idx (kind=? AND valuation_usd>?)', 'valuation_idx (valuation_usd=?)']],
    [
      ['status'],
      'closedOn',
      ['status_closed_idx (status=? AND closed_day<?)', 'closed_ahead_idx (closed_day>?)', 'closed_idx (closed_day=?)'],
    ],
    [['certainty'], 'closedOn', ['certainty_closed_idx (certainty=? AND closed_day<?)']],
    [['kind', 'status'], 'title', ['kind_status_title_idx (kind=? AND status=?)']],
    [['kind', 'status'], 'id', ['kind_status_id_idx (kind=? AND status=?)']],
    [['kind', 'status'], 'valuationUsd', ['kind_valuation_idx (kind=? AND valuation_usd>?)', 'kind_status_id_idx (kind=? AND status=?)']],
    [['kind', 'status'], 'amountUsd', ['kind_status_amount_asc_idx (kind=? AND status=? AND amount_usd>?)']],
    [[], 'knownFrom', ['first_known_idx (first_known_on<?)']],
  ])('read the deals of a day by %j and %s where the filter stands before the value', async (names, key, wanted) => {
    const given = Object.fromEntries(names.map((name) => [name, [values[name] ?? '']]));
    const request = {
      given,
      sort: { key, direction: 'asc' as const },
      moment: momentAt(dayAt(2_000)),
      after: null,
      limit: 5_000,
      full: false,
    };
    statements.clear();
    await database.read((session) =>
      selectPage(session, dealList, request, { firstStride: 10_000, walked: 10_000, gathered: 0, together: 0, counted: 10 }),
    );
    const plans = [...statements].flatMap((statement) => client.prepare(`explain query plan ${statement}`).all() as { detail: string }[]);
    const searches = plans.map(({ detail }) => /deal_states USING (?:COVERING )?INDEX deal_states_(.*)$/.exec(detail)?.[1]);
    expect(searches).toEqual(expect.arrayContaining(wanted));
  });

  it('read every stretch of the deals of a kind and a status from an index of these', async () => {
    statements.clear();
    const given = { kind: ['debt'], status: ['amended'], attribution: ['filing'] };
    const bounds = { firstStride: 5, walked: 60, gathered: 0, together: 0, counted: 10 };
    for (const sort of sorts)
      for (const moment of [{ ...current, day: '9999-12-31' }, momentAt(dayAt(2_000))])
        await database.read((session) => readThrough(session, dealList, { given, sort, moment, limit: 7 }, bounds));
    const walked = [...statements].filter((statement) => !statement.includes('some_rows'));
    const plans = walked.flatMap((statement) => client.prepare(`explain query plan ${statement}`).all() as { detail: string }[]);
    const indexes = plans.flatMap(({ detail }) => /deal_states USING (?:COVERING )?INDEX deal_states_(\w+)/.exec(detail)?.[1] ?? []);
    expect(indexes.length).toBeGreaterThan(100);
    expect(indexes.filter((name) => !/^kind_status|^kind_valuation|^status_closed|_ahead_/.test(name))).toEqual([]);
  });

  it('look for what cites a source by that, and count what few pass without asking since when it was known', async () => {
    const counted = async (names: string[]) => {
      statements.clear();
      const given = Object.fromEntries(names.map((name) => [name, [values[name] ?? '']]));
      const request = { given, sort: { key: 'title', direction: 'asc' as const }, moment: momentAt(dayAt(60)), after: null, limit: 50 };
      const bounds = { firstStride: 10, walked: 100, gathered: 5_000, together: 0, counted: 10 };
      await database.read((session) => selectPage(session, dealList, { ...request, full: false }, bounds));
      return [...statements].filter((statement) => statement.includes('some_rows'));
    };
    for (const cited of ['source', 'publisher']) {
      await counted([cited, 'attribution']);
      const plans = [...statements].flatMap((statement) => client.prepare(`explain query plan ${statement}`).all() as { detail: string }[]);
      expect(plans.map(({ detail }) => detail).join('\n')).not.toContain('citations_attribution_idx (attribution=? AND collection=?)');
    }
    // A count that asks for the day reads all rows to find that few were known on an early one.
    for (const name of ['country', 'role', 'attribution', 'word0x']) {
      const counts = await counted([name]);
      expect(counts).not.toEqual([]);
      expect(counts.join('\n')).not.toMatch(/(?<!first_)known_(from|on)" <= /);
    }
  });

  it('walk before they count what few pass', async () => {
    statements.clear();
    const request = { given: { source: ['source-5'], role: ['issuer'] }, sort: { key: 'title', direction: 'asc' as const }, after: null };
    const bounds = { firstStride: 10_000, walked: 10_000, gathered: 5_000, together: 0, counted: 10 };
    await database.read((session) =>
      selectPage(session, dealList, { ...request, moment: momentAt(dayAt(60)), limit: 50, full: false }, bounds),
    );
    expect([...statements].filter((statement) => statement.includes('some_rows') && !statement.includes('deal_source_states'))).toEqual([]);
  });
});
