import { eq, inArray, min } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { earlierDay, earliestDay, lastDayOf } from '../domain/dates.ts';
import type { AncestorLookup } from '../domain/flows.ts';
import { normalizeUrl } from '../domain/records/source.ts';
import { deleteRows, insertRows, queryInBatches } from '../store/batches.ts';
import { type StoredRecord, sha256 } from '../store/load-records.ts';
import { yieldToEventLoop } from '../store/yield-to-event-loop.ts';
import type { DerivedRecord } from './derived-rows.ts';
import { type SearchText, searchWeights } from './search-index.ts';

const alwaysKnown = { knownFrom: earliestDay, knownTo: null };

/** Writes the rows of companies, which are known always, and answers what every collection has alike. */
export const writeCompanies = async (
  session: Session,
  companies: ReadonlyMap<string, StoredRecord<'companies'>>,
  getAncestors: AncestorLookup,
): Promise<DerivedRecord[]> => {
  const { companyRoles, companyAncestors } = session.tables;
  const ids = [...companies.keys()];
  await deleteRows(session, companyRoles, ids, (batch) => inArray(companyRoles.companyId, batch));
  await deleteRows(session, companyAncestors, ids, (batch) => inArray(companyAncestors.companyId, batch));
  const stored = [...companies.values()];
  await insertRows(
    session,
    companyRoles,
    stored.flatMap(({ record }) => [...new Set(record.roles)].map((role) => ({ companyId: record.id, role }))),
  );
  await insertRows(
    session,
    companyAncestors,
    ids.flatMap((companyId) => getAncestors(companyId).map(({ id, since }) => ({ companyId, ancestorId: id, since }))),
  );
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

/** Answers what chips, which are known always, have alike with every collection. */
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

/** Writes from when sources are known (the first day on which a citation of them is out), and answers what every collection has alike. */
export const writeSources = async (session: Session, stored: ReadonlyMap<string, StoredRecord<'sources'>>): Promise<DerivedRecord[]> => {
  const { sources, citations } = session.tables;
  const cited = await queryInBatches(stored.keys(), (batch) =>
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
  const currentRows = await queryInBatches(stored.keys(), (batch) =>
    session.orm
      .select({ id: sources.id, knownFrom: sources.knownFrom, urlHash: sources.urlHash })
      .from(sources)
      .where(inArray(sources.id, batch)),
  );
  const currentKeys = new Set(currentRows.map(({ id, knownFrom, urlHash }) => `${id} ${knownFrom} ${urlHash}`));
  for (const { record, knownFrom } of rows) {
    const urlHash = sha256(normalizeUrl(record));
    if (currentKeys.has(`${record.id} ${knownFrom} ${urlHash}`)) continue;
    await session.orm.update(sources).set({ knownFrom, urlHash }).where(eq(sources.id, record.id));
    await yieldToEventLoop();
  }
  return rows.map(({ record, version, knownFrom }) => ({
    id: record.id,
    documents: [{ recordId: record.id, knownFrom, knownTo: null, body: JSON.stringify({ ...record, knownFrom, version }) }],
    citations: [],
    texts: [
      { field: 'title', text: record.title, weight: searchWeights.title / 2, knownFrom },
      { field: 'publisher', text: record.publisher, weight: searchWeights.publisher, knownFrom },
    ],
  }));
};
