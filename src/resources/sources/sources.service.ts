import type { Session } from '../../database/database.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { selectAnswers } from '../../listing/answers.ts';
import { type SupportRow, selectSupports } from './sources.queries.ts';

interface WithHistory {
  history: { reportedOn: string }[];
}

/** What one source's answer bears besides its record: each fact that it supports. */
export const sourceExtension = async (session: Session, sourceId: string) => {
  const rows = await selectSupports(session, sourceId);
  const histories = new Map<string, WithHistory>();
  const load = async (collection: Collection, form: 'fullAnswers' | 'shortAnswers') => {
    const ids = [...new Set(rows.filter((row) => row.collection === collection).map(({ id }) => id))];
    for (const [id, body] of await selectAnswers(session, collection, ids, form))
      histories.set(`${collection}/${id}`, JSON.parse(body) as WithHistory);
  };
  await load('deals', 'fullAnswers');
  await load('chip-commitments', 'shortAnswers');
  const reportedOn = ({ collection, id, event }: SupportRow) => histories.get(`${collection}/${id}`)?.history[event]?.reportedOn ?? null;
  return {
    supports: rows.map((row) => ({
      collection: row.collection,
      id: row.id,
      reportedOn: row.event < 0 ? null : reportedOn(row),
      attribution: row.attribution,
      knownFrom: row.knownFrom,
    })),
  };
};
