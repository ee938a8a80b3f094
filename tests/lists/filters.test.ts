import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

/** Compares every filter of every list with the same filter over the files in plain JavaScript. */

let dataset: DatasetApp;
let answers: Record<string, JsonBody[]>;

const companies = readRecords('companies');
const sources = new Map(readRecords('sources').map((source) => [source.id, source]));
const parentOf = new Map(companies.map(({ id, parent }) => [id, parent]));
const countryOf = new Map(companies.map(({ id, country }) => [id, country]));

const isWithin = (group: string, company: string | undefined): boolean =>
  company !== undefined && (company === group || isWithin(group, parentOf.get(company)));

const lastDay = (date: string): string => {
  const [year = '', month, day] = date.split('-');
  if (day !== undefined) return date;
  return new Date(Date.UTC(Number(year), month === undefined ? 12 : Number(month), 0)).toISOString().slice(0, 10);
};

const headline = (interval: JsonBody | null | undefined): number | null => interval?.max ?? interval?.min ?? null;
const citationsOf = (record: JsonBody): JsonBody[] => record.citations ?? record.history.flatMap((event: JsonBody) => event.citations);
const isFrom = (date: string | null, from: string) => date !== null && lastDay(date) >= from;
const isUpTo = (date: string | null, to: string) => date !== null && lastDay(date) <= to;
const parties = (record: JsonBody): (string | undefined)[] => [record.buyer, record.provider, record.chipVendor];
const says = (texts: (string | undefined)[], word: string) =>
  texts.some((text) =>
    text
      ?.toLowerCase()
      .split(/[^\p{Letter}\p{Number}]+/u)
      .some((one) => one.startsWith(word)),
  );
const nameOf = (id: string) => companies.find((company) => company.id === id)?.name;

const commitments = readRecords('chip-commitments');
const hasCommitmentOf =
  (...vendors: string[]) =>
  ({ id }: JsonBody) =>
    commitments.some(({ deal, chipVendor }) => deal === id && vendors.includes(chipVendor));

const hasBoth = (deal: JsonBody, some: string[], others: string[]) =>
  deal.participants.some((one: JsonBody) =>
    deal.participants.some(
      (other: JsonBody) => one.company !== other.company && some.includes(one.company) && others.includes(other.company),
    ),
  );
const isInvestor = (deal: JsonBody, company: string) =>
  deal.participants.some((one: JsonBody) => one.company === company && ['lead_investor', 'investor'].includes(one.role));

type Case = [filter: string, passes: (record: JsonBody) => boolean];

const citing: Case[] = [
  ['publisher=Reuters', (r) => citationsOf(r).some(({ source }) => sources.get(source)?.publisher === 'Reuters')],
  ['outlet=reuters', (r) => citationsOf(r).some(({ source }) => isByReuters(sources.get(source) ?? {}))],
  ['attribution=filing', (r) => citationsOf(r).some(({ attribution }) => attribution === 'filing')],
  ['attribution=filing,on_record', (r) => citationsOf(r).some(({ attribution }) => ['filing', 'on_record'].includes(attribution))],
];

const formerKinds: Record<string, string[]> = { regulatory_filing: [], press_release: ['company_newsroom'] };
const isByReuters = ({ publisher, originalOutlet = publisher }: JsonBody) => /^reuters\b/i.test(originalOutlet);

