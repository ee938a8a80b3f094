import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Orm } from '../../src/database/database.ts';
import type { Tables } from '../../src/database/schema/index.ts';
import { type DatasetDatabase, openDatasetDatabase } from '../support/app.ts';

let dataset: DatasetDatabase;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
});
afterAll(() => dataset.close());

const isUnknown = 'an unknown word' as never;

describe('the database refuses', () => {
  const changes: [string, (orm: Orm, tables: Tables) => PromiseLike<unknown>][] = [
    ['an unknown kind of a deal', (orm, { deals }) => orm.update(deals).set({ kind: isUnknown })],
    ['an unknown status of a deal', (orm, { dealStates }) => orm.update(dealStates).set({ status: isUnknown })],
    ['an unknown certainty of an event', (orm, { dealEvents }) => orm.update(dealEvents).set({ certainty: isUnknown })],
    ['an unknown role of a participant', (orm, { dealParticipants }) => orm.update(dealParticipants).set({ role: isUnknown })],
    ['an unknown nature of a flow', (orm, { flows }) => orm.update(flows).set({ nature: isUnknown })],
    ['an unknown collection of a revision', (orm, { revisions }) => orm.update(revisions).set({ collection: isUnknown })],
    [
      'an unknown kind of a new source',
      (orm, { sources }) =>
        orm.insert(sources).values({
          id: 'of-no-kind',
          publisher: 'Example Gazette',
          kind: isUnknown,
          publishedOn: '2026-01',
          publishedDay: '2026-01-31',
          knownFrom: '2026-01-31',
        }),
    ],
    ['a month in place of a day', (orm, { dealStates }) => orm.update(dealStates).set({ announcedDay: '2026-01' })],
    ['a day in place of an instant', (orm, { revisions }) => orm.update(revisions).set({ recordedAt: '2026-01-05' })],
  ];

  it.each(changes)('%s', async (_what, change) => {
    const error: unknown = await dataset.database
      .write(async ({ orm, tables }) => change(orm, tables))
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(dataset.database.violationOf(error)).toBe('check');
  });

  it('nothing where an optional word or day is absent', async () => {
    const kinds = await dataset.database.write(async ({ orm, tables: { flows, dealStates } }) => {
      await orm.update(flows).set({ kind: null });
      await orm.update(dealStates).set({ announcedOn: null, announcedDay: null });
      return orm.selectDistinct({ kind: flows.kind }).from(flows);
    });
    expect(kinds).toEqual([{ kind: null }]);
  });
});
