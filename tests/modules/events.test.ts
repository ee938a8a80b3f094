import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const deals = readRecords('deals');
const sources = new Map(readRecords('sources').map((source) => [source.id, source as JsonBody]));
const outletOf = ({ publisher, originalOutlet = publisher?.replace(/ \(.*\)$/, '') }: JsonBody): string => originalOutlet;
/** All deals with many states and a sample of the others. */
const sampled = deals.filter(
  ({ history }, index) => history.length > 9 || index % (process.env.TEST_RUNS_FACTOR === undefined ? 24 : 4) === 0,
);

describe('GET /v1/deals/{id}/history', () => {
  it('agrees with asOf on the day of each event and on the day before', async () => {
    for (const { id, history } of sampled) {
      const { data } = (await dataset.request.get(`/v1/deals/${id}/history`).expect(200)).body;
      expect(data.events).toHaveLength(history.length);
      expect(data.states.at(-1).knownTo).toBeNull();
      for (const [index, state] of data.states.entries()) {
        const on = await dataset.request.get(`/v1/deals/${id}?asOf=${state.knownFrom}`).expect(200);
        // The days since the newest report depend on the day, not on the state.
        const { history: known, staleDays: _staleDays, ...deal } = on.body.data;
        expect(deal, `${id} on ${state.knownFrom}`).toEqual(state.deal);
        const knownThen = data.events.filter((event: JsonBody) => event.knownFrom <= state.knownFrom);
        expect(known.map(({ reportedOn }: JsonBody) => reportedOn)).toEqual(knownThen.map(({ reportedOn }: JsonBody) => reportedOn));
        const before = await dataset.request.get(`/v1/deals/${id}?asOf=${dayBefore(state.knownFrom)}`);
        if (index === 0) expectProblem(before, 404);
        else {
          const { history: _history, staleDays: _days, ...dealBefore } = before.body.data;
          expect(data.states[index - 1].knownTo).toBe(state.knownFrom);
          expect(dealBefore, `${id} before ${state.knownFrom}`).toEqual(data.states[index - 1].deal);
        }
      }
    }
  });

  it('returns 400 for asOf, because it is always complete', async () => {
    expectProblem(await dataset.request.get('/v1/deals/openai-aws-compute/history?asOf=2025-12-20'), 400);
  });
});

describe('GET /v1/events', () => {
  it('returns every event of every deal once, newest first', async () => {
    const events = await collectPages(dataset.request, '/v1/events?limit=200');
    const expected = deals.flatMap(({ id, history }) => history.map((_event, position) => `${id}.${position}`));
    expect(events.map(({ legacyId }) => legacyId).sort()).toEqual(expected.sort());
    const dates = events.map(({ reportedOn }) => reportedOn);
    // A month or year follows the days in it.
    expect(dates).toEqual([...dates].sort().toReversed());
  });

  it('identifies each event by what it reports, with a number for the same report of an earlier event', async () => {
    const events = await collectPages(dataset.request, '/v1/events?limit=200');
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const { id, deal, reportedOn, status } of events) expect(id).toMatch(new RegExp(`^${deal}\\.${reportedOn}\\.${status}(\\.\\d)?$`));
    const repeated = events.filter(({ deal, reportedOn }) => deal === 'baseten-series-f-2026' && reportedOn === '2026-06-18');
    expect(repeated.map(({ id }) => id)).toEqual([
      'baseten-series-f-2026.2026-06-18.in_talks',
      'baseten-series-f-2026.2026-06-18.in_talks.2',
    ]);
  });

  it('states what each event changed', async () => {
    const { body } = await dataset.request.get('/v1/events?deal=openai-aws-compute&sort=reportedOn').expect(200);
    expect(body.data.map(({ reportedOn, status, changed }: JsonBody) => [reportedOn, status, changed])).toEqual([
      ['2025-11-03', 'signed', ['status', 'certainty', 'amount', 'termYears']],
      ['2026-01-28', 'signed', []],
      ['2026-02-27', 'amended', ['status', 'amount', 'tranches', 'termYears']],
    ]);
  });

  it.each([
    ['company=openai', (event: JsonBody, deal: JsonBody) => deal.participants.some((one: JsonBody) => one.company === 'openai') && event],
    ['kind=warrant', (event: JsonBody) => event.kind === 'warrant'],
    ['status=signed,closed', (event: JsonBody) => ['signed', 'closed'].includes(event.status)],
    [
      'outlet=The Information',
      (event: JsonBody) => event.citations.some(({ source }: JsonBody) => outletOf(sources.get(source) ?? {}) === 'The Information'),
    ],
    ['certainty=speculative', (event: JsonBody) => event.certainty === 'speculative'],
    ['deal=openai-aws-compute', (event: JsonBody) => event.deal === 'openai-aws-compute'],
    [
      'reportedFrom=2026-10-01',
      (event: JsonBody) => event.reportedOn >= '2026-10-01' || event.reportedOn === '2026-10' || event.reportedOn === '2026',
    ],
  ] as const)('filters by %s', async (filter, passes) => {
    const byId = new Map(deals.map((deal) => [deal.id, deal as JsonBody]));
    const all = await collectPages(dataset.request, '/v1/events?limit=200');
    const expected = all.filter((event) => passes(event, byId.get(event.deal) ?? {})).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    const found = await collectPages(dataset.request, `/v1/events?limit=200&${filter}`);
    expect(found.map(({ id }) => id).sort()).toEqual(expected.sort());
  });

  it('returns only what was reported and cited by the asOf day', async () => {
    for (const day of ['2019-12-31', '2024-06-30', '2025-12-17', '2026-05-05']) {
      for (const event of await collectPages(dataset.request, `/v1/events?limit=200&asOf=${day}`)) {
        expect(event.knownFrom <= day, event.id).toBe(true);
        const { data } = (await dataset.request.get(`/v1/deals/${event.deal}?asOf=${day}&fields=history`).expect(200)).body;
        expect(data.history.map(({ citations }: JsonBody) => citations)).toContainEqual(event.citations);
      }
    }
  });
});