const cases: Record<string, Case[]> = {
  deals: [
    ...citing.filter(([filter]) => !filter.startsWith('publisher')),
    ['publisher=CNBC', (r) => citationsOf(r).some(({ source }) => sources.get(source)?.publisher === 'CNBC')],
    [
      'publisher=CNBC&attribution=unnamed_source',
      (r) => citationsOf(r).some((c) => sources.get(c.source)?.publisher === 'CNBC' && c.attribution === 'unnamed_source'),
    ],
    ['source=amazon-2026-02-27-8k', (r) => citationsOf(r).some(({ source }) => source === 'amazon-2026-02-27-8k')],
    ['company=openai', (r) => r.participants.some((p: JsonBody) => p.company === 'openai')],
    ['company=openai,anthropic', (r) => r.participants.some((p: JsonBody) => ['openai', 'anthropic'].includes(p.company))],
    ['role=guarantor', (r) => r.participants.some((p: JsonBody) => p.role === 'guarantor')],
    [
      'company=nvidia&role=investor,lead_investor',
      (r) => r.participants.some((p: JsonBody) => p.company === 'nvidia' && ['investor', 'lead_investor'].includes(p.role)),
    ],
    ['group=amazon', (r) => r.participants.some((p: JsonBody) => isWithin('amazon', p.company))],
    ['group=alphabet&role=supplier', (r) => r.participants.some((p: JsonBody) => isWithin('alphabet', p.company) && p.role === 'supplier')],
    ['company=nvidia&counterparty=openai', (r) => hasBoth(r, ['nvidia'], ['openai'])],
    ['company=nvidia,microsoft&counterparty=microsoft,openai', (r) => hasBoth(r, ['nvidia', 'microsoft'], ['microsoft', 'openai'])],
    [
      'company=amazon&role=lead_investor,investor&counterparty=anthropic',
      (r) => isInvestor(r, 'amazon') && hasBoth(r, ['amazon'], ['anthropic']),
    ],
    [
      'group=amazon&counterpartyGroup=amazon,openai',
      (r) =>
        r.participants.some((one: JsonBody) =>
          r.participants.some(
            (other: JsonBody) =>
              one.company !== other.company &&
              isWithin('amazon', one.company) &&
              (isWithin('amazon', other.company) || isWithin('openai', other.company)),
          ),
        ),
    ],
    ['country=KR', (r) => r.participants.some((p: JsonBody) => countryOf.get(p.company) === 'KR')],
    [
      'company=openai&country=KR',
      (r) =>
        r.participants.some((p: JsonBody) => p.company === 'openai') &&
        r.participants.some((p: JsonBody) => countryOf.get(p.company) === 'KR'),
    ],
    ['chipVendor=nvidia', hasCommitmentOf('nvidia')],
    ['chipVendor=amd,broadcom', hasCommitmentOf('amd', 'broadcom')],
    [
      'chipVendor=nvidia&company=openai',
      (r) => hasCommitmentOf('nvidia')(r) && r.participants.some((p: JsonBody) => p.company === 'openai'),
    ],
    ['kind=warrant', (r) => r.kind === 'warrant'],
    ['stage=early,late', (r) => ['early', 'late'].includes(r.terms?.round?.stage)],
    ['security=delayed_draw_term_loan', (r) => r.terms?.security === 'delayed_draw_term_loan'],
    [
      'seniority=senior&maturesFrom=2031',
      (r) => r.terms?.debt?.seniority === 'senior' && isFrom(r.terms.debt.maturesOn ?? null, '2031-01-01'),
    ],
    ['maturesTo=2030-06', (r) => isUpTo(r.terms?.debt?.maturesOn ?? null, '2030-06-30')],
    ['status=in_talks,rumored', (r) => ['in_talks', 'rumored'].includes(r.status)],
    ['certainty=dead', (r) => r.certainty === 'dead'],
    ['amountUsdMin=10000000000', (r) => (headline(r.amountUsd) ?? -1) >= 1e10],
    ['amountUsdMax=1e9', (r) => headline(r.amountUsd) !== null && Number(headline(r.amountUsd)) <= 1e9],
    [
      'amountUsdMin=1e9&amountUsdMax=2e9',
      (r) => headline(r.amountUsd) !== null && Number(headline(r.amountUsd)) >= 1e9 && Number(headline(r.amountUsd)) <= 2e9,
    ],
    ['announcedFrom=2026', (r) => isFrom(r.announcedOn, '2026-01-01')],
    ['announcedTo=2025-06', (r) => isUpTo(r.announcedOn, '2025-06-30')],
    ['reportedFrom=2026-09-15', (r) => isFrom(r.lastReportedOn, '2026-09-15')],
    ['reportedTo=2024', (r) => isUpTo(r.lastReportedOn, '2024-12-31')],
    [
      'q=trainium',
      (r) =>
        says(
          [r.title, r.summary, ...r.participants.map((p: JsonBody) => nameOf(p.company)), ...r.history.map((e: JsonBody) => e.note)],
          'trainium',
        ),
    ],
  ],
  stakes: [
    ...citing.slice(1),
    ['holder=nvidia', (r) => r.holder === 'nvidia'],
    ['issuer=openai', (r) => r.issuer === 'openai'],
    ['company=coreweave', (r) => r.holder === 'coreweave' || r.issuer === 'coreweave'],
    ['group=alphabet', (r) => isWithin('alphabet', r.holder) || isWithin('alphabet', r.issuer)],
    ['deal=openai-2025-recapitalization', (r) => r.deal === 'openai-2025-recapitalization'],
    ['basis=outstanding_shares', (r) => r.basis === 'outstanding_shares'],
    ['percentMin=20', (r) => (headline(r.percent) ?? -1) >= 20],
    ['percentMax=5.5', (r) => headline(r.percent) !== null && Number(headline(r.percent)) <= 5.5],
    ['valueUsdMin=1e10', (r) => (headline(r.valueUsd) ?? -1) >= 1e10],
    ['observedFrom=2026', (r) => isFrom(r.observedOn, '2026-01-01')],
    ['observedTo=2025', (r) => isUpTo(r.observedOn, '2025-12-31')],
    ['q=microsoft', (r) => says([nameOf(r.holder), nameOf(r.issuer), r.note], 'microsoft')],
  ],
  valuations: [
    ...citing.slice(1),
    ['company=anthropic', (r) => r.company === 'anthropic'],
    ['group=spacex', (r) => isWithin('spacex', r.company)],
    ['basis=market_cap', (r) => r.basis === 'market_cap'],
    ['deal=openai-2025-secondary-500b', (r) => r.deal === 'openai-2025-secondary-500b'],
    ['amountUsdMin=1e12', (r) => (headline(r.amountUsd) ?? -1) >= 1e12],
    ['amountUsdMax=1e9', (r) => headline(r.amountUsd) !== null && Number(headline(r.amountUsd)) <= 1e9],
    ['observedFrom=2026-10', (r) => isFrom(r.observedOn, '2026-10-01')],
    ['observedTo=2022', (r) => isUpTo(r.observedOn, '2022-12-31')],
  ],
  financials: [
    ['company=oracle', (r) => r.company === 'oracle'],
    ['group=alphabet', (r) => isWithin('alphabet', r.company)],
    ['metric=capital_expenditure,cash', (r) => ['capital_expenditure', 'cash'].includes(r.metric)],
    ['basis=guidance', (r) => r.basis === 'guidance'],
    ['amountUsdMin=1e11', (r) => (headline(r.amountUsd) ?? -1) >= 1e11],
    ['periodFrom=2026-07', (r) => isFrom(r.periodEnd, '2026-07-01')],
    ['periodTo=2025', (r) => isUpTo(r.periodEnd, '2025-12-31')],
    ['q=microsoft', (r) => says([nameOf(r.company)], 'microsoft')],
  ],
  'chip-commitments': [
    ...citing.slice(1),
    ['buyer=openai', (r) => r.buyer === 'openai'],
    ['provider=coreweave', (r) => r.provider === 'coreweave'],
    ['chipVendor=amd,broadcom', (r) => ['amd', 'broadcom'].includes(r.chipVendor)],
    ['chip=nvidia-gb300', (r) => r.chips.includes('nvidia-gb300')],
    ['company=google', (r) => parties(r).includes('google')],
    ['group=amazon', (r) => parties(r).some((party) => isWithin('amazon', party))],
    [
      'company=nvidia&counterparty=microsoft,openai',
      (r) => parties(r).includes('nvidia') && parties(r).some((one) => one === 'microsoft' || one === 'openai'),
    ],
    [
      'group=alphabet&counterparty=anthropic',
      (r) => parties(r).includes('anthropic') && parties(r).some((party) => isWithin('alphabet', party)),
    ],
    ['deal=openai-aws-compute', (r) => r.deal === 'openai-aws-compute'],
    ['status=announced', (r) => r.status === 'announced'],
    ['certainty=speculative,intended', (r) => ['speculative', 'intended'].includes(r.certainty)],
    ['amountUsdMin=1e10', (r) => (headline(r.amountUsd) ?? -1) >= 1e10],
    ['unitsMin=100000', (r) => (headline(r.units) ?? -1) >= 100_000],
    ['powerMwMin=1000', (r) => (headline(r.powerMw) ?? -1) >= 1_000],
    ['powerMwMax=500', (r) => headline(r.powerMw) !== null && Number(headline(r.powerMw)) <= 500],
    ['reportedFrom=2026-06', (r) => isFrom(r.lastReportedOn, '2026-06-01')],
    ['reportedTo=2025', (r) => isUpTo(r.lastReportedOn, '2025-12-31')],
  ],
  companies: [
    ['role=neocloud', (r) => r.roles.includes('neocloud')],
    ['role=bank,private_credit', (r) => r.roles.includes('bank') || r.roles.includes('private_credit')],
    ['group=softbank', (r) => isWithin('softbank', r.id)],
    ['identifier=CIK:0001045810,ticker:nasdaq:amd', (r) => r.identifiers?.cik === '1045810' || r.ticker === 'NASDAQ:AMD'],
    ['country=JP,KR', (r) => ['JP', 'KR'].includes(r.country)],
    ['q=softbank', (r) => says([r.name, r.legalName, r.ticker, r.note, ...(r.aliases ?? [])], 'softbank')],
  ],
  chips: [
    ['vendor=aws', (r) => r.vendor === 'aws'],
    ['group=alphabet', (r) => isWithin('alphabet', r.vendor)],
    ['category=asic', (r) => r.category === 'asic'],
  ],
  sources: [
    ['publisher=CNBC', (r) => r.publisher === 'CNBC'],
    [
      'kind=regulatory_filing,press_release',
      (r) => Object.entries(formerKinds).some(([former, kinds]) => [former, ...kinds].includes(r.kind)),
    ],
    ['outlet=THE reuters.', isByReuters],
    ['outlet=reuters&kind=relay', (r) => isByReuters(r) && r.kind === 'relay'],
    ['publishedFrom=2026-10', (r) => isFrom(r.publishedOn, '2026-10-01')],
    ['publishedTo=2023', (r) => isUpTo(r.publishedOn, '2023-12-31')],
  ],
};

