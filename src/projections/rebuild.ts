import { isNotNull } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { createIdSets, getIdSet } from '../store/dependents.ts';
import { deriveAll } from './derive.ts';

/** Version of the derivation rules. Increase it whenever the same record would be derived differently. */
export const derivationVersion = 13;

/** Derives everything again from the stored records. No record, revision or version changes. */
const rebuildDerived = async (session: Session): Promise<void> => {
  const { dataset, records, searchPostings, searchTerms, searchTexts } = session.tables;
  const stored = await session.orm.select({ collection: records.collection, id: records.id }).from(records).where(isNotNull(records.body));
  const ids = createIdSets();
  for (const { collection, id } of stored) getIdSet(ids, collection).add(id);
  // Search terms are replaced only if their texts differ, and other rules may have found others in these.
  for (const table of [searchPostings, searchTerms, searchTexts]) await session.orm.delete(table);
  await session.orm.update(dataset).set({ hasFutureDates: false });
  await deriveAll(session, ids);
  await session.orm.update(dataset).set({ derivation: derivationVersion });
};

/** Derives everything again if the database was written by other derivation rules. */
export const rebuildIfOutdated = async (session: Session): Promise<void> => {
  const [row] = await session.orm.select({ derivation: session.tables.dataset.derivation }).from(session.tables.dataset);
  if (row !== undefined && row.derivation !== derivationVersion) await rebuildDerived(session);
};
