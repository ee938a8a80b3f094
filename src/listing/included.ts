import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { boundList, boundValues, isKnown, isOneOf } from '../database/expressions.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { selectAnswers } from './answers.ts';
import type { AnswerObject, IncludeDefinition } from './definition.ts';
import type { Moment } from './moment.ts';

/** The sources that some records of a collection cite, by id. */
export const selectCitedSources = async (
  session: Session,
  collection: Collection,
  ids: readonly string[],
  moment: Moment,
): Promise<string[]> => {
  const bounds = boundList('id', ids.length);
  const statement = session.prepared<{ id: string }[]>(['cited', bounds.length, moment.isCurrent].join('|'), () => {
    const { citations } = session.tables;
    return session.orm
      .selectDistinct({ id: citations.sourceId })
      .from(citations)
      .where(
        and(
          eq(citations.collection, sql.placeholder('collection')),
          isOneOf(citations.recordId, bounds),
          ...isKnown(citations.knownFrom, moment),
        ),
      )
      .orderBy(citations.sourceId);
  });
  const rows = await statement.execute({ collection, day: moment.day, ...boundValues('id', ids) });
  return rows.map(({ id }) => id);
};

const selectPointingBack = async (
  session: Session,
  definition: Extract<IncludeDefinition, { pointingBack: unknown }>,
  ids: readonly string[],
  moment: Moment,
): Promise<string[]> => {
  const bounds = boundList('id', ids.length);
  const statement = session.prepared<{ id: string }[]>(
    ['pointing', definition.collection, bounds.length, moment.isCurrent].join('|'),
    () => {
      const { table, id, to, where, knownFrom } = definition.pointingBack(session.tables);
      return session.orm
        .selectDistinct({ id: sql<string>`${id}`.as('pointing_id') })
        .from(table)
        .where(and(where, isOneOf(to, bounds), ...(knownFrom === undefined ? [] : isKnown(knownFrom, moment))))
        .orderBy(id);
    },
  );
  const rows = await statement.execute({ day: moment.day, ...boundValues('id', ids) });
  return rows.map(({ id }) => id);
};

const relatedIds = async (
  session: Session,
  include: IncludeDefinition,
  ids: readonly string[],
  answers: readonly AnswerObject[],
  moment: Moment,
): Promise<string[]> => {
  if (ids.length === 0) return [];
  if ('ids' in include) return [...new Set(answers.flatMap(include.ids).filter((id) => id !== undefined))].sort();
  if ('citedBy' in include) return selectCitedSources(session, include.citedBy, ids, moment);
  return selectPointingBack(session, include, ids, moment);
};

/**
 * The related records of a page as JSON, each once: `{collection: {id: record}}`. Costs at most two statements for each
 * included collection, whatever the page holds.
 */
export const includedJson = async (
  session: Session,
  includes: readonly (readonly [name: string, definition: IncludeDefinition])[],
  ids: readonly string[],
  bodies: readonly string[],
  moment: Moment,
): Promise<string> => {
  const answers = includes.some(([, include]) => 'ids' in include) ? bodies.map((body) => JSON.parse(body) as AnswerObject) : [];
  const parts: string[] = [];
  for (const [name, include] of includes) {
    const related = await relatedIds(session, include, ids, answers, moment);
    const found = await selectAnswers(session, include.collection, related, 'shortAnswers', moment);
    const entries = related.flatMap((id) => (found.has(id) ? [`${JSON.stringify(id)}:${found.get(id)}`] : []));
    parts.push(`${JSON.stringify(name)}:{${entries.join(',')}}`);
  }
  return `{${parts.join(',')}}`;
};
