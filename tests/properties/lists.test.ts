import fc from 'fast-check';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { datasetDate, readRecords } from '../support/dataset.ts';

/** Compares filters, sorts and pages of every list with the unfiltered list, filtered and sorted here. */

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const runs = 10 * Number(process.env.TEST_RUNS_FACTOR ?? 1);
const days = ['2019-06-30', '2023-12-31', '2024-06-30', '2025-03-15', '2025-10-01', '2026-02-28', '2026-08-01', null];

const companies = new Map(readRecords('companies').map((company) => [company.id, company]));
const sources = new Map(readRecords('sources').map((source) => [source.id, source]));

const lastDay = (date: string) =>
  date.length === 10 ? date : new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5) || 12), 0)).toISOString().slice(0, 10);

/** Returns a company and its owners on a day. */
const owners = (id: string, day: string): string[] => {
  const company = companies.get(id);
  if (company?.parent === undefined) return [id];
  return company.parentSince !== undefined && lastDay(company.parentSince) > day ? [id] : [id, ...owners(company.parent, day)];
};

type Values = readonly (string | number)[];
type Matches = (record: JsonBody, filters: Readonly<Record<string, Values>>, day: string) => boolean;

const oneOf = (values: Values | undefined, value: unknown) => values === undefined || values.includes(value as string);
const isParty = (values: Values | undefined, ids: readonly unknown[]) =>
  values === undefined || ids.some((id) => values.includes(id as string));
const isInGroup = (values: Values | undefined, ids: readonly unknown[], day: string) =>
  values === undefined || ids.some((id) => typeof id === 'string' && owners(id, day).some((owner) => values.includes(owner)));
const inRange = (value: number | string | null | undefined, least: Values | undefined, most: Values | undefined) =>
  (least === undefined && most === undefined) ||
  (value !== null && value !== undefined && value >= (least?.[0] ?? value) && value <= (most?.[0] ?? value));
const headline = (interval: JsonBody | null | undefined): number | null => interval?.max ?? interval?.min ?? null;
const dayOf = (date: string | null | undefined): string | null => (typeof date === 'string' ? lastDay(date) : null);

/** `source`, `publisher` and `attribution` must match the same citation. */
const isCited = (citations: readonly JsonBody[], { source, publisher, attribution }: Readonly<Record<string, Values>>) =>
  (source === undefined && publisher === undefined && attribution === undefined) ||
  citations.some(
    (one) => oneOf(source, one.source) && oneOf(publisher, sources.get(one.source)?.publisher) && oneOf(attribution, one.attribution),
  );

/** `company`, `group` and `role` must match the same participant. */
const hasParticipant = (participants: readonly JsonBody[], { company, group, role }: Readonly<Record<string, Values>>, day: string) =>
  (company === undefined && group === undefined && role === undefined) ||
  participants.some((one) => oneOf(company, one.company) && isInGroup(group, [one.company], day) && oneOf(role, one.role));

interface ListUnderTest {
  path: string;
  /** Includes that the unfiltered list needs to evaluate the filters. */
  include?: string;
  sorts: Readonly<Record<string, (record: JsonBody) => string | number | null>>;
  matches: Matches;
  /** The filters, each with a function that reads its values from a record. */
  filters: Readonly<Record<string, (record: JsonBody) => readonly unknown[]>>;
}

const citationsIn = ({ history }: JsonBody): JsonBody[] => history.flatMap((event: JsonBody) => event.citations);
const sourcesIn = (citations: readonly JsonBody[]) => citations.map(({ source }) => source);
const publishersIn = (citations: readonly JsonBody[]) => citations.map(({ source }) => sources.get(source)?.publisher);
const attributionsIn = (citations: readonly JsonBody[]) => citations.map(({ attribution }) => attribution);
const partiesIn = ({ participants }: JsonBody) => participants.map(({ company }: JsonBody) => company);

