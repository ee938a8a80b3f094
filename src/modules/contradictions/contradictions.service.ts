import { type Contradiction, findContradictions, type Statement } from '../../analysis/contradictions.ts';
import { sortedUnique } from '../../analysis/grouping.ts';
import type { Session } from '../../database/database.ts';
import type { CommitmentContent } from '../../domain/commitment-states.ts';
import type { StakeContent, ValuationContent } from '../../domain/observation-states.ts';
import type { DealEvent } from '../../domain/records/deal.ts';
import { type Money, type Quantity, toUsdInterval } from '../../domain/records/primitives.ts';
import type { Status } from '../../domain/vocabulary.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { loadReportedDeals } from '../../graph-data/deal-reports.ts';
import { loadRecordBodies } from '../../graph-data/record-bodies.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { type AsOf, cacheHeaders, resolveAsOf, selectDataset, selectDocuments, toMeta } from '../../records/documents.ts';
import { type ContradictionQuery, comparedCollections, maxContradictions } from './contradictions.schemas.ts';

/** Reports are compared within a stage: a price in talks and another at the signing are no contradiction, but a negotiation. */
const stageOf: Partial<Record<Status, string>> = {
  rumored: 'talks',
  in_talks: 'talks',
  letter_of_intent: 'announced',
  announced: 'announced',
  signed: 'agreed',
  closed: 'agreed',
};

/** A rate of the day is as imprecise as a rounded figure. */
const fromMoney = (money: Money) => ({
  ...toUsdInterval(money),
  approximate: money.approximate || money.usdPerUnit !== undefined,
  stated: money.stated,
});

const fromQuantity = ({ min, max, approximate, stated }: Quantity) => ({ min, max, approximate, stated });

const fromNumber = (value: number) => ({ min: value, max: value, approximate: false });

/** The figures of one report on a deal or a chip commitment. */
const toStatements = (
  owner: Pick<Statement, 'collection' | 'record'>,
  report: Pick<DealEvent, 'reportedOn' | 'occurredOn' | 'status' | 'citations' | 'amount' | 'valuation' | 'termYears'> & {
    units?: Quantity | undefined;
    powerMw?: Quantity | undefined;
  },
): Statement[] => {
  const { status, citations, amount, valuation, termYears, units, powerMw } = report;
  const stage = stageOf[status];
  if (stage === undefined) return [];
  const about = { ...owner, on: report.occurredOn ?? report.reportedOn, status, subject: `${owner.record} ${stage}`, citations };
  return [
    ...(amount === undefined ? [] : [{ ...about, term: 'amount' as const, ...fromMoney(amount) }]),
    ...(valuation === undefined
      ? []
      : [{ ...about, term: 'valuation' as const, subject: `${about.subject} ${valuation.basis}`, ...fromMoney(valuation) }]),
    ...(termYears === undefined ? [] : [{ ...about, term: 'termYears' as const, ...fromNumber(termYears) }]),
    ...(units === undefined ? [] : [{ ...about, term: 'units' as const, ...fromQuantity(units) }]),
    ...(powerMw === undefined ? [] : [{ ...about, term: 'powerMw' as const, ...fromQuantity(powerMw) }]),
  ];
};

/** Loads the figures of a collection that match the filters. */
const loadStatements = async (
  session: Session,
  lists: Lists,
  collection: (typeof comparedCollections)[number],
  query: Pick<ContradictionQuery, 'company' | 'group'>,
  asOf: AsOf,
): Promise<Statement[]> => {
  const filters = await prepareFilters(session, lists[collection], toFilters(query), asOf);
  if (collection === 'deals') {
    const deals = await loadReportedDeals(session, lists.deals, filters, asOf);
    return deals.flatMap(({ id, reports }) => reports.flatMap((report) => toStatements({ collection, record: id }, report)));
  }
  const bodies = await loadRecordBodies(session, lists[collection], filters, asOf);
  if (collection === 'chip-commitments') {
    return bodies.flatMap((body) => {
      const { id, history } = JSON.parse(body) as CommitmentContent;
      return history.flatMap((report) => toStatements({ collection, record: id }, report));
    });
  }
  if (collection === 'valuations') {
    return bodies.map((body) => {
      const { id, company, basis, observedOn, amount, citations } = JSON.parse(body) as ValuationContent;
      const about = { collection, record: id, on: observedOn, status: null, subject: `${company} ${basis}`, citations };
      return { ...about, term: 'valuation', ...fromMoney(amount) };
    });
  }
  return bodies.flatMap((body) => {
    const { id, holder, issuer, basis, observedOn, percent, citations } = JSON.parse(body) as StakeContent;
    if (percent === undefined) return [];
    const about = { collection, record: id, on: observedOn, status: null, subject: `${holder} ${issuer} ${basis}`, citations };
    return [{ ...about, term: 'percent', ...fromQuantity(percent) }];
  });
};

/** Replaces the citations of statements with their sources, publishers and attributions. */
const withOutlets = async (session: Session, contradictions: readonly Contradiction[], asOf: AsOf) => {
  const cited = contradictions.flatMap(({ statements }) => statements.flatMap(({ citations }) => citations.map(({ source }) => source)));
  const sources = await selectDocuments(session, 'sources', sortedUnique(cited), asOf);
  const publisherOf = (id: string) => (JSON.parse(sources.get(id) ?? '{"publisher":""}') as { publisher: string }).publisher;
  return contradictions.map(({ collection, term, gap, statements }) => ({
    collection,
    term,
    gap,
    statements: statements.map(({ record, on, status, min, max, approximate, stated, citations }) => ({
      record,
      on,
      status,
      min,
      max,
      approximate,
      ...(stated !== undefined && { stated }),
      citations: citations.map(({ source, attribution }) => ({ source, publisher: publisherOf(source), attribution })),
    })),
  }));
};

/** Returns the pairs of reports that state different figures for the same term at the same time, with the publications. */
export const getContradictions = async (
  { session, today }: Analysis,
  { asOf: requested, collection, term, withinDays, company, group }: ContradictionQuery,
  lists: Lists,
): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, requested, today);
  const statements: Statement[] = [];
  for (const name of collection ?? comparedCollections)
    statements.push(...(await loadStatements(session, lists, name, { company, group }, asOf)));
  const found = findContradictions(
    statements.filter((statement) => term?.includes(statement.term) ?? true),
    withinDays,
  );
  const data = { contradictions: await withOutlets(session, found.slice(0, maxContradictions), asOf) };
  const meta = { ...toMeta(dataset, asOf), truncated: found.length > maxContradictions };
  return { body: JSON.stringify({ data, meta }), headers: cacheHeaders(asOf) };
};
