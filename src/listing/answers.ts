import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { boundList, boundValues, holds, isOneOf } from '../database/expressions.ts';
import type { Tables } from '../database/tables/index.ts';
import type { Listed } from './definition.ts';
import type { Moment } from './moment.ts';

export type AnswerForm = 'shortAnswers' | 'fullAnswers' | 'evidenceAnswers';

/** The ready bodies of records, by id; an id without one is absent. */
export const selectAnswers = async (
  session: Session,
  collection: Listed,
  ids: readonly string[],
  form: AnswerForm,
  moment: Moment,
): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const bounds = boundList('id', ids.length);
  const statement = session.prepared<{ id: string; body: string }[]>(['answers', form, bounds.length, moment.isCurrent].join('|'), () => {
    const answers: Tables['shortAnswers'] = session.tables[form];
    return session.orm
      .select({ id: answers.recordId, body: answers.body })
      .from(answers)
      .where(and(eq(answers.collection, sql.placeholder('collection')), isOneOf(answers.recordId, bounds), holds(answers, moment)));
  });
  const rows = await statement.execute({ collection, day: moment.day, ...boundValues('id', ids) });
  return new Map(rows.map(({ id, body }) => [id, body]));
};

/** The dataset as an answer's `meta` tells it. */
export interface DatasetState {
  name: string;
  version: string;
  date: string;
  license: string;
  sequence: number;
  knownTo: string;
}

/** The head of the dataset, and how far its changes have come. */
export const selectDataset = async (session: Session): Promise<DatasetState> => {
  const { dataset } = session.tables;
  const [row] = await session.prepared<DatasetState[]>('dataset', () => session.orm.select().from(dataset)).execute();
  if (row === undefined) throw new Error('The database holds no dataset.');
  return row;
};

/** Names the state of the data: the version of the dataset, and the number of the newest change. */
export const dataVersionOf = ({ version, sequence }: DatasetState): string => `${version}+${sequence}`;

/** The part of an answer that says by which state of the data, and up to which day, it was made. */
export const metaOf = (dataset: DatasetState, { asOf, asOfRequested }: Moment) => ({
  asOf,
  ...(asOfRequested !== undefined && { asOfRequested }),
  dataVersion: dataVersionOf(dataset),
});

/** How long an answer may be kept elsewhere: what was known on a past day hardly ever changes. */
export const cachingOf = ({ isCurrent }: Moment): Record<string, string> => (isCurrent ? {} : { 'cache-control': 'public, max-age=300' });