const lists: readonly ListUnderTest[] = [
  {
    path: '/v1/deals',
    include: 'history',
    sorts: {
      // A month or a year precedes the days in it.
      lastReportedOn: ({ lastReportedOn }) => lastReportedOn,
      amountUsd: ({ amountUsd }) => headline(amountUsd),
      valuationUsd: ({ valuationUsd }) => headline(valuationUsd),
      announcedOn: ({ announcedOn }) => dayOf(announcedOn),
      closedOn: ({ closedOn }) => dayOf(closedOn),
      knownFrom: ({ knownFrom }) => knownFrom,
      title: ({ title }) => title,
    },
    matches: (deal, filters, day) =>
      hasParticipant(deal.participants, filters, day) &&
      oneOf(filters.kind, deal.kind) &&
      oneOf(filters.status, deal.status) &&
      oneOf(filters.certainty, deal.certainty) &&
      isParty(
        filters.country,
        partiesIn(deal).map((id: string) => companies.get(id)?.country),
      ) &&
      inRange(headline(deal.amountUsd), filters.amountUsdMin, filters.amountUsdMax) &&
      inRange(dayOf(deal.announcedOn), filters.announcedFrom, filters.announcedTo) &&
      inRange(dayOf(deal.lastReportedOn), filters.reportedFrom, filters.reportedTo) &&
      isCited(citationsIn(deal), filters),
    filters: {
      company: partiesIn,
      group: (deal) => partiesIn(deal).flatMap((id: string) => owners(id, datasetDate)),
      role: ({ participants }) => participants.map(({ role }: JsonBody) => role),
      kind: ({ kind }) => [kind],
      status: ({ status }) => [status],
      certainty: ({ certainty }) => [certainty],
      country: (deal) => partiesIn(deal).map((id: string) => companies.get(id)?.country),
      source: (deal) => sourcesIn(citationsIn(deal)),
      publisher: (deal) => publishersIn(citationsIn(deal)),
      attribution: (deal) => attributionsIn(citationsIn(deal)),
      amountUsdMin: ({ amountUsd }) => [headline(amountUsd)],
      amountUsdMax: ({ amountUsd }) => [headline(amountUsd)],
      announcedFrom: ({ announcedOn }) => [dayOf(announcedOn)],
      announcedTo: ({ announcedOn }) => [dayOf(announcedOn)],
      reportedFrom: ({ lastReportedOn }) => [dayOf(lastReportedOn)],
      reportedTo: ({ lastReportedOn }) => [dayOf(lastReportedOn)],
    },
  },
  {
    path: '/v1/stakes',
    sorts: {
      observedOn: ({ observedOn }) => dayOf(observedOn),
      percent: ({ percent }) => percent?.max ?? percent?.min ?? percent ?? null,
      knownFrom: ({ knownFrom }) => knownFrom,
    },
    matches: (stake, filters, day) =>
      isParty(filters.company, [stake.holder, stake.issuer]) &&
      isInGroup(filters.group, [stake.holder, stake.issuer], day) &&
      oneOf(filters.holder, stake.holder) &&
      oneOf(filters.issuer, stake.issuer) &&
      oneOf(filters.basis, stake.basis) &&
      inRange(dayOf(stake.observedOn), filters.observedFrom, filters.observedTo) &&
      isCited(stake.citations, filters),
    filters: {
      company: ({ holder, issuer }) => [holder, issuer],
      group: ({ holder, issuer }) => [...owners(holder, datasetDate), ...owners(issuer, datasetDate)],
      holder: ({ holder }) => [holder],
      issuer: ({ issuer }) => [issuer],
      basis: ({ basis }) => [basis],
      observedFrom: ({ observedOn }) => [dayOf(observedOn)],
      source: ({ citations }) => sourcesIn(citations),
      publisher: ({ citations }) => publishersIn(citations),
    },
  },
  {
    path: '/v1/valuations',
    sorts: {
      observedOn: ({ observedOn }) => dayOf(observedOn),
      knownFrom: ({ knownFrom }) => knownFrom,
    },
    matches: (valuation, filters, day) =>
      isParty(filters.company, [valuation.company]) &&
      isInGroup(filters.group, [valuation.company], day) &&
      oneOf(filters.basis, valuation.basis) &&
      inRange(dayOf(valuation.observedOn), filters.observedFrom, filters.observedTo) &&
      isCited(valuation.citations, filters),
    filters: {
      company: ({ company }) => [company],
      group: ({ company }) => owners(company, datasetDate),
      basis: ({ basis }) => [basis],
      observedTo: ({ observedOn }) => [dayOf(observedOn)],
      attribution: ({ citations }) => attributionsIn(citations),
    },
  },
  {
    path: '/v1/chip-commitments',
    sorts: {
      lastReportedOn: ({ lastReportedOn }) => dayOf(lastReportedOn),
      amountUsd: ({ amountUsd }) => headline(amountUsd),
      units: ({ units }) => headline(units),
      powerMw: ({ powerMw }) => headline(powerMw),
      startsOn: ({ startsOn }) => dayOf(startsOn),
    },
    matches: (commitment, filters, day) =>
      isParty(filters.company, [commitment.buyer, commitment.provider, commitment.chipVendor]) &&
      isInGroup(filters.group, [commitment.buyer, commitment.provider, commitment.chipVendor], day) &&
      oneOf(filters.buyer, commitment.buyer) &&
      oneOf(filters.provider, commitment.provider) &&
      oneOf(filters.chipVendor, commitment.chipVendor) &&
      oneOf(filters.status, commitment.status) &&
      oneOf(filters.certainty, commitment.certainty) &&
      isParty(filters.chip, commitment.chips) &&
      inRange(headline(commitment.units), filters.unitsMin, filters.unitsMax) &&
      isCited(citationsIn(commitment), filters),
    filters: {
      company: ({ buyer, provider, chipVendor }) => [buyer, provider, chipVendor],
      group: ({ buyer }) => owners(buyer, datasetDate),
      buyer: ({ buyer }) => [buyer],
      provider: ({ provider }) => [provider],
      chipVendor: ({ chipVendor }) => [chipVendor],
      status: ({ status }) => [status],
      certainty: ({ certainty }) => [certainty],
      chip: ({ chips }) => chips,
      unitsMin: ({ units }) => [headline(units)],
      publisher: (commitment) => publishersIn(citationsIn(commitment)),
    },
  },
  {
    path: '/v1/sources',
    sorts: {
      publishedOn: ({ publishedOn }) => dayOf(publishedOn),
      publisher: ({ publisher }) => publisher,
      knownFrom: ({ knownFrom }) => knownFrom,
    },
    matches: (source, filters) =>
      oneOf(filters.publisher, source.publisher) &&
      oneOf(filters.kind, source.kind) &&
      inRange(dayOf(source.publishedOn), filters.publishedFrom, filters.publishedTo),
    filters: {
      publisher: ({ publisher }) => [publisher],
      kind: ({ kind }) => [kind],
      publishedFrom: ({ publishedOn }) => [dayOf(publishedOn)],
    },
  },
  {
    path: '/v1/companies',
    sorts: { name: ({ name }) => name, country: ({ country }) => country },
    matches: (company, filters, day) =>
      isInGroup(filters.group, [company.id], day) && oneOf(filters.country, company.country) && isParty(filters.role, company.roles),
    filters: { group: ({ id }) => owners(id, datasetDate), country: ({ country }) => [country], role: ({ roles }) => roles },
  },
  {
    path: '/v1/chips',
    sorts: { name: ({ name }) => name, announcedOn: ({ announcedOn }) => dayOf(announcedOn) },
    matches: (chip, filters, day) =>
      oneOf(filters.vendor, chip.vendor) && isInGroup(filters.group, [chip.vendor], day) && oneOf(filters.category, chip.category),
    filters: {
      vendor: ({ vendor }) => [vendor],
      group: ({ vendor }) => owners(vendor, datasetDate),
      category: ({ category }) => [category],
    },
  },
  {
    path: '/v1/events',
    sorts: { reportedOn: ({ reportedOn }) => reportedOn },
    matches: (event, filters) =>
      oneOf(filters.deal, event.deal) &&
      oneOf(filters.kind, event.kind) &&
      oneOf(filters.status, event.status) &&
      oneOf(filters.certainty, event.certainty) &&
      inRange(dayOf(event.reportedOn), filters.reportedFrom, filters.reportedTo),
    filters: {
      deal: ({ deal }) => [deal],
      kind: ({ kind }) => [kind],
      status: ({ status }) => [status],
      certainty: ({ certainty }) => [certainty],
      reportedFrom: ({ reportedOn }) => [dayOf(reportedOn)],
      reportedTo: ({ reportedOn }) => [dayOf(reportedOn)],
    },
  },
  {
    path: '/v1/flows',
    sorts: { amountUsd: ({ usd }) => usd.high, knownFrom: ({ knownFrom }) => knownFrom },
    matches: (flow, filters, day) =>
      isParty(filters.company, [flow.from, flow.to]) &&
      isInGroup(filters.group, [flow.from, flow.to], day) &&
      oneOf(filters.from, flow.from) &&
      oneOf(filters.to, flow.to) &&
      isInGroup(filters.fromGroup, [flow.from], day) &&
      oneOf(filters.deal, flow.deal) &&
      oneOf(filters.nature, flow.nature) &&
      oneOf(filters.certainty, flow.certainty) &&
      inRange(flow.usd.high, filters.amountUsdMin, filters.amountUsdMax),
    filters: {
      company: ({ from, to }) => [from, to],
      group: ({ from }) => owners(from, datasetDate),
      from: ({ from }) => [from],
      to: ({ to }) => [to],
      fromGroup: ({ from }) => owners(from, datasetDate),
      deal: ({ deal }) => [deal],
      nature: ({ nature }) => [nature],
      certainty: ({ certainty }) => [certainty],
      amountUsdMin: ({ usd }) => [usd.high],
      amountUsdMax: ({ usd }) => [usd.high],
    },
  },
];

