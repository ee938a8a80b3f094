import { eq, inArray, min } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { earlierDay, earliestDay, lastDayOf } from '../domain/dates.ts';
import type { AncestorLookup } from '../domain/flows.ts';
import { listIdentifiers } from '../domain/records/company-identifiers.ts';
import { findAccessionNumber, findOutlet, normalizeUrl } from '../domain/records/source.ts';
import { queryInBatches, replaceRows, yieldToEventLoop } from '../store/batches.ts';
import { type StoredRecord, sha256 } from '../store/records.ts';
import { type DerivedRecord, type SearchText, searchWeights } from './derived-rows.ts';

const alwaysKnown = { knownFrom: earliestDay, knownTo: null };

/** Writes the rows of companies, which are always known, and returns the rows that every collection has. */
export const writeCompanies = async (
  session: Session,
  companies: ReadonlyMap<string, StoredRecord<'companies'>>,
  getAncestors: AncestorLookup,
): Promise<DerivedRecord[]> => {
  const { companyRoles, companyIdentifiers, companyAncestors } = session.tables;
  const ids = [...companies.keys()];
  const stored = [...companies.values()];
  const roles = stored.flatMap(({ record }) => [...new Set(record.roles)].map((role) => ({ companyId: record.id, role })));
  await replaceRows(session, { table: companyRoles, owner: 'companyId', ids, rows: roles });
  const identifiers = stored.flatMap(({ record }) => listIdentifiers(record).map((identifier) => ({ companyId: record.id, identifier })));
  await replaceRows(session, { table: companyIdentifiers, owner: 'companyId', ids, rows: identifiers });
  const ancestors = ids.flatMap((companyId) => getAncestors(companyId).map(({ id, since }) => ({ companyId, ancestorId: id, since })));
  await replaceRows(session, { table: companyAncestors, owner: 'companyId', ids, rows: ancestors });
  return stored.map(({ record, version }) => {
    const group = getAncestors(record.id).at(-1)?.id ?? record.id;
    const text = (field: string, value: string | undefined, weight: number): SearchText[] =>
      value === undefined ? [] : [{ field, text: value, weight, knownFrom: earliestDay }];
    return {
      id: record.id,
      documents: [{ recordId: record.id, ...alwaysKnown, body: JSON.stringify({ ...record, group, version }) }],
      citations: [],
      texts: [
        ...text('name', record.name, searchWeights.name),
        ...(record.aliases ?? []).flatMap((alias) => text('aliases', alias, searchWeights.alias)),
        ...text('legalName', record.legalName, searchWeights.alias),
        ...text('ticker', record.ticker, searchWeights.alias),
        ...text('note', record.note, searchWeights.note),
      ],
    };
  });
};

/** Derives the rows that chips, which are always known, have in common with every collection. */
export const deriveChips = (chips: ReadonlyMap<string, StoredRecord<'chips'>>, getName: (companyId: string) => string): DerivedRecord[] =>
  [...chips.values()].map(({ record, version }) => ({
    id: record.id,
    documents: [{ recordId: record.id, ...alwaysKnown, body: JSON.stringify({ ...record, version }) }],
    citations: [],
    texts: [
      { field: 'name', text: record.name, weight: searchWeights.name, knownFrom: earliestDay },
      { field: 'vendor', text: getName(record.vendor), weight: searchWeights.participant, knownFrom: earliestDay },
    ],
  }));

/** Writes the day from which sources are known (that of their first citation), and returns the rows that every collection has. */
export const writeSources = async (session: Session, stored: ReadonlyMap<string, StoredRecord<'sources'>>): Promise<DerivedRecord[]> => {
  const { sources, citations } = session.tables;
  const cited = await queryInBatches(session, 'first citations', stored.keys(), (batch) =>
    session.orm
      .select({ id: citations.sourceId, knownFrom: min(citations.knownFrom) })
      .from(citations)
      .where(inArray(citations.sourceId, batch))
      .groupBy(citations.sourceId),
  );
  const firstCited = new Map(cited.map(({ id, knownFrom }) => [id, knownFrom]));
  const rows = [...stored.values()].map(({ record, version, ingestedOn }) => ({
    record,
    version,
    knownFrom: firstCited.get(record.id) ?? earlierDay(lastDayOf(record.publishedOn), ingestedOn),
  }));
  const currentRows = await queryInBatches(session, 'derived columns of sources', stored.keys(), (batch) =>
    session.orm
      .select({ id: sources.id, knownFrom: sources.knownFrom, urlHash: sources.urlHash, outlet: sources.outlet })
      .from(sources)
      .where(inArray(sources.id, batch)),
  );
  const currentKeys = new Set(currentRows.map(({ id, knownFrom, urlHash, outlet }) => `${id} ${knownFrom} ${urlHash} ${outlet}`));
  for (const { record, knownFrom } of rows) {
    const urlHash = sha256(normalizeUrl(record));
    const outlet = findOutlet(record);
    if (currentKeys.has(`${record.id} ${knownFrom} ${urlHash} ${outlet}`)) continue;
    await session.orm.update(sources).set({ knownFrom, urlHash, outlet }).where(eq(sources.id, record.id));
    await yieldToEventLoop();
  }
  return rows.map(({ record, version, knownFrom }) => ({
    id: record.id,
    documents: [
      {
        recordId: record.id,
        knownFrom,
        knownTo: null,
        body: JSON.stringify({ ...record, accessionNumber: findAccessionNumber(record), knownFrom, version }),
      },
    ],
    citations: [],
    texts: [
      { field: 'title', text: record.title, weight: searchWeights.title / 2, knownFrom },
      { field: 'publisher', text: record.publisher, weight: searchWeights.publisher, knownFrom },
      ...(record.originalOutlet === undefined
        ? []
        : [{ field: 'originalOutlet', text: record.originalOutlet, weight: searchWeights.publisher, knownFrom }]),
    ],
  }));
};
