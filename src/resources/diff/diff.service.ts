import type { Session } from '../../database/database.ts';
import { type Comparable, classesOf } from '../../domain/change-classes.ts';
import { bindingOf, decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { linkToNext } from '../../http/target.ts';
import { resolveAsOf } from '../../lists/as-of.ts';
import { formatDataVersion, selectDataset, selectDocuments } from '../../records/documents.ts';
import { requireExisting } from '../../records/existence.ts';
import { selectChangedIds } from './diff.queries.ts';
import { type DiffQuery, diffedCollections } from './diff.schemas.ts';

/** A place in the order of collections and ids. */
interface Place {
  collection: (typeof diffedCollections)[number];
  id: string;
}

/** The changed records after a place, over all collections asked for, up to one more than fits on a page. */
const changedPlaces = async (
  session: Session,
  query: DiffQuery,
  days: { after: string; by: string },
  after: Place | undefined,
): Promise<Place[]> => {
  const { company, group, limit } = query;
  const given = { ...(company !== undefined && { company }), ...(group !== undefined && { group }) };
  const collections = diffedCollections.filter((collection) => query.collection?.includes(collection) ?? true);
  const places: Place[] = [];
  for (const collection of collections.slice(after === undefined ? 0 : collections.indexOf(after.collection))) {
    const afterId = collection === after?.collection ? after.id : '';
    const ids = await selectChangedIds(session, collection, days, given, afterId, limit + 1 - places.length);
    places.push(...ids.map((id) => ({ collection, id })));
    if (places.length > limit) break;
  }
  return places;
};

/** The changes at some places: what was known on the one day beside what was known on the other. */
const changesAt = async (
  session: Session,
  places: readonly Place[],
  moments: { before: ReturnType<typeof resolveAsOf>; after: ReturnType<typeof resolveAsOf> },
) => {
  const changes: string[] = [];
  for (const collection of diffedCollections) {
    const ids = places.filter((place) => place.collection === collection).map(({ id }) => id);
    const before = await selectDocuments(session, collection, ids, 'shortAnswers', moments.before);
    const after = await selectDocuments(session, collection, ids, 'shortAnswers', moments.after);
    for (const id of ids) {
      const [then, now] = [before.get(id), after.get(id)];
      if (now === undefined || now === then) continue;
      const classes = classesOf(then === undefined ? null : (JSON.parse(then) as Comparable), JSON.parse(now) as Comparable);
      changes.push(
        `{"collection":"${collection}","id":${JSON.stringify(id)},"classes":${JSON.stringify(classes)},"before":${then ?? 'null'},"after":${now}}`,
      );
    }
  }
  return changes;
};

/** Which deals, stakes, valuations and commitments became known, changed or died between two days, with before and after. */
export const getDiff = async (session: Session, query: DiffQuery, url: string, today: string): Promise<Answer> => {
  const { fromOn, toOn, company, group, limit } = query;
  if (fromOn >= toOn) throw invalidRequest([{ parameter: 'fromOn', message: `fromOn (${fromOn}) has to be before toOn (${toOn}).` }]);
  const binding = bindingOf(['diff', fromOn, toOn, company, group, query.collection]);
  const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor, binding);
  const from = diffedCollections.find((collection) => collection === position?.value);
  const dataset = await selectDataset(session);
  const moments = { before: resolveAsOf(dataset, fromOn, today), after: resolveAsOf(dataset, toOn, today) };
  const given = { ...(company !== undefined && { company }), ...(group !== undefined && { group }) };
  await requireExisting(session, { company: 'companies', group: 'companies' }, given, moments.after);
  const after = position === undefined || from === undefined ? undefined : { collection: from, id: position.id };
  const places = await changedPlaces(session, query, { after: moments.before.day, by: moments.after.day }, after);
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  const next = places.length > limit && last !== undefined ? encodeCursor(binding, { value: last.collection, id: last.id }) : null;
  const changes = await changesAt(session, shown, moments);
  const meta = { fromOn: moments.before.asOf, toOn: moments.after.asOf, dataVersion: formatDataVersion(dataset) };
  return {
    body: `{"data":[${changes.join(',')}],"page":${JSON.stringify({ limit, next })},"meta":${JSON.stringify(meta)}}`,
    headers: linkToNext(url, next),
  };
};