beforeAll(async () => {
  dataset = await openDatasetApp();
  answers = {};
  for (const collection of Object.keys(cases)) {
    answers[collection] = await collectPages(
      dataset.request,
      `/v1/${collection}?limit=200${collection === 'deals' ? '&include=history' : ''}`,
    );
  }
});
afterAll(() => dataset.close());

describe.each(Object.entries(cases))('GET /v1/%s', (collection, list) => {
  it.each(list)('%s returns exactly the records of the dataset that match', async (filter, passes) => {
    const all = answers[collection] ?? [];
    const expected = all.filter(passes).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.length);
    const found = await collectPages(dataset.request, `/v1/${collection}?limit=200&${filter}`);
    expect(found.map(({ id }) => id).sort()).toEqual(expected.sort());
    const { body } = await dataset.request.get(`/v1/${collection}?limit=1&total=true&${filter}`).expect(200);
    expect(body.page.total).toBe(expected.length);
  });
});

describe('the filter id', () => {
  it.each([...Object.keys(cases), 'events', 'flows'])(
    'of /v1/%s returns the records with these ids, and ignores unknown ids',
    async (collection) => {
      const all = await collectPages(dataset.request, `/v1/${collection}?limit=200&fields=id`);
      const ids = [all[3]?.id, all.at(-2)?.id];
      const { body } = await dataset.request.get(`/v1/${collection}?id=${ids.join(',')},${ids[0]},no-such-record&total=true`).expect(200);
      expect(body.data.map(({ id }: JsonBody) => id).sort()).toEqual([...ids].sort());
      expect(body.page.total).toBe(2);
    },
  );

  it('accepts 100 ids, and rejects more', async () => {
    const ids = (await collectPages(dataset.request, '/v1/companies?limit=200&fields=id')).map(({ id }) => id);
    const { body } = await dataset.request.get(`/v1/companies?limit=200&id=${ids.slice(0, 100).join(',')}`).expect(200);
    expect(body.data).toHaveLength(100);
    const refused = await dataset.request.get(`/v1/companies?id=${ids.slice(0, 101).join(',')}`);
    expectProblem(refused, 400);
    expect(refused.body.errors[0]).toMatchObject({ parameter: 'id', message: expect.stringContaining('At most 100') });
  });
});

