import fc from 'fast-check';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, daysBetween, nextDay } from '../../src/domain/dates.ts';
import { createGraphSnapshotLoader, loadGraphSnapshot } from '../../src/graph-data/snapshot.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { datasetDate, dataVersionAfter, readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

/** A response with asOf contains nothing published later. Recomputed from the files, independently of the code under test. */

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const published = new Map(readRecords('sources').map(({ id, publishedOn }) => [id, publishedOn]));
const records = {
  deals: new Map(readRecords('deals').map((deal) => [deal.id, deal])),
  stakes: new Map(readRecords('stakes').map((stake) => [stake.id, stake])),
  valuations: new Map(readRecords('valuations').map((valuation) => [valuation.id, valuation])),
  financials: new Map(readRecords('financials').map((figure) => [figure.id, figure])),
};

const firstDay = (date: string) => [date, '01', '01'].join('-').slice(0, 10);
const lastDay = (date: string) =>
  date.length === 10 ? date : new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5) || 12), 0)).toISOString().slice(0, 10);

/** Returns whether a source, cited for a fact reported on a date, was published by a day. */
const isOut = (source: string, day: string, reportedOn?: string) => {
  const date = published.get(source) ?? '9999';
  if (lastDay(date) <= day) return true;
  return (
    reportedOn !== undefined && firstDay(date) <= firstDay(reportedOn) && lastDay(reportedOn) <= lastDay(date) && lastDay(reportedOn) <= day
  );
};

const expectEventOf = (day: string, { reportedOn, citations }: JsonBody, where: string) => {
  expect(lastDay(reportedOn) <= day, `${where}: event of ${reportedOn}`).toBe(true);
  expect(citations.length, where).toBeGreaterThan(0);
  for (const { source } of citations) expect(isOut(source, day, reportedOn), `${where}: ${source}`).toBe(true);
};

/** Days from one to the day before the dataset, on which everything in it counts as public. */
const daysFrom = (first: string) =>
  fc.integer({ min: 0, max: daysBetween(first, datasetDate) - 1 }).map((offset) => addDays(first, offset));
/** Recent days are more frequent, because most facts became known recently. */
const anyDay = fc.oneof({ weight: 1, arbitrary: daysFrom('2015-01-01') }, { weight: 4, arbitrary: daysFrom('2024-01-05') });
const runs = 8 * Number(process.env.TEST_RUNS_FACTOR ?? 1);

const expectDeal = (day: string, deal: JsonBody) => {
  const record = records.deals.get(deal.id);
  if (record === undefined) throw new Error(`${deal.id} is no deal.`);
  for (const event of deal.history) expectEventOf(day, event, deal.id);
  for (const { citations, reportedOn, term } of deal.evidence) expectEventOf(day, { citations, reportedOn }, `${deal.id} ${term}`);
  const newest = deal.history.at(-1);
  expect([deal.status, deal.lastReportedOn]).toEqual([newest.status, newest.reportedOn]);
  for (const name of ['amount', 'valuation', 'tranches', 'termYears', 'terms']) {
    if (deal[name] !== null)
      expect(
        deal.history.map((event: JsonBody) => event[name]),
        `${deal.id} ${name}`,
      ).toContainEqual(deal[name]);
  }
  for (const participant of deal.participants) {
    if (participant.reportedOn !== undefined)
      expect(lastDay(participant.reportedOn) <= day, `${deal.id} ${participant.company}`).toBe(true);
    if (participant.amountReportedOn !== undefined)
      expect(lastDay(participant.amountReportedOn) <= day, `${deal.id} ${participant.company}`).toBe(true);
  }
  if (deal.history.length < record.history.length) expect(deal.summary, deal.id).toBeUndefined();
};

