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

type Interval = { low: number; high: number | null };
type Tranche = { status: string; restated?: true; amount: NonNullable<Event['amount']> };

/** What a deal can count for: conditional money may never be paid, so it is not in the lower bound. */
const countable = (amount: Event['amount'], tranches: readonly Tranche[] | undefined): Interval => {
  const stated = usd(amount);
  if (tranches === undefined) return stated;
  const sum = (end: 'low' | 'high', ...wanted: string[]) =>
    tranches
      .filter(({ status, restated }) => wanted.length === 0 || (wanted.includes(status) && restated === undefined))
      .reduce((total, { amount: of }) => total + (usd(of)[end] ?? 0), 0);
  const firm = sum('low', 'paid', 'committed');
  if (amount === undefined) return { low: firm, high: sum('high', 'paid', 'committed', 'conditional') };
  // Cancelled money, and money of other deals, does not count.
  const gone = tranches
    .filter(({ status, restated }) => status === 'cancelled' || restated)
    .reduce((total, { amount: of }) => total + usd(of).low, 0);
  const high = stated.high === null ? null : stated.high - gone;
  return { low: Math.min(firm + Math.max(0, stated.low - sum('high')), high ?? Number.POSITIVE_INFINITY), high };
};

describe('GET /v1/stats', () => {
  it('returns totals of deals by kind and year that equal an independent sum of the files', async () => {
    const deals = readRecords('deals');
    const counting = deals.flatMap((deal) => {
      const alive = sinceEnd(deal.history);
      const strength = strengthOf(alive);
      const isReplaced = deals.some((other) => other.supersedes?.includes(deal.id) && strengthOf(other.history) >= strength);
      if (strength < 2 || isReplaced) return [];
      const setBy = termOf(alive, (event) => (event.amount === undefined ? undefined : event));
      const tranches = termOf(alive, (event) => ('tranches' in event ? event : undefined));
      const strengths = strengthsOf(deal.history);
      const first = deal.history[strengths.findIndex((one) => one >= 2)];
      const announcedOn = first?.occurredOn ?? first?.reportedOn;
      return [
        {
          deal,
          year: (setBy ?? tranches)?.reportedOn.slice(0, 4) ?? announcedOn?.slice(0, 4) ?? 'unknown',
          ...countable(setBy?.amount, (tranches as { tranches?: Tranche[] } | undefined)?.tranches),
        },
      ];
    });
    const passed = new Set(counting.map(({ deal }) => deal.id));
    const kept = counting.filter(({ deal }) => !deal.overlaps?.some((id) => passed.has(id)));
    const partsOf = (id: string) => kept.filter(({ deal }) => deal.partOf === id);
    const familyOf = (one: (typeof kept)[number]): Interval => {
      const rest = remainderOf(one);
      return partsOf(one.deal.id)
        .map(familyOf)
        .reduce((sum, part) => ({ low: sum.low + part.low, high: (sum.high ?? 0) + (part.high ?? 0) }), rest);
    };
    const remainderOf = (one: (typeof kept)[number]): Interval => {
      const parts = partsOf(one.deal.id).map(familyOf);
      if (parts.length === 0) return one;
      const sum = (end: 'low' | 'high') => parts.reduce((total, part) => total + (part[end] ?? 0), 0);
      const high = Math.max(0, (one.high ?? 0) - sum('high'));
      return { low: Math.min(high, Math.max(0, one.low - sum('low'))), high };
    };
    const sum = (some: typeof kept) => {
      const amounts = some.map(remainderOf);
      return [some.length, amounts.reduce((total, { low }) => total + low, 0), amounts.reduce((total, { high }) => total + (high ?? 0), 0)];
    };
    const { data, meta } = await get('/v1/stats?groupBy=kind');
    expect(meta.partitions).toBe(true);
    expect(data.total).toMatchObject({ count: kept.length, usd: null, tranches: null });
    for (const { key, count, usd: of } of data.rows)
      expect([count, of.low, of.high ?? 0], key.kind).toEqual(sum(kept.filter(({ deal }) => deal.kind === key.kind)));
    for (const { key, count } of (await get('/v1/stats?groupBy=year')).data.rows)
      expect(count, key.year).toBe(kept.filter(({ year }) => year === key.year).length);
    expect([data.total, ...data.excluded].reduce((total: number, one: JsonBody) => total + one.count, 0)).toBe(deals.length);
  });

  it('counts a contract in the year of the report that set its amount', async () => {
    const { amountReportedOn, announcedOn } = (await get('/v1/deals/openai-microsoft-azure-compute')).data;
    expect([announcedOn.slice(0, 4), amountReportedOn.slice(0, 4)]).toEqual(['2019', '2025']);
    const { data } = await get('/v1/stats?groupBy=year&kind=compute_contract');
    expect(data.rows.filter(({ key }: JsonBody) => key.year === '2019')).toEqual([]);
    const announced = await get('/v1/stats?groupBy=announcedYear&kind=compute_contract');
    expect(announced.data.rows[0]).toMatchObject({ key: { announcedYear: '2019' }, usd: { low: 250_000_000_000 } });
  });

  it('returns totals of chip commitments, units and megawatts that equal an independent sum of the files', async () => {
    const dead = new Set(
      (await collectPages(dataset.request, '/v1/deals?certainty=dead&limit=200&fields=id')).map(({ id }: JsonBody) => id),
    );
    const alive = readRecords('chip-commitments').filter(
      ({ history, deal }) => strengthOf(sinceEnd(history)) >= 2 && (deal === undefined || !dead.has(deal)),
    );
    const counting = alive.filter(({ overlaps = [] }) => !alive.some(({ deal }) => deal !== undefined && overlaps.includes(deal)));
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