/** Sorts by value, records without a value last, ties by id. */
const bySort =
  (value: (record: JsonBody) => string | number | null, direction: 1 | -1) =>
  (a: JsonBody, b: JsonBody): number => {
    const [one, other] = [value(a), value(b)];
    if (one === other) return a.id < b.id ? -1 : 1;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -direction : direction;
  };

const isRange = (name: string) => /(From|To|Min|Max)$/.test(name);

describe.each(lists)('$path', ({ path, include, sorts, matches, filters }) => {
  const everything = new Map<string | null, Promise<JsonBody[]>>();
  const all = (day: string | null): Promise<JsonBody[]> => {
    const query = new URLSearchParams({
      limit: '200',
      sort: 'id',
      ...(include !== undefined && { include }),
      ...(day !== null && { asOf: day }),
    });
    const records = everything.get(day) ?? collectPages(dataset.request, `${path}?${query.toString()}`);
    everything.set(day, records);
    return records;
  };
  const draws = fc.record({
    day: fc.constantFrom(...days),
    filters: fc.uniqueArray(
      fc.record({ name: fc.constantFrom(...Object.keys(filters)), draws: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }) }),
      { maxLength: 3, selector: ({ name }) => name },
    ),
    sort: fc.constantFrom('id', ...Object.keys(sorts)),
    isDescending: fc.boolean(),
    limit: fc.integer({ min: 3, max: 60 }),
  });

  it('returns full pages of every matching record, once and in order, for any filters, sort and day', async () => {
    await fc.assert(
      fc.asyncProperty(draws, async ({ day, filters: drawn, sort, isDescending, limit }) => {
        const records = await all(day);
        // The values come from records of any day, so that filters match often.
        const values = await all(null);
        const given: Record<string, (string | number)[]> = {};
        for (const { name, draws: places } of drawn) {
          const candidates = places.flatMap((place) => {
            const found = (filters[name]?.(values[place % values.length] ?? {}) ?? []).filter(
              // A comma separates values.
              (value): value is string | number => typeof value === 'number' || (typeof value === 'string' && !value.includes(',')),
            );
            return found.length === 0 ? [] : [found[place % found.length] as string | number];
          });
          const some = isRange(name) ? candidates.slice(0, 1) : [...new Set(candidates)];
          if (some.length > 0) given[name] = some;
        }
        for (const [lower, upper] of [
          ['From', 'To'],
          ['Min', 'Max'],
        ] as const)
          for (const name of Object.keys(given)) {
            const least = given[name.replace(new RegExp(`${upper}$`), lower)]?.[0];
            const most = given[name]?.[0];
            // An empty range is an error, not an empty list.
            if (name.endsWith(upper) && least !== undefined && most !== undefined && least > most) delete given[name];
          }
        const value = sort === 'id' ? ({ id }: JsonBody) => String(id) : sorts[sort];
        if (value === undefined) throw new Error(`${sort} is no sort.`);
        const expected = records
          .filter((record) => matches(record, given, day ?? datasetDate))
          .toSorted(bySort(value, isDescending ? -1 : 1))
          .map(({ id }) => id);
        const query = new URLSearchParams({
          ...Object.fromEntries(Object.entries(given).map(([name, list]) => [name, list.join(',')])),
          sort: `${isDescending ? '-' : ''}${sort}`,
          limit: String(limit),
          ...(day !== null && { asOf: day }),
        });
        const found: string[] = [];
        let total: number | undefined;
        for (let cursor: string | null = ''; cursor !== null; ) {
          const paging: string = cursor === '' ? '&total=true' : `&cursor=${encodeURIComponent(cursor)}`;
          const { body }: Response = await dataset.request.get(`${path}?${query.toString()}${paging}`).expect(200);
          found.push(...body.data.map(({ id }: JsonBody) => id));
          total ??= body.page.total;
          cursor = body.page.next;
          if (cursor !== null) expect(body.data, 'a page with a next one is full').toHaveLength(limit);
        }
        expect(found).toEqual(expected);
        expect(total).toBe(expected.length);
      }),
      { numRuns: runs },
    );
  });
});