describe('a response with asOf', () => {
  it('has no flows, cycles or totals of a later deal or chip commitment', async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, async (day) => {
        const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(`${path}asOf=${day}`).expect(200)).body;
        const known = new Map(
          (await collectPages(dataset.request, `/v1/deals?limit=200&asOf=${day}`)).map((deal: JsonBody) => [deal.id, deal]),
        );
        const commitments = new Set(
          (await collectPages(dataset.request, `/v1/chip-commitments?limit=200&fields=id&asOf=${day}`)).map(({ id }) => id),
        );
        const expectKnown = (item: JsonBody) => {
          for (const id of item.deals) expect(known.has(id), id).toBe(true);
          for (const id of item.chipCommitments) expect(commitments.has(id), id).toBe(true);
        };
        for (const flow of await collectPages(dataset.request, `/v1/flows?limit=200&asOf=${day}`)) {
          expect(flow.knownFrom <= day, flow.id).toBe(true);
          if (flow.deal === null) expect(commitments.has(flow.chipCommitment), flow.id).toBe(true);
          else {
            const deal: JsonBody = known.get(flow.deal) ?? {};
            const parties = deal.participants.map(({ company }: JsonBody) => company);
            expect(parties).toEqual(expect.arrayContaining([flow.from, flow.to]));
            const shares = deal.participants.flatMap(({ amount }: JsonBody) => amount ?? []);
            const stated = [deal.amountUsd, ...shares].flatMap((one) => (one === null ? [] : [one.max ?? one.min]));
            if (flow.usd.high !== null) expect(stated.length, flow.id).toBeGreaterThan(0);
            expect(flow.certainty).toBe(deal.certainty);
          }
        }
        for (const cycle of (await get('/v1/cycles?limit=200&maxLength=3&')).data) cycle.legs.forEach(expectKnown);
        (await get('/v1/graph?')).links.forEach(expectKnown);
        const { data: stats } = await get('/v1/stats?');
        expect([stats.total, ...stats.excluded].reduce((sum: number, { count }: JsonBody) => sum + count, 0)).toBe(known.size);
        const { data: outlook } = await get('/v1/outlook?');
        for (const { deal, chipCommitment } of [...outlook.scheduled, ...outlook.unscheduledUnits])
          expect(deal === null ? commitments.has(chipCommitment) : known.has(deal)).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it('selects the same flows and links in memory as in the database', async () => {
    const loadInMemory = createGraphSnapshotLoader();
    const versions = await dataset.database.read(async ({ orm, tables: { flows } }) =>
      orm.selectDistinct({ from: flows.knownFrom, to: flows.knownTo }).from(flows),
    );
    const changes = versions.flatMap(({ from, to }) => [from, to ?? from]);
    const aroundChange = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -1, max: 1 }))
      .map(([day, offset]) => addDays(day, offset));
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyDay, aroundChange, fc.constant(undefined)), async (day) => {
        const [kept, read] = await dataset.database.read(async (session) => [
          await loadInMemory(session, day, datasetDate),
          await loadGraphSnapshot(session, day, datasetDate),
        ]);
        expect(kept.asOf).toEqual(read.asOf);
        expect(kept.flows).toEqual(read.flows);
        for (const { deal, chipCommitment } of read.flows) {
          expect(kept.dealLinks.umbrellaOf(deal ?? '')).toBe(read.dealLinks.umbrellaOf(deal ?? ''));
          expect(kept.dealLinks.commitmentOverlaps(chipCommitment ?? '')).toEqual(read.dealLinks.commitmentOverlaps(chipCommitment ?? ''));
        }
      }),
      { numRuns: 4 * runs },
    );
  });

  it('has no deal, event, citation, term, participant, share or source of a later day', async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, async (day) => {
        for (
          let path: string | null = `/v1/deals?limit=200&include=history,evidence,sources,stakes,chipCommitments&asOf=${day}`;
          path !== null;
        ) {
          const { body }: Response = await dataset.request.get(path).expect(200);
          expect(body.meta.asOf).toBe(day);
          for (const deal of body.data) expectDeal(day, deal);
          for (const source of Object.values(body.included.sources as JsonBody)) expect(source.knownFrom <= day, source.id).toBe(true);
          for (const stake of Object.values(body.included.stakes as JsonBody)) expect(stake.knownFrom <= day, stake.id).toBe(true);
          for (const commitment of Object.values(body.included.chipCommitments as JsonBody))
            for (const event of commitment.history) expectEventOf(day, event, commitment.id);
          const next: string | null = body.page.next;
          path = next === null ? null : `${path.replace(/&cursor=.*/, '')}&cursor=${next}`;
        }
      }),
      { numRuns: runs },
    );
  });

  it('lists no stake, valuation, commitment or source of a later day', async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, async (day) => {
        for (const collection of ['stakes', 'valuations', 'financials']) {
          for (const record of await collectPages(dataset.request, `/v1/${collection}?limit=200&asOf=${day}`)) {
            expect(record.citations.length).toBeGreaterThan(0);
            for (const { source } of record.citations) expect(isOut(source, day), `${record.id}: ${source}`).toBe(true);
            if (record.endedOn !== undefined) expect(lastDay(record.endedOn) < day).toBe(true);
          }
        }
        for (const commitment of await collectPages(dataset.request, `/v1/chip-commitments?limit=200&asOf=${day}`)) {
          for (const event of commitment.history) expectEventOf(day, event, commitment.id);
        }
        for (const source of await collectPages(dataset.request, `/v1/sources?limit=200&asOf=${day}`))
          expect(source.knownFrom <= day, source.id).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it('has nothing of a later day at any endpoint with any include', async () => {
    const endpoints = [
      '/v1/deals?limit=200&include=companies,sources,stakes,chipCommitments,history,evidence',
      '/v1/deals?limit=200&sort=-amountUsd&amountUsdMin=1e9&include=sources',
      '/v1/stakes?limit=200&include=companies,sources,deals',
      '/v1/valuations?limit=200&include=companies,sources,deals',
      '/v1/financials?limit=200&include=companies,sources',
      '/v1/chip-commitments?limit=200&include=companies,sources,chips,deals',
      '/v1/sources?limit=200&include=deals',
      '/v1/events?limit=200&include=deals,sources',
      '/v1/companies/openai?',
      '/v1/companies/nvidia/deals?limit=200&include=sources,history',
      '/v1/companies/nvidia/stakes?include=sources,deals',
      '/v1/companies/nvidia/valuations?include=sources,deals',
      '/v1/companies/nvidia/chip-commitments?include=sources,deals',
      '/v1/companies/openai/funding?',
      '/v1/companies/anthropic/funding?',
      '/v1/deals/openai-nvidia-100b-loi?include=evidence,sources,stakes,chipCommitments',
      '/v1/stakes/microsoft-openai-2025-10-28?include=deals,sources',
      '/v1/sources/secwatch-2026-05-15-amazon-8k?include=deals',
      '/v1/chip-commitments/openai-nvidia-10gw?include=deals,sources',
    ];
    const expectNothingLater = (day: string, value: unknown, where: string): void => {
      if (Array.isArray(value)) for (const one of value) expectNothingLater(day, one, where);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      const answer = value as JsonBody;
      if (answer.knownFrom !== undefined) expect(answer.knownFrom <= day, `${where} ${answer.id}`).toBe(true);
      if (answer.reportedOn !== undefined && answer.reportedOn !== null)
        expect(lastDay(answer.reportedOn) <= day, `${where} ${answer.reportedOn}`).toBe(true);
      for (const { source } of answer.citations ?? []) expect(isOut(source, day, answer.reportedOn), `${where} ${source}`).toBe(true);
      for (const [name, inner] of Object.entries(answer)) expectNothingLater(day, inner, `${where}/${name}`);
    };
    await fc.assert(
      fc.asyncProperty(anyDay, fc.constantFrom(...endpoints), async (day, endpoint) => {
        const { body, status } = await dataset.request.get(`${endpoint}${endpoint.endsWith('?') ? '' : '&'}asOf=${day}`);
        if (status !== 404) expect(status).toBe(200);
        expectNothingLater(day, body.data, endpoint);
        expectNothingLater(day, body.included, endpoint);
      }),
      { numRuns: 8 * runs },
    );
  });

  it('contains on a later day all records of an earlier day', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDay,
        anyDay,
        fc.constantFrom('deals', 'stakes', 'valuations', 'chip-commitments', 'sources'),
        async (one, other, collection) => {
          const [earlier, later] = [one, other].sort();
          const before = await collectPages(dataset.request, `/v1/${collection}?limit=200&fields=id&asOf=${earlier}`);
          const after = new Set(
            (await collectPages(dataset.request, `/v1/${collection}?limit=200&fields=id&asOf=${later}`)).map(({ id }) => id),
          );
          for (const { id } of before) expect(after.has(id), `${id} was known on ${earlier}, but not on ${later}`).toBe(true);
        },
      ),
      { numRuns: runs },
    );
  });

  it('filters, counts and searches by what was known', async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, fc.constantFrom('openai', 'nvidia', 'anthropic', 'microsoft'), async (day, company) => {
        const all = await collectPages(dataset.request, `/v1/deals?limit=200&include=history&asOf=${day}`);
        const takesPart = all.filter((deal) => deal.participants.some((participant: JsonBody) => participant.company === company));
        const filtered = await collectPages(dataset.request, `/v1/companies/${company}/deals?limit=200&include=history&asOf=${day}`);
        const byId = (list: JsonBody[]) => list.map(({ id }) => id).sort();
        expect(byId(filtered)).toEqual(byId(takesPart));
        const { counts, newestValuation } = (await dataset.request.get(`/v1/companies/${company}?asOf=${day}`).expect(200)).body.data;
        expect(counts.deals).toBe(takesPart.length);
        if (newestValuation !== null) expect(newestValuation.knownFrom <= day).toBe(true);
        const cited = all.filter((deal) =>
          deal.history.some((event: JsonBody) => event.citations.some((citation: JsonBody) => citation.attribution === 'filing')),
        );
        expect(byId(await collectPages(dataset.request, `/v1/deals?limit=200&attribution=filing&asOf=${day}`))).toEqual(byId(cited));
        const known = new Set(all.map(({ id }) => id));
        const { body } = await dataset.request.get(`/v1/search?q=${company}&collection=deals&limit=100&asOf=${day}`).expect(200);
        for (const hit of body.data) {
          expect(known.has(hit.id), hit.id).toBe(true);
          const visible = JSON.stringify(all.find(({ id }) => id === hit.id));
          for (const { field, text } of hit.highlights)
            if (field === 'history' || field === 'summary') expect(visible).toContain(JSON.stringify(text).slice(1, -1));
        }
      }),
      { numRuns: runs },
    );
  });

  it('equals the response without asOf for today, except for meta and staleDays', async () => {
    const today = new Date().toISOString().slice(0, 10);
    for (const path of [
      '/v1',
      '/v1/deals?limit=200&include=history,evidence,companies',
      '/v1/deals/openai-aws-compute',
      '/v1/companies/openai',
      '/v1/stakes',
      '/v1/valuations?limit=200',
      '/v1/chip-commitments?limit=200',
      '/v1/sources/amazon-2026-02-27-8k',
      '/v1/search?q=trainium',
      '/v1/events?limit=200&include=deals',
      '/v1/transitions',
    ]) {
      const separator = path.includes('?') ? '&' : '?';
      const [plain, dated] = [await dataset.request.get(path), await dataset.request.get(`${path}${separator}asOf=${today}`)];
      const withoutDay = (text: string) => text.replace(/"meta":.*$/, '').replace(/"next":"[^"]+"|,"staleDays":\d+/g, '');
      expect(withoutDay(dated.text), path).toBe(withoutDay(plain.text));
    }
  });

  it('with a future day equals that of today and states it in meta', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { body } = await dataset.request.get('/v1/deals?limit=1&asOf=2999-01-01').expect(200);
    expect(body.meta).toMatchObject({ asOf: today, asOfRequested: '2999-01-01' });
  });

  it('is not served from the cache of the day before', async () => {
    const [first, second] = [nextDay(datasetDate), addDays(datasetDate, 2)];
    let now = `${first}T23:59:59Z`;
    const { request, close } = await openApp(dataset.database, {}, () => new Date(now));
    const metaOf = async () => (await request.get(`/v1/chips?asOf=${second}&limit=1`).expect(200)).body.meta;
    expect(await metaOf()).toMatchObject({ asOf: first, asOfRequested: second });
    now = `${second}T00:00:00Z`;
    expect(await metaOf()).toEqual({ asOf: second, dataVersion: dataVersionAfter(0) });
    await close();
  });

  it('has a longer cache lifetime, and its cursor is valid for its day only', async () => {
    const { body, headers } = await dataset.request.get('/v1/deals?limit=1&asOf=2025-12-20').expect(200);
    expect(headers['cache-control']).toBe('public, max-age=300');
    expectProblem(await dataset.request.get(`/v1/deals?limit=1&asOf=2025-12-21&cursor=${body.page.next}`), 400);
  });

  it.each(['2025-12', '2025', '2025-02-30', 'yesterday', ''])('returns 400 for the day %s', async (day) => {
    expectProblem(await dataset.request.get(`/v1/deals?asOf=${day}`), 400);
  });

  it('returns 400 with view=record', async () => {
    expectProblem(await dataset.request.get('/v1/deals/openai-aws-compute?view=record&asOf=2025-12-20'), 400);
  });
});

