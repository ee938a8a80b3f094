import { isNotNull } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { createIdSets, getIdSet } from '../store/dependents.ts';
import { deriveAll } from './derive.ts';

/** The rules by which derived rows are made. Grows whenever the same record would be derived otherwise. */
export const derivationVersion = 6;

/** Makes everything that is derived anew from the stored records: no record, revision or version changes. */
const rebuildDerived = async (session: Session): Promise<void> => {
  const { dataset, records, searchTexts } = session.tables;
  const stored = await session.orm.select({ collection: records.collection, id: records.id }).from(records).where(isNotNull(records.body));
  const ids = createIdSets();
  for (const { collection, id } of stored) getIdSet(ids, collection).add(id);
  // Records are left alone where all that is compared is as it was, and the words of a text are not: without texts, none is.
  await session.orm.delete(searchTexts);
  await session.orm.update(dataset).set({ hasFutureDates: false });
  await deriveAll(session, ids);
  await session.orm.update(dataset).set({ derivation: derivationVersion });
};

/** Makes derived rows anew where a database was last written by rules that have changed since. */
export const rebuildIfOutdated = async (session: Session): Promise<void> => {
  const [row] = await session.orm.select({ derivation: session.tables.dataset.derivation }).from(session.tables.dataset);
  if (row !== undefined && row.derivation !== derivationVersion) await rebuildDerived(session);
};
