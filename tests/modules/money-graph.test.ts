import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { cyclesByBruteForce, flow } from '../support/flow-graphs.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('circular financing in the real dataset', () => {
  it.each(['microsoft.openai', 'amazon.openai', 'amd.openai', 'coreweave.nvidia', 'alphabet.anthropic', 'amazon.anthropic'])(
    'finds %s as a cycle of two, every leg of which opens to sources',
    async (id) => {
      const [first] = id.split('.');
      const { data, included } = await get(
        `/v1/cycles?contains=${first}&class=circular_financing&maxLength=2&limit=200&include=flows,deals,chipCommitments,sources,companies`,
      );
      const cycle = data.find((one: JsonBody) => one.id === id);
      expect(cycle.pattern).toMatch(/^(supplier_finances_customer|mutual)$/);
      for (const leg of cycle.legs) {
        expect(leg.flows.length).toBeGreaterThan(0);
        for (const flowId of leg.flows) {
          const { deal, chipCommitment, fromGroup, toGroup } = included.flows[flowId];
          expect([fromGroup, toGroup]).toEqual([leg.from, leg.to]);
          const record = deal === null ? included.chipCommitments[chipCommitment] : included.deals[deal];
          expect(leg.deals.includes(deal) || leg.chipCommitments.includes(chipCommitment)).toBe(true);
          const collection = deal === null ? 'chip-commitments' : 'deals';
          const { body } = await dataset.request.get(`/v1/${collection}/${record.id}?include=sources`).expect(200);
          expect(Object.keys(body.included.sources).length).toBeGreaterThan(0);
          for (const source of Object.keys(body.included.sources)) expect(included.sources[source].url).toMatch(/^https?:/);
        }
      }
    },
  );

  it('has Nvidia in more of its cycles than any other group', async () => {
    const { data } = await get('/v1/scores?samples=0');
    const [first, second] = data.hubs;
    expect(first.group).toBe('nvidia');
    expect(first.cycles).toBeGreaterThan(second.cycles);
    const { page } = await get('/v1/cycles?contains=nvidia&class=circular_financing&total=true&limit=1');
    expect(page.total).toBe(first.cycles);
    expect(data.paper.hubs[0].group).toBe('nvidia');
    expect(data.paper.loops.map(({ groups }: JsonBody) => groups.join('.'))).toContain('microsoft.openai');
    for (const { groups } of data.paper.cycles) expect(groups.length).toBeGreaterThan(2);
  });

  it('did not know a cycle before its last leg was known', async () => {
    const on = async (day: string) =>
      (await collectPages(dataset.request, `/v1/cycles?contains=amd&maxLength=2&limit=200&asOf=${day}`)).map(({ id }: JsonBody) => id);
    expect(await on('2025-10-05')).not.toContain('amd.openai');
    expect(await on('2025-10-06')).toContain('amd.openai');
  });

  it('reads the same from a GraphML export, through a reader of others', async () => {
    const { text } = await dataset.request.get('/v1/graph?format=graphml').buffer().expect(200);
    // The types of the packages are those of ES modules, the packages are not.
    const require = createRequire(import.meta.url);
    const { MultiDirectedGraph } = require('graphology') as typeof import('graphology');
    const { parse } = require('graphology-graphml') as {
      parse: (type: typeof MultiDirectedGraph, text: string) => InstanceType<typeof MultiDirectedGraph>;
    };
    const graph = parse(MultiDirectedGraph, text);
    const flows = graph.mapEdges((_edge, { nature }, source, target) =>
      flow(source, target, { nature: nature as 'financing' | 'purchase' }),
    );
    const expected = await collectPages(dataset.request, '/v1/cycles?limit=200&maxLength=4');
    const found = cyclesByBruteForce(flows, 4);
    expect([...found.keys()].sort()).toEqual(expected.map(({ id }: JsonBody) => id).sort());
    const naturesBetween = new Map<string, Set<string>>();
    for (const { from, to, nature } of flows)
      naturesBetween.set(`${from} ${to}`, (naturesBetween.get(`${from} ${to}`) ?? new Set()).add(nature));
    for (const { id, groups, class: cycleClass } of expected) {
      const natures = new Set(
        groups.flatMap((group: string, index: number) => [
          ...(naturesBetween.get(`${group} ${groups[(index + 1) % groups.length]}`) ?? []),
        ]),
      );
      expect(cycleClass === 'circular_financing', id).toBe(natures.size === 2);
    }
  });

  it('is written in every form of the graph, with every group and link', async () => {
    const { nodes, links } = await get('/v1/graph?format=json');
    const text = async (format: string) => (await dataset.request.get(`/v1/graph?format=${format}`).buffer().expect(200)).text;
    const count = (body: string, pattern: RegExp) => body.match(pattern)?.length;
    expect(count(await text('gexf'), /<node /g)).toBe(nodes.length);
    expect(count(await text('gexf'), /<edge /g)).toBe(links.length);
    expect(count(await text('dot'), /^ {2}"[^"]+" \[label=/gm)).toBe(nodes.length);
    expect(count(await text('dot'), / -> /g)).toBe(links.length);
    expect(count(await text('mermaid'), /^ {2}n\d+\["/gm)).toBe(nodes.length);
    expect(count(await text('mermaid'), /\| n\d+$/gm)).toBe(links.length);
    const byAccept = await dataset.request.get('/v1/graph').set('Accept', 'text/vnd.graphviz').buffer().expect(200);
    expect(byAccept.headers['content-type']).toBe('text/vnd.graphviz; charset=utf-8');
    expect(byAccept.text).toBe(await text('dot'));
  });
});

describe('flows', () => {
  it('name the deals that give none, with their sum', async () => {
    const flows = await collectPages(dataset.request, '/v1/flows?limit=200');
    const { meta } = await get('/v1/flows?limit=1');
    const giving = new Set(flows.map(({ deal }: JsonBody) => deal));
    const deals = await collectPages(dataset.request, '/v1/deals?limit=200&fields=id');
    const [excluded] = meta.excluded;
    expect(excluded.reason).toBe('no_flow');
    expect(excluded.count).toBe(deals.filter(({ id }: JsonBody) => !giving.has(id)).length);
    expect(excluded.usd.low).toBeGreaterThan(0);
  });

  it('point to a record each, and are filtered by what they are', async () => {
    for (const one of await collectPages(dataset.request, '/v1/flows?limit=200&nature=purchase&implied=true&certainty=binding'))
      expect(one).toMatchObject({
        nature: 'purchase',
        implied: true,
        certainty: 'binding',
        deal: one.chipCommitment === null ? expect.any(String) : null,
      });
    const guarantees = await collectPages(dataset.request, '/v1/flows?contingent=true&limit=200');
    expect(guarantees.length).toBeGreaterThan(0);
    for (const one of guarantees) expect(one.contingent).toBe(true);
    for (const one of await collectPages(dataset.request, '/v1/flows?kind=debt&amountUsdMin=10000000000&limit=200'))
      expect(one.usd.high).toBeGreaterThanOrEqual(10_000_000_000);
  });
});

/** The fold of a history, written once more from the rules, for sums that share nothing with the code under test. */
const certaintyOf: Record<string, number> = {
  rumored: 1,
  in_talks: 1,
  letter_of_intent: 2,
  announced: 2,
  signed: 3,
  closed: 3,
  amended: 3,
};
interface Event {
  status: string;
  occurredOn?: string | undefined;
  reportedOn: string;
  amount?: { min: number | null; max: number | null; usdPerUnit?: number | undefined } | undefined;
}
const sinceEnd = (history: readonly Event[]) => {
  const end = history.findLastIndex(({ status }) => certaintyOf[status] === undefined);
  return end === history.length - 1 ? [] : history.slice(end + 1);
};
const strengthOf = (history: readonly Event[]) => Math.max(0, ...history.map(({ status }) => certaintyOf[status] ?? 0));
const termOf = <Term>(history: readonly Event[], read: (event: Event) => Term | undefined): Term | undefined => {
  const strength = strengthOf(history);
  const first = history.findIndex(({ status }) => certaintyOf[status] === strength);
  const at = (events: readonly Event[], wanted: number) =>
    events.filter(({ status }) => certaintyOf[status] === wanted).findLast((event) => read(event) !== undefined);
  const event = at(history, strength) ?? at(history.slice(0, first), 2);
  return event === undefined ? undefined : read(event);
};
const usd = (amount: Event['amount']) => {
  const convert = (value: number | null) => (value === null ? null : Math.round(value * (amount?.usdPerUnit ?? 1)));
  return amount === undefined
    ? { low: 0, high: null }
    : { low: convert(amount.min) ?? 0, high: convert(amount.max) ?? convert(amount.min) };
};

describe('totals', () => {
  it('of deals equal sums made from the files by another route', async () => {
    const deals = readRecords('deals');
    const counting = deals.flatMap((deal) => {
      const alive = sinceEnd(deal.history);
      const strength = strengthOf(alive);
      const isReplaced = deals.some((other) => other.supersedes?.includes(deal.id) && strengthOf(other.history) >= strength);
      return strength < 2 || isReplaced ? [] : [{ deal, ...usd(termOf(alive, ({ amount }) => amount)) }];
    });
    const byId = new Map(counting.map((one) => [one.deal.id, one]));
    const worth = (one: (typeof counting)[number]): { low: number; high: number | null; unknown: number } => {
      const parts = counting.filter(({ deal }) => deal.partOf === one.deal.id).map(worth);
      const low = parts.reduce((sum, part) => sum + part.low, 0);
      const known = parts.filter(({ high }) => high !== null);
      const high = known.reduce((sum, part) => sum + (part.high ?? 0), 0);
      const isOwn = known.length === 0 || (one.high !== null && one.high >= high);
      return {
        low: Math.max(one.low, low),
        high: isOwn ? one.high : high,
        unknown: isOwn ? Number(one.high === null) : parts.reduce((sum, part) => sum + part.unknown, 0),
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
        },
      };
    };
    const { data, meta } = await get('/v1/stats?groupBy=kind');
    expect(data.total).toEqual(sum(tops));
    expect(meta.partitions).toBe(true);
    for (const { key, count, usd: of } of data.rows)
      expect({ key, count, usd: of }).toEqual({ key, ...sum(tops.filter(({ deal }) => deal.kind === key.kind)) });
    const announced = (history: readonly Event[]) => {
      const event = history.find(({ status }) => (certaintyOf[status] ?? 0) >= 2);
      return (event?.occurredOn ?? event?.reportedOn)?.slice(0, 4);
    };
    const years = (await get('/v1/stats?groupBy=year')).data.rows;
    for (const { key, count, usd: of } of years)
      expect({ count, usd: of }, key.year).toEqual(sum(tops.filter(({ deal }) => announced(deal.history) === key.year)));
    expect([data.total, ...data.excluded].reduce((total: number, one: JsonBody) => total + one.count, 0)).toBe(deals.length);
  });

  it('of chip commitments equal sums made from the files, chips and megawatts too', async () => {
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

  it('leave out what is dead or only talked of unless it is asked for', async () => {
    const { data } = await get('/v1/stats');
    const reasons = Object.fromEntries(data.excluded.map((one: JsonBody) => [one.reason, one.count]));
    const talked = await get('/v1/stats?certainty=speculative');
    expect(talked.data.total.count + talked.data.excluded[0].count).toBe(reasons.speculative);
    const all = await get('/v1/stats?certainty=speculative,intended,binding,dead&groupBy=certainty');
    expect(all.data.excluded.slice(1).every(({ count }: JsonBody) => count === 0)).toBe(true);
  });

  it('say when rows do not add up, and count a deal once in each row', async () => {
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
  ])('refuse %s', async (query, parameter, message) => {
    const response = await dataset.request.get(`/v1/stats?${query}`);
    expectProblem(response, 400);
    expect(response.body.errors).toContainEqual(expect.objectContaining({ parameter, message: expect.stringContaining(message) }));
  });
});

describe('the outlook', () => {
  it('drops nothing: years and what is unscheduled add up to all that counts', async () => {
    const { data } = await get('/v1/outlook');
    const sum = (all: JsonBody[], end: 'low' | 'high') => all.reduce((total, { usd: of }) => total + (of[end] ?? 0), 0);
    for (const end of ['low', 'high'] as const) expect(sum(data.years, end) + data.unscheduled.usd[end]).toBe(data.total.usd[end]);
    expect(data.scheduled.length + data.unscheduledUnits.length).toBe(data.total.count);
    const oracle = data.scheduled.find(({ deal }: JsonBody) => deal === 'openai-oracle-300b');
    expect(oracle).toMatchObject({ startsOn: '2027', assumedStart: false, fromDay: '2027-01-01', toDay: '2032-01-01' });
    expect(data.scheduled.some(({ assumedStart }: JsonBody) => assumedStart)).toBe(true);
  });
});

describe('exposure', () => {
  it('counts money between two companies once on each side, and names what would stop', async () => {
    const { data: nvidia } = await get('/v1/companies/nvidia/exposure');
    const { data: coreweave } = await get('/v1/companies/coreweave/exposure');
    const other = (exposure: JsonBody, group: string) => exposure.counterparties.find((one: JsonBody) => one.group === group);
    expect(other(nvidia, 'coreweave').paid).toEqual(other(coreweave, 'nvidia').received);
    expect(other(nvidia, 'coreweave').roundTripAsFinancier).toEqual(other(coreweave, 'nvidia').roundTripAsCustomer);
    expect(other(nvidia, 'openai').ifFailed.cyclesCut).toBeGreaterThan(0);
    expect(nvidia.cycles.greatest[0]).toMatch(/nvidia/);
  });

  it('of a subsidiary is its own, and does not hold what the rest of its group does', async () => {
    const { data } = await get('/v1/companies/aws/exposure');
    expect(data.group).toBe('amazon');
    expect(data.received.purchase.low).toBeGreaterThan(0);
    expect(data.counterparties.find(({ group }: JsonBody) => group === 'anthropic')?.paid.financing).toBeUndefined();
  });
});

describe('paths', () => {
  it('chain, end where they should, and refuse a company that is in the same group', async () => {
    const { data } = await get('/v1/paths?from=softbank&to=nvidia&maxLength=3&limit=50&include=deals');
    expect(data.length).toBeGreaterThan(1);
    for (const path of data) {
      expect([path.groups[0], path.groups.at(-1)]).toEqual(['softbank', 'nvidia']);
      expect(path.legs.map(({ to }: JsonBody) => to)).toEqual(path.groups.slice(1));
    }
    const response = await dataset.request.get('/v1/paths?from=aws&to=amazon');
    expectProblem(response, 400);
    expect(response.body.errors[0].message).toContain('/v1/cycles?contains=aws');
  });
});
