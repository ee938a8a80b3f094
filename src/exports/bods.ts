import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { groupBy } from '../analysis/grouping.ts';
import { firstDayOf, isDay } from '../domain/dates.ts';
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

/** Groups of holders, such as the employees of a company, stand for parties that nobody has identified. */
const toEntityType = ({ roles, note, name }: BodsCompany) => {
  if (note?.startsWith('Statistical holder') === true)
    return {
      entityType: { type: 'unknownEntity' },
      unspecifiedEntityDetails: { reason: 'informationUnknownToPublisher', description: `${name}. ${note}` },
    };
  return { entityType: { type: roles.includes('government') ? 'stateBody' : 'registeredEntity' } };
};

const toEntityDetails = (company: BodsCompany) => {
  const { name, legalName = name, aliases = [], country, founded, ticker } = company;
  const alternateNames = [name, ...aliases].filter((one) => one !== legalName);
  return {
    isComponent: false,
    ...toEntityType(company),
    name: legalName,
    ...(alternateNames.length > 0 && { alternateNames }),
    // The place of the headquarters. The jurisdiction, where a company is registered, is not recorded.
    addresses: [{ type: 'business', country: { name: countryNames.of(country), code: country } }],
    ...(founded !== undefined && { foundingDate: firstDayOf(founded) }),
    ...(ticker !== undefined && { publicListing: { hasPublicListing: true } }),
  };
};

const toShare = ({ min, max }: Quantity) =>
  min !== null && min === max ? { exact: min } : { ...(min !== null && { minimum: min }), ...(max !== null && { maximum: max }) };

/** What the schema has no field for: the date of the observation, which can be a month or a year, its basis and its value. */
const describeInterest = ({ observedOn, basis, percent, value, note }: BodsStake): string =>
  [
    `Observed on ${observedOn}`,
    `basis: ${basis}`,
    ...(percent?.approximate === true ? ['approximate'] : []),
    ...(percent?.stated === undefined ? [] : [`stated: ${percent.stated}`]),
    ...(value === undefined ? [] : [`value: ${value.stated ?? `${value.max ?? value.min} ${value.currency}`}`]),
    ...(note === undefined ? [] : [note]),
  ].join('; ');

const toRelationshipDetails = (stake: BodsStake) => {
  const { holder, issuer, percent, basis, endedOn } = stake;
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

/** Makes one claim per observation of a stake. Later observations of the same holder and issuer update the record of that relationship. */
const toRelationshipClaims = (stakes: readonly BodsStake[], sources: ReadonlyMap<string, BodsSource>): Claim[] =>
  [...groupBy(stakes, ({ holder, issuer }) => `stakes/${holder}/${issuer}`)].flatMap(([recordId, ofPair]) =>
    ofPair
      .toSorted((a, b) => compare(a.knownFrom, b.knownFrom) || compare(firstDayOf(a.observedOn), firstDayOf(b.observedOn)))
      .map((stake, position, all) => ({
        declarationSubject: toEntityRecordId(stake.issuer),
        recordId,
        recordType: 'relationship' as const,
        recordStatus: position === 0 ? 'new' : position === all.length - 1 && stake.endedOn !== undefined ? 'closed' : 'updated',
        statementDate: stake.knownFrom,
        recordDetails: toRelationshipDetails(stake),
        source: toSource(stake.citations, sources),
      })),
  );

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
      statementDate: mentions.map(({ knownFrom }) => knownFrom).reduce((a, b) => (a < b ? a : b)),
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
