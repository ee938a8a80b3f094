import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { boundList, boundValues, holds, isKnown, isOneOf } from '../database/expressions.ts';
import type { Tables } from '../database/tables/index.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { selectAnswers } from './answers.ts';
import type { AnswerObject, IncludeDefinition, Links, Listed } from './definition.ts';
import type { Moment } from './moment.ts';

/** The citations that link the records of a collection with their sources. */
export const citedBy =
  (collection: Collection) =>
  ({ citations }: Tables): Links => ({
    table: citations,
    of: citations.recordId,
    to: citations.sourceId,
    where: eq(citations.collection, collection),
    knownFrom: citations.knownFrom,
  });

/** The ids of the records that the table links with the bound ones. */
const linkedIds = ({ orm }: Session, { table, of, to, where, knownFrom }: Links, idCount: number, moment: Moment) =>
  orm
    .selectDistinct({ id: sql<string>`${to}`.as('linked_id') })
    .from(table)
    .where(and(where, isOneOf(of, boundList('id', idCount)), ...(knownFrom === undefined ? [] : isKnown(knownFrom, moment))));

/** The sources that some records of a collection cite, by id. */
export const selectCitedSources = async (
  session: Session,
  collection: Collection,
  ids: readonly string[],
  moment: Moment,
): Promise<string[]> => {
  const name = ['cited', collection, boundList('id', ids.length).length, moment.isCurrent].join('|');
  const statement = session.prepared<{ id: string }[]>(name, () =>
    linkedIds(session, citedBy(collection)(session.tables), ids.length, moment).orderBy(session.tables.citations.sourceId),
  );
  return (await statement.execute({ day: moment.day, ...boundValues('id', ids) })).map(({ id }) => id);
};

type LinkedInclude = Extract<IncludeDefinition, { links: unknown }>;
type Entry = readonly [id: string, body: string];

/** The related records of an include that a table links with the page, by id. */
const selectLinked = async (
  session: Session,
  listed: Listed,
  { collection, links }: LinkedInclude,
  ids: readonly string[],
  moment: Moment,
): Promise<Entry[]> => {
  const name = ['linked', listed, collection, boundList('id', ids.length).length, moment.isCurrent].join('|');
  const statement = session.prepared<{ id: string; body: string }[]>(name, () => {
    const { shortAnswers } = session.tables;
    return session.orm
      .select({ id: shortAnswers.recordId, body: shortAnswers.body })
      .from(shortAnswers)
      .where(
        and(
          eq(shortAnswers.collection, collection),
          inArray(shortAnswers.recordId, linkedIds(session, links(session.tables), ids.length, moment)),
          holds(shortAnswers, moment),
        ),
      )
      .orderBy(asc(shortAnswers.recordId));
  });
  const rows = await statement.execute({ day: moment.day, ...boundValues('id', ids) });
  return rows.map(({ id, body }) => [id, body]);
};

/** The related records of an include that the answers of a page name, by id. */
const selectNamed = async (session: Session, collection: Collection, named: readonly string[], moment: Moment): Promise<Entry[]> => {
  const ids = [...new Set(named)].sort();
  const found = await selectAnswers(session, collection, ids, 'shortAnswers', moment);
  return ids.flatMap((id) => {
    const body = found.get(id);
    return body === undefined ? [] : [[id, body] as const];
  });
};

/**
 * The related records of a page as JSON, each once: `{collection: {id: record}}`. Costs one statement for each included
 * collection, whatever the page holds.
 */
export const includedJson = async (
  session: Session,
  listed: Listed,
  includes: readonly (readonly [name: string, definition: IncludeDefinition])[],
  rows: readonly { id: string; body: string }[],
  moment: Moment,
): Promise<string> => {
  const answers = includes.some(([, include]) => 'ids' in include) ? rows.map(({ body }) => JSON.parse(body) as AnswerObject) : [];
  const ids = rows.map(({ id }) => id);
  const parts: string[] = [];
  for (const [name, include] of includes) {
    const entries =
      'links' in include
        ? await selectLinked(session, listed, include, ids, moment)
        : await selectNamed(
            session,
            include.collection,
            answers.flatMap(include.ids).filter((id) => id !== undefined),
            moment,
          );
    parts.push(`${JSON.stringify(name)}:{${entries.map(([id, body]) => `${JSON.stringify(id)}:${body}`).join(',')}}`);
  }
  return `{${parts.join(',')}}`;
};
