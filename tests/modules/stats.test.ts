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

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

/** Folds a history by the documented rules, independently of the code under test. */
const certaintyOf: Record<string, number> = {
  rumored: 1,
  in_talks: 1,
  letter_of_intent: 2,
  announced: 2,
  signed: 3,
  closed: 3,
};

interface Event {
  status: string;
  occurredOn?: string | undefined;
  reportedOn: string;
  amount?: { min: number | null; max: number | null; usdPerUnit?: number | undefined } | undefined;
}

const isEnd = ({ status }: Event) => status === 'lapsed' || status === 'terminated';
const sinceEnd = <One extends Event>(history: readonly One[]): One[] => history.slice(history.findLastIndex(isEnd) + 1);

/** The strength of each event; one that amends or stalls keeps what the events before it reached since the last end. */
const strengthsOf = (history: readonly Event[]): number[] => {
  let reached = 0;
  return history.map((event) => {
    const strength = isEnd(event) ? 0 : (certaintyOf[event.status] ?? (reached || 2));
    reached = isEnd(event) ? 0 : Math.max(reached, strength);
    return strength;
  });
};

const strengthOf = (history: readonly Event[]) => Math.max(0, ...strengthsOf(history));

const termOf = <Term>(history: readonly Event[], read: (event: Event) => Term | undefined): Term | undefined => {
  const strengths = strengthsOf(history);
  const strength = Math.max(0, ...strengths);
  const at = (wanted: number, before = history.length) =>
    history
      .slice(0, before)
      .filter((_, index) => strengths[index] === wanted)
      .findLast((event) => read(event) !== undefined);
  const event = at(strength) ?? at(2, strengths.indexOf(strength));
  return event === undefined ? undefined : read(event);
};

const usd = (amount: Event['amount']) => {
  const convert = (value: number | null) => (value === null ? null : Math.round(value * (amount?.usdPerUnit ?? 1)));
  return amount === undefined
    ? { low: 0, high: null, openEnded: 0 }
    : { low: convert(amount.min) ?? 0, high: convert(amount.max) ?? convert(amount.min), openEnded: Number(amount.max === null) };
};

