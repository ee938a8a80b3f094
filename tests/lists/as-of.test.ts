import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeClass, classifyChange } from '../../src/domain/classify-change.ts';
import { summarizeTransitions } from '../../src/domain/transitions.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const days = fc.integer({ min: 0, max: 1_700 }).map((offset) => new Date(Date.UTC(2022, 3, 1 + offset)).toISOString().slice(0, 10));
const diffed = ['deals', 'stakes', 'valuations', 'chip-commitments'];

/** Everything known on a day, by collection and id, as its answer. */
const knownOn = async (day: string, filter = '') => {
  const known = new Map<string, string>();
  for (const collection of diffed) {
    for (const record of await collectPages(dataset.request, `/v1/${collection}?limit=200&asOf=${day}${filter}`))
      known.set(`${collection}/${record.id}`, JSON.stringify(record));
  }
  return known;
};

describe('GET /v1/diff', () => {
  it('applied to what was known on the one day gives what was known on the other', async () => {
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

  it('classes the deal of the report as new, and then as firmed and raised', async () => {
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
  ])('classes %s', (_case, before, after, expected) => {
    expect(classifyChange(before, after)).toEqual(expected);
  });

  it.each([
    'fromOn=2026-01-01',
    'fromOn=2026-01-01&toOn=2025-01-01',
    'fromOn=2026-01-01&toOn=2026-01-01',
    'fromOn=2026-01&toOn=2026-02-01',
    'fromOn=2026-01-01&toOn=2026-02-01&company=opnai',
  ])('refuses %s', async (query) => expectProblem(await dataset.request.get(`/v1/diff?${query}`), 400));
});

describe('GET /v1/transitions', () => {
  it('counts the ways from status to status, and the days between', () => {
    const step = (status: 'in_talks' | 'announced' | 'signed' | 'closed' | 'terminated', day: string) => ({ status, day });
    const counted = summarizeTransitions([
      [step('in_talks', '2025-01-01'), step('in_talks', '2025-01-05'), step('signed', '2025-01-11'), step('closed', '2025-02-11')],
      [step('in_talks', '2025-01-01'), step('signed', '2025-01-21'), step('terminated', '2025-01-31')],
      [step('announced', '2025-01-01'), step('closed', '2025-01-03')],
    ]);
    expect(counted).toEqual({
      deals: 3,
      transitions: [
        { from: 'in_talks', to: 'signed', count: 2, medianDays: 15 },
        { from: 'announced', to: 'closed', count: 1, medianDays: 2 },
        { from: 'signed', to: 'closed', count: 1, medianDays: 31 },
        { from: 'signed', to: 'terminated', count: 1, medianDays: 10 },
      ],
      talksToSigned: { count: 2, medianDays: 15 },
      announcedToClosed: { count: 1, medianDays: 2 },
      lapsed: { count: 1, ofDeals: 3 },
    });
  });

  it('counts what the files of the dataset say', async () => {
    const deals = readRecords('deals').filter(({ kind }) => kind === 'equity_round');
    const expected = deals.flatMap(({ history }) =>
      history.filter((event, index) => index > 0 && history[index - 1]?.status !== event.status),
    ).length;
    const { data } = (await dataset.request.get('/v1/transitions?kind=equity_round').expect(200)).body;
    expect(data.deals).toBe(deals.length);
    expect(data.transitions.reduce((sum: number, { count }: JsonBody) => sum + count, 0)).toBe(expected);
    expect(data.lapsed.count).toBe(
      deals.filter(({ history }) => history.some(({ status }) => status === 'lapsed' || status === 'terminated')).length,
    );
  });

  it('knows only what was known on the day', async () => {
    const { data } = (await dataset.request.get('/v1/transitions?asOf=2024-01-01').expect(200)).body;
    const { page } = (await dataset.request.get('/v1/deals?asOf=2024-01-01&limit=1&total=true').expect(200)).body;
    expect(data.deals).toBe(page.total);
    expect(data.deals).toBeGreaterThan(0);
  });
});

describe('the feeds', () => {
  it('are read by a feed parser, with the newest events first', async () => {
    const newest = (await dataset.request.get('/v1/events?company=openai&limit=50').expect(200)).body.data;
    const ids = newest.map(({ id }: JsonBody) => `urn:roundtrip:event:${id}`);
    const atom = parseAtomFeed(
      (
        await dataset.request
          .get('/feed.atom?company=openai')
          .expect(200)
          .expect('Content-Type', /^application\/atom\+xml/)
          .buffer()
      ).text,
    );
    expect(atom.entries?.map(({ id }) => id)).toEqual(ids);
    expect(atom).toMatchObject({
      title: { value: 'Roundtrip: AI financing' },
      links: expect.arrayContaining([expect.objectContaining({ rel: 'self' })]),
    });
    for (const entry of atom.entries ?? [])
      expect(entry).toMatchObject({
        updated: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        links: [{ href: expect.stringMatching(/^http.*\/v1\/deals\//) }],
      });
    const json = parseJsonFeed(
      JSON.parse(
        (
          await dataset.request
            .get('/feed.json?company=openai')
            .expect(200)
            .expect('Content-Type', /^application\/feed\+json/)
            .buffer()
        ).text,
      ),
    );
    expect(json).toMatchObject({ title: 'Roundtrip: AI financing', feed_url: expect.stringMatching(/\/feed\.json\?company=openai$/) });
    expect(json.items?.map(({ id }) => id)).toEqual(ids);
  });

  it('name the address of the setting, and never that of another client', async () => {
    const { request, close } = await openApp(dataset.database, { publicUrl: 'https://api.example.org/' });
    expect((await request.get('/feed.json?limit=1').buffer()).text).toContain('"feed_url":"https://api.example.org/feed.json?limit=1"');
    await close();
    const first = await dataset.request.get('/feed.json?limit=1').set('Host', 'one.example').buffer();
    const second = await dataset.request.get('/feed.json?limit=1').set('Host', 'two.example').buffer();
    expect(first.text).toContain('http://one.example/feed.json');
    expect(second.text).toContain('http://two.example/feed.json');
  });
});