describe('the filter counterparty', () => {
  const pair = (r: JsonBody) => hasBoth(r, ['nvidia'], ['openai']);

  it('selects the events of the deals between two companies', async () => {
    const deals = new Set((answers.deals ?? []).filter(pair).map(({ id }) => id));
    const events = await collectPages(dataset.request, '/v1/events?company=nvidia&counterparty=openai&limit=200');
    expect(new Set(events.map(({ deal }) => deal))).toEqual(deals);
  });

  it('works in the list of one company', async () => {
    const found = await collectPages(dataset.request, '/v1/companies/nvidia/deals?counterparty=openai&limit=200');
    expect(found.map(({ id }) => id).sort()).toEqual(
      (answers.deals ?? [])
        .filter(pair)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('returns 400 without the other party, and for an unknown company', async () => {
    const lone = await dataset.request.get('/v1/deals?counterparty=openai');
    expectProblem(lone, 400);
    expect(lone.body.errors[0]).toMatchObject({ parameter: 'counterparty', message: expect.stringContaining('company or group') });
    const unknown = await dataset.request.get('/v1/deals?company=nvidia&counterparty=opnai');
    expectProblem(unknown, 400);
    expect(unknown.body.errors[0]).toMatchObject({ parameter: 'counterparty', didYouMean: 'openai' });
  });

  it('matches a past day only once both parties were known', async () => {
    for (const day of ['2024-12-31', '2025-09-30', '2026-03-31']) {
      const known = await collectPages(dataset.request, `/v1/deals?asOf=${day}&limit=200`);
      const found = await collectPages(dataset.request, `/v1/deals?company=nvidia&counterparty=openai&asOf=${day}&limit=200`);
      expect(found.map(({ id }) => id).sort()).toEqual(
        known
          .filter(pair)
          .map(({ id }) => id)
          .sort(),
      );
    }
  });
});

describe('the lists of one company', () => {
  it.each([
    ['deals', (r: JsonBody) => r.participants.some((p: JsonBody) => p.company === 'nvidia')],
    ['stakes', (r: JsonBody) => r.holder === 'nvidia' || r.issuer === 'nvidia'],
    ['chip-commitments', (r: JsonBody) => parties(r).includes('nvidia')],
    ['valuations', (r: JsonBody) => r.company === 'nvidia'],
  ] as const)('/v1/companies/nvidia/%s holds its records, and the company counts as many', async (collection, passes) => {
    const found = await collectPages(dataset.request, `/v1/companies/nvidia/${collection}?limit=200`);
    expect(found.map(({ id }) => id).sort()).toEqual(
      (answers[collection] ?? [])
        .filter(passes)
        .map(({ id }) => id)
        .sort(),
    );
    const { counts } = (await dataset.request.get('/v1/companies/nvidia').expect(200)).body.data;
    const counted = {
      deals: counts.deals,
      stakes: counts.stakesHeld + counts.stakesIssued,
      'chip-commitments': counts.chipCommitments,
      valuations: counts.valuations,
    };
    expect(counted[collection]).toBe(found.length);
  });
});

describe('every record of the dataset is listed', () => {
  it.each(['companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'] as const)('%s', (collection) => {
    expect(answers[collection]?.map(({ id }) => id).sort()).toEqual(
      readRecords(collection)
        .map(({ id }) => id)
        .sort(),
    );
  });
});
