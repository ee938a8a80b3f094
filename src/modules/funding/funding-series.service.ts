import { and, eq, inArray, sql } from 'drizzle-orm';
import { computeFunding, type Funding, type FundingDeal, fundingKinds, recipientRoles } from '../../analysis/funding.ts';
import { countPeriods } from '../../analysis/periods.ts';
import type { Session } from '../../database/database.ts';
import { earlierDay } from '../../domain/dates.ts';
import { maxPeriods, resolvePeriods } from '../../graph-data/periods.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { getRecordText } from '../../records/record.ts';
import type { FundingSeriesQuery } from './funding.schemas.ts';

/** A company that is a member from a day on. */
interface Member {
  id: string;
  since: string;
}

/** A deal as known on some days. */
interface DealVersion {
  body: string;
  knownFrom: string;
  knownTo: string | null;
}

/** Selects the company and its subsidiaries of all days. */
const selectMembers = (session: Session, company: string): PromiseLike<Member[]> =>
  session
    .prepared<Member[]>('members of all days', () => {
      const { companyId: id, since, ancestorId } = session.tables.companyAncestors;
      return session.orm
        .select({ id, since })
        .from(session.tables.companyAncestors)
        .where(eq(ancestorId, sql.placeholder('company')));
    })
    .execute({ company });

/** Selects the deals of which a member can receive the money, as known on all days, ordered by id. */
const selectDealVersions = (session: Session, company: string): PromiseLike<DealVersion[]> =>
  session
    .prepared<DealVersion[]>('funding deals of all days', () => {
      const { companyAncestors, dealParticipants, dealStates, documents } = session.tables;
      const members = session.orm
        .select({ id: companyAncestors.companyId })
        .from(companyAncestors)
        .where(eq(companyAncestors.ancestorId, sql.placeholder('company')));
      const ids = session.orm
        .select({ id: dealParticipants.dealId })
        .from(dealParticipants)
        .where(and(inArray(dealParticipants.companyId, members), inArray(dealParticipants.role, [...recipientRoles])));
      const funding = session.orm
        .select({ id: dealStates.dealId })
        .from(dealStates)
        .where(and(inArray(dealStates.dealId, ids), inArray(dealStates.kind, [...fundingKinds])));
      return session.orm
        .select({ body: documents.body, knownFrom: documents.knownFrom, knownTo: documents.knownTo })
        .from(documents)
        .where(and(eq(documents.collection, sql.raw("'deals'")), inArray(documents.recordId, funding)))
        .orderBy(documents.recordId, documents.knownFrom);
    })
    .execute({ company });

/** Returns a function that computes the funding as known on a day. Days between two changes share the result. */
const createFundingOnDay = (members: readonly Member[], versions: readonly DealVersion[]): ((day: string) => Funding) => {
  const changes = [
    ...members.map(({ since }) => since),
    ...versions.flatMap(({ knownFrom, knownTo }) => [knownFrom, knownTo ?? []].flat()),
  ];
  const deals = new Map<DealVersion, FundingDeal>();
  const parse = (version: DealVersion): FundingDeal => {
    const deal = deals.get(version) ?? (JSON.parse(version.body) as FundingDeal);
    deals.set(version, deal);
    return deal;
  };
  const compute = (day: string): Funding => {
    const ids = new Set(members.filter(({ since }) => since <= day).map(({ id }) => id));
    const valid = versions.filter(({ knownFrom, knownTo }) => knownFrom <= day && (knownTo === null || knownTo > day));
    const ofKinds = valid.map(parse).filter(({ kind }) => fundingKinds.includes(kind));
    return computeFunding(ofKinds, (company) => ids.has(company));
  };
  const known = new Map<number, Funding>();
  return (day) => {
    const changesUntil = changes.reduce((count, change) => (change <= day ? count + 1 : count), 0);
    const funding = known.get(changesUntil) ?? compute(day);
    known.set(changesUntil, funding);
    return funding;
  };
};

/** Returns the funding of a company and its subsidiaries as known at the end of each period. */
export const getFundingSeries = async (
  session: Session,
  id: string,
  query: FundingSeriesQuery,
  today: string,
): Promise<ResponsePayload> => {
  await getRecordText(session, 'companies', id);
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, query.asOf, today);
  const versions = await selectDealVersions(session, id);
  const computeOnDay = createFundingOnDay(await selectMembers(session, id), versions);
  const firstDay = versions.reduce((first, { knownFrom }) => earlierDay(first, knownFrom), asOf.day);
  const defaultCount = Math.max(
    1,
    Math.min(maxPeriods, countPeriods(firstDay, earlierDay(query.toOn ?? asOf.day, asOf.day), query.interval)),
  );
  const all = resolvePeriods(query, asOf.day, defaultCount).map((period) => {
    const { totals, excluded } = computeOnDay(period.lastDay);
    return { ...period, totals, excluded };
  });
  const first = query.fromOn === undefined ? all.findIndex(({ totals }) => totals.length > 0) : 0;
  const periods = first === -1 ? all.slice(-1) : all.slice(first);
  return { body: JSON.stringify({ data: { company: id, periods }, meta: toMeta(dataset, asOf) }), headers: cacheHeaders(asOf) };
};
