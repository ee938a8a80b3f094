import type { Session } from '../../database/database.ts';
import type { AsOf } from '../../lists/as-of.ts';
import { selectHistories, selectSupports } from './sources.repository.ts';

/** Adds the supported facts to a source. */
export const extendSource = async (session: Session, sourceId: string, asOf: AsOf) => {
  const rows = await selectSupports(session, sourceId, asOf);
  const histories = await selectHistories(
    session,
    rows.filter(({ event }) => event >= 0),
  );
  return {
    supports: rows.map(({ collection, id, event, attribution, knownFrom }) => ({
      collection,
      id,
      reportedOn: histories.get(`${collection}/${id}`)?.[event]?.reportedOn ?? null,
      attribution,
      knownFrom,
    })),
  };
};
