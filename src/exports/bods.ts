import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { groupBy } from '../analysis/grouping.ts';
import { earlierDay, firstDayOf, isDay, lastDayOf, laterDay, nextDay } from '../domain/dates.ts';
import { isStatisticalHolder } from '../domain/records/company.ts';
import { listRegisterEntries } from '../domain/records/company-identifiers.ts';
import type { Citation, Quantity } from '../domain/records/primitives.ts';
import type { SourceRecord } from '../domain/records/source.ts';
import type { companyResponseSchema } from '../responses/company.ts';
import type { stakeResponseSchema } from '../responses/stake.ts';
import { type ExportHead, licenses } from './data-package.ts';

/** Statements of the Beneficial Ownership Data Standard, version 0.4 (https://standard.openownership.org/en/0.4.0/). */

export type BodsCompany = z.infer<typeof companyResponseSchema>;
export type BodsStake = z.infer<typeof stakeResponseSchema>;
export type BodsSource = SourceRecord;

interface Claim {
  declarationSubject: string;
  recordId: string;
  recordType: 'entity' | 'relationship';
  recordStatus: 'new' | 'updated' | 'closed';
  statementDate: string;
  recordDetails: object;
  source: object;
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

const toEntityRecordId = (company: string): string => `companies/${company}`;

const toEntityType = (company: BodsCompany) => {
  const { roles, note, name } = company;
  if (isStatisticalHolder(company))
    return {
      entityType: { type: 'unknownEntity' },
      unspecifiedEntityDetails: { reason: 'informationUnknownToPublisher', description: `${name}. ${note}` },
    };
  return { entityType: { type: roles.includes('government') ? 'stateBody' : 'registeredEntity' } };
};

/** Schemes of identifiers; a code is one of org-id.guide. */
const identifierSchemes = {
  lei: { scheme: 'XI-LEI', schemeName: 'Global Legal Entity Identifier Index' },
  cik: { schemeName: 'Central Index Key of the U.S. Securities and Exchange Commission' },
  wikidata: { schemeName: 'Wikidata' },
};

const toEntityDetails = (company: BodsCompany) => {
  const { name, legalName = name, aliases = [], country, founded, listingStatus } = company;
  const identifiers = listRegisterEntries(company.identifiers).map(({ scheme, id, url }) => ({
    id,
    ...identifierSchemes[scheme],
    uri: url,
  }));
  const alternateNames = [name, ...aliases].filter((one) => one !== legalName);
  return {
    isComponent: false,
    ...toEntityType(company),
    name: legalName,
    ...(alternateNames.length > 0 && { alternateNames }),
    // The place of the headquarters. The jurisdiction, where a company is registered, is not recorded.
    addresses: [{ type: 'business', country: { name: countryNames.of(country), code: country } }],
    ...(identifiers.length > 0 && { identifiers }),
    ...(founded !== undefined && { foundingDate: firstDayOf(founded) }),
    ...(listingStatus !== undefined && { publicListing: { hasPublicListing: listingStatus === 'listed' } }),
  };
};

const toShare = ({ min, max }: Quantity) =>
  min !== null && min === max ? { exact: min } : { ...(min !== null && { minimum: min }), ...(max !== null && { maximum: max }) };

/** What the schema has no field for: the date of the observation, which can be a month or a year, its basis and its value. */
const describeInterest = ({ observedOn, basis, percent, value }: BodsStake): string =>
  [
    `Observed on ${observedOn}`,
    `basis: ${basis}`,
    ...(percent?.approximate === true ? ['approximate'] : []),
    ...(percent?.stated === undefined ? [] : [`stated: ${percent.stated}`]),
    ...(value === undefined ? [] : [`value: ${value.stated ?? `${value.max ?? value.min} ${value.currency}`}`]),
  ].join('; ');

const toRelationshipDetails = (stake: BodsStake, endedOn: string | undefined) => {
  const { holder, issuer, percent, basis } = stake;
  return {
    isComponent: false,
    subject: toEntityRecordId(issuer),
    interestedParty: toEntityRecordId(holder),
    interests: [
      {
        type: basis === 'voting' ? 'votingRights' : 'shareholding',
        directOrIndirect: 'unknown',
        // Only a person can be a beneficial owner, and the dataset names no persons.
        beneficialOwnershipOrControl: false,
        details: describeInterest(stake),
        ...(percent !== undefined && { share: toShare(percent) }),
        ...(endedOn !== undefined && { endDate: firstDayOf(endedOn) }),
      },
    ],
  };
};

const sourceTypes: Readonly<Record<Citation['attribution'], string>> = {
  filing: 'officialRegister',
  company_statement: 'primaryResearch',
  on_record: 'thirdParty',
  unnamed_source: 'thirdParty',
  analysis: 'thirdParty',
};

const toSource = (citations: readonly Citation[], sources: ReadonlyMap<string, BodsSource>) => {
  const cited = citations.flatMap(({ source }) => sources.get(source) ?? []);
  const [first] = cited;
  const readOn = citations.find((one) => one.readOn !== undefined && isDay(one.readOn))?.readOn;
  return {
    type: [...new Set(citations.map(({ attribution }) => sourceTypes[attribution]))],
    description: cited.map(({ title, publisher, publishedOn }) => `${title} (${publisher}, ${publishedOn})`).join('; '),
    ...(first !== undefined && { url: first.url }),
    ...(readOn !== undefined && { retrievedAt: readOn }),
    assertedBy: cited.map(({ publisher, url }) => ({ name: publisher, uri: url })),
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Makes a claim for each observation of a stake, and another one if the holding has ended, which a past day does not know yet. */
const toRelationshipClaims = (stakes: readonly BodsStake[], sources: ReadonlyMap<string, BodsSource>): Claim[] => {
  const reports = stakes.flatMap((stake) => {
    const { knownFrom, endedOn } = stake;
    const observed = { stake, statementDate: knownFrom, endedOn: undefined };
    // The end of a holding is known once its last day has passed.
    return endedOn === undefined
      ? [observed]
      : [observed, { stake, statementDate: laterDay(knownFrom, nextDay(lastDayOf(endedOn))), endedOn }];
  });
  return [...groupBy(reports, ({ stake }) => `stakes/${stake.holder}/${stake.issuer}`)].flatMap(([recordId, ofRecord]) =>
    ofRecord
      .toSorted(
        (a, b) => compare(a.statementDate, b.statementDate) || compare(firstDayOf(a.stake.observedOn), firstDayOf(b.stake.observedOn)),
      )
      .map(({ stake, statementDate, endedOn }, position) => ({
        declarationSubject: toEntityRecordId(stake.issuer),
        recordId,
        recordType: 'relationship' as const,
        recordStatus: position === 0 ? 'new' : position === ofRecord.length - 1 && endedOn !== undefined ? 'closed' : 'updated',
        statementDate,
        recordDetails: toRelationshipDetails(stake, endedOn),
        source: toSource(stake.citations, sources),
      })),
  );
};

/** Makes a claim for each party, dated by the first stake that names it. */
const toEntityClaims = (stakes: readonly BodsStake[], companies: ReadonlyMap<string, BodsCompany>): Claim[] => {
  const parties = groupBy(
    stakes.flatMap(({ holder, issuer, knownFrom }) => [holder, issuer].map((party) => ({ party, knownFrom }))),
    ({ party }) => party,
  );
  return [...parties].flatMap(([party, mentions]) => {
    const company = companies.get(party);
    if (company === undefined) return [];
    return {
      declarationSubject: toEntityRecordId(party),
      recordId: toEntityRecordId(party),
      recordType: 'entity' as const,
      recordStatus: 'new' as const,
      statementDate: mentions.map(({ knownFrom }) => knownFrom).reduce(earlierDay),
      recordDetails: toEntityDetails(company),
      source: { type: ['primaryResearch'], description: 'The records of companies in the dataset.' },
    };
  });
};

/**
 * Builds a BODS package: a statement for each party of a stake, then one for each observation. A statement keeps its id as long as what
 * it says does not change.
 */
export const buildBodsStatements = (
  head: ExportHead,
  stakes: readonly BodsStake[],
  companies: ReadonlyMap<string, BodsCompany>,
  sources: ReadonlyMap<string, BodsSource>,
): object[] => {
  const license = licenses[head.license]?.path;
  const publicationDetails = {
    publicationDate: head.asOf,
    bodsVersion: '0.4',
    ...(license !== undefined && { license }),
    publisher: { name: 'Roundtrip' },
  };
  const entities = toEntityClaims(stakes, companies).toSorted((a, b) => compare(a.recordId, b.recordId));
  return [...entities, ...toRelationshipClaims(stakes, sources)].map((claim) => ({
    statementId: createHash('sha256').update(JSON.stringify(claim)).digest('hex'),
    ...claim,
    publicationDetails,
  }));
};