describe('the deal between OpenAI and Amazon', () => {
  const at = (day: string) => dataset.request.get(`/v1/deals/openai-amazon-equity-investment?include=evidence&asOf=${day}`);

  it('returns 404 on the day before its first report and states when it was reported', async () => {
    const response = await at('2025-12-15');
    expectProblem(response, 404);
    expect(response.body.detail).toContain('became known on 2025-12-16');
  });

  it('is in talks at $10 billion on 20 December 2025', async () => {
    const { data } = (await at('2025-12-20').expect(200)).body;
    expect(data).toMatchObject({
      status: 'in_talks',
      certainty: 'speculative',
      amountUsd: { max: 10_000_000_000 },
      lastReportedOn: '2025-12-18',
      announcedOn: null,
    });
    expect(data.participants.find(({ company }: JsonBody) => company === 'amazon').amount).toBeUndefined();
    expect(data.history).toHaveLength(3);
  });

  it('is in talks at up to $50 billion on 10 February 2026', async () => {
    const { data } = (await at('2026-02-10').expect(200)).body;
    expect(data).toMatchObject({ status: 'in_talks', amount: { min: null, max: 50_000_000_000 }, lastReportedOn: '2026-01-29' });
  });

  it('is signed today', async () => {
    const { data } = (await dataset.request.get('/v1/deals/openai-amazon-equity-investment').expect(200)).body;
    expect(data).toMatchObject({ status: 'signed', certainty: 'binding', partOf: 'openai-2026-mega-round' });
  });
});