describe('GET /v1/stats', () => {
  it('returns totals of deals that equal an independent sum of the files', async () => {
    const deals = readRecords('deals');
    const counting = deals.flatMap((deal) => {
      const alive = sinceEnd(deal.history);
      const strength = strengthOf(alive);
      const isReplaced = deals.some((other) => other.supersedes?.includes(deal.id) && strengthOf(other.history) >= strength);
      return strength < 2 || isReplaced ? [] : [{ deal, ...usd(termOf(alive, ({ amount }) => amount)) }];
    });
    const byId = new Map(counting.map((one) => [one.deal.id, one]));
    const worth = (one: (typeof counting)[number]): { low: number; high: number | null; unknown: number; openEnded: number } => {
      const parts = counting.filter(({ deal }) => deal.partOf === one.deal.id).map(worth);
      const low = parts.reduce((sum, part) => sum + part.low, 0);
      const known = parts.filter(({ high }) => high !== null);
      const high = known.reduce((sum, part) => sum + (part.high ?? 0), 0);
      const isOwn = known.length === 0 || (one.high !== null && one.high >= high);
      return {
        low: Math.max(one.low, low),
        high: isOwn ? one.high : high,
        unknown: isOwn ? Number(one.high === null) : parts.reduce((sum, part) => sum + part.unknown, 0),
        openEnded: isOwn ? one.openEnded : parts.reduce((sum, part) => sum + part.openEnded, 0),
      };
    };
    const tops = counting.filter(({ deal }) => deal.partOf === undefined || !byId.has(deal.partOf));
    const sum = (some: typeof counting) => {
      const amounts = some.map(worth);
      const known = amounts.filter(({ high }) => high !== null);
      return {
        count: some.length,
        usd: {
          low: amounts.reduce((total, { low }) => total + low, 0),
          high: some.length > 0 && known.length === 0 ? null : known.reduce((total, { high }) => total + (high ?? 0), 0),
          unknown: amounts.reduce((total, { unknown }) => total + unknown, 0),
          openEnded: amounts.reduce((total, { openEnded }) => total + openEnded, 0),
        },
      };
    };
    const { data, meta } = await get('/v1/stats?groupBy=kind');
    expect(data.total).toEqual(sum(tops));
    expect(meta.partitions).toBe(true);
    for (const { key, count, usd: of } of data.rows)
      expect({ key, count, usd: of }).toEqual({ key, ...sum(tops.filter(({ deal }) => deal.kind === key.kind)) });
    const announced = (history: readonly Event[]) => {
      const strengths = strengthsOf(history);
      const event = history[strengths.findIndex((strength) => strength >= 2)];
      return (event?.occurredOn ?? event?.reportedOn)?.slice(0, 4);
    };
    const years = (await get('/v1/stats?groupBy=year')).data.rows;
    for (const { key, count, usd: of } of years)
      expect({ count, usd: of }, key.year).toEqual(sum(tops.filter(({ deal }) => announced(deal.history) === key.year)));
    expect([data.total, ...data.excluded].reduce((total: number, one: JsonBody) => total + one.count, 0)).toBe(deals.length);
  });

  it('returns totals of chip commitments, units and megawatts that equal an independent sum of the files', async () => {
    const dead = new Set(
      (await collectPages(dataset.request, '/v1/deals?certainty=dead&limit=200&fields=id')).map(({ id }: JsonBody) => id),
    );
    const counting = readRecords('chip-commitments').filter(
      ({ history, deal }) => strengthOf(sinceEnd(history)) >= 2 && (deal === undefined || !dead.has(deal)),
    );
    const { data } = await get('/v1/stats?of=chip-commitments&groupBy=chipVendor');
    const low = (term: (event: JsonBody) => { min: number | null } | undefined, some = counting) =>
      some.reduce((total, { history }) => total + (termOf(sinceEnd(history), (event) => term(event as JsonBody))?.min ?? 0), 0);
    expect(data.total.count).toBe(counting.length);
    expect(data.total.units.low).toBe(low(({ units }) => units));
    expect(data.total.powerMw.low).toBe(low(({ powerMw }) => powerMw));
    for (const { key, powerMw, count } of data.rows) {
      const some = counting.filter(({ chipVendor }) => chipVendor === key.chipVendor);
      expect([count, powerMw.low]).toEqual([some.length, low((event) => event.powerMw, some)]);
    }
  });

  it('excludes dead and speculative deals unless certainty includes them', async () => {
    const { data } = await get('/v1/stats');
    const reasons = Object.fromEntries(data.excluded.map((one: JsonBody) => [one.reason, one.count]));
    const talked = await get('/v1/stats?certainty=speculative');
    expect(talked.data.total.count + talked.data.excluded[0].count).toBe(reasons.speculative);
    const all = await get('/v1/stats?certainty=speculative,intended,binding,dead&groupBy=certainty');
    expect(all.data.excluded.slice(1).every(({ count }: JsonBody) => count === 0)).toBe(true);
  });

  it('states if rows overlap, and counts a deal once per row', async () => {
    const { data, meta } = await get('/v1/stats?groupBy=company,role');
    expect(meta.partitions).toBe(false);
    const row = data.rows.find(({ key }: JsonBody) => key.company === 'nvidia' && key.role === 'investor');
    const deals = await collectPages(
      dataset.request,
      '/v1/deals?company=nvidia&role=investor&certainty=intended,binding&limit=200&fields=id',
    );
    expect(row.count).toBeLessThanOrEqual(deals.length);
    expect(row.count).toBeGreaterThan(0);
    const countries = (await get('/v1/stats?groupBy=country&kind=debt')).data.rows.map(({ key }: JsonBody) => key.country);
    expect(countries).toContain('US');
  });

  it.each([
    ['groupBy=nature', 'groupBy', 'deals cannot be grouped by nature'],
    ['of=flows&groupBy=kind', 'groupBy', 'flows cannot be grouped by kind'],
    ['of=flows&status=signed', 'status', 'status is not a filter for of=flows'],
    ['groupBy=kind,kind', 'groupBy', 'must not repeat a key'],
    ['groupBy=kind,year,status', 'groupBy', 'At most two keys'],
    ['of=stakes', 'of', ''],
    ['company=openia', 'company', 'Did you mean "openai"?'],
  ])('returns 400 for %s', async (query, parameter, message) => {
    const response = await dataset.request.get(`/v1/stats?${query}`);
    expectProblem(response, 400);
    expect(response.body.errors).toContainEqual(expect.objectContaining({ parameter, message: expect.stringContaining(message) }));
  });
});
