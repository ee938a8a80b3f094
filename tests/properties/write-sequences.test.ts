import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Session } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import type { Tables } from '../../src/database/schema/index.ts';
import type { CollectedRecord } from '../../src/domain/records/records.ts';
import { Problem } from '../../src/http/problems.ts';
import { validateDataset } from '../../src/ingest/dataset-files.ts';
import { synchronizeDataset } from '../../src/ingest/synchronize-dataset.ts';
import { importRecords, parseLines, splitLines } from '../../src/mutations/import-records.ts';
import { appendEvent, patchRecord, putRecord, retractRecord } from '../../src/mutations/records.ts';
import { renameRecord } from '../../src/mutations/rename-record.ts';
import { deriveAll } from '../../src/projections/derive.ts';
import { insertRows } from '../../src/store/batches.ts';
import { createIdSets, getIdSet } from '../../src/store/dependents.ts';
import { groupByCollection, toCanonicalText, upsertBaseRows } from '../../src/store/records.ts';
import { chipLine, companyLine, historyEvent, type ImportLine, importLine, recordKey, sourceLine } from '../support/record-arbitraries.ts';
import { readTableRows } from '../support/table-rows.ts';

/**
 * Random sequences of writes, many of them invalid, over a few records that refer to each other. After each sequence, every rule of
 * the dataset holds and the derived tables equal those of a rebuild from the stored records.
 */

let home: string;
const emptyFile = () => join(home, 'empty.db');
const opened = async (file: string, from: string): Promise<Database> => {
  for (const suffix of ['', '-wal', '-shm']) {
    await rm(`${file}${suffix}`, { force: true });
    await copyFile(`${from}${suffix}`, `${file}${suffix}`).catch(() => undefined);
  }
  return openDatabase(`sqlite:${file}`);
};
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-sequences-'));
  const database = await openDatabase(`sqlite:${emptyFile()}`);
  const head = { name: 'A small world', version: '0', date: '2025-02-01', license: 'CC0-1.0' };
  await database.write((session) => synchronizeDataset(session, { head, files: [], redirects: [] }, new Date('2025-02-01')));
  await database.close();
});
afterAll(() => rm(home, { recursive: true }));

type Place = Parameters<typeof retractRecord>[1];

type Write =
  | { operation: 'put'; line: ImportLine }
  | { operation: 'import'; lines: ImportLine[] }
  | { operation: 'patch'; at: Place; body: object }
  | { operation: 'retract'; at: Place }
  | { operation: 'append'; at: Place; body: unknown }
  | { operation: 'rename'; at: Place; newId: string };

const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ operation: fc.constant('put'), line: importLine }) },
  {
    weight: 3,
    arbitrary: fc.record({
      operation: fc.constant('import'),
      lines: fc.uniqueArray(importLine, { minLength: 2, maxLength: 5, selector: ({ collection, record }) => `${collection}/${record.id}` }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      operation: fc.constant('patch'),
      at: recordKey,
      body: fc.constantFrom({ note: 'A note.' }, { publishedOn: '2025-01-20' }, { parent: null }, { partOf: null }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ operation: fc.constant('retract'), at: recordKey }) },
  { weight: 2, arbitrary: fc.record({ operation: fc.constant('append'), at: recordKey, body: historyEvent }) },
  {
    weight: 2,
    arbitrary: fc.record({ operation: fc.constant('rename'), at: recordKey, newId: fc.constantFrom('r0', 'r1', 'c0', 'd1', 's2') }),
  },
);

const textOf = (lines: readonly ImportLine[]) => lines.map((one) => JSON.stringify(one)).join('\n');

const carryOut = (session: Session, one: Write, day: number): Promise<unknown> => {
  const writer = { actor: 'test', now: new Date(Date.UTC(2025, 1, 1 + day)) };
  switch (one.operation) {
    case 'put':
      return putRecord(session, { collection: one.line.collection, id: one.line.record.id, body: one.line.record }, {}, writer);
    case 'import':
      return parseLines(splitLines(textOf(one.lines))).then((lines) => importRecords(session, lines, writer));
    case 'patch':
      return patchRecord(session, { ...one.at, body: one.body }, {}, writer);
    case 'retract':
      return retractRecord(session, one.at, {}, writer);
    case 'append':
      return appendEvent(session, { id: one.at.id, body: JSON.parse(JSON.stringify(one.body)) }, {}, writer);
    case 'rename':
      return renameRecord(session, { ...one.at, newId: one.newId }, {}, writer);
  }
};

/** Initial records that later writes can refer to. */
const beginnings = fc.record({
  companies: fc.uniqueArray(companyLine, { minLength: 5, maxLength: 5, selector: ({ record }) => record.id }),
  sources: fc.uniqueArray(sourceLine, { minLength: 6, maxLength: 6, selector: ({ record }) => record.id }),
  chips: fc.uniqueArray(chipLine, { minLength: 2, maxLength: 2, selector: ({ record }) => record.id }),
});

const stored = ['records', 'revisions', 'dataset', 'importConflicts', 'apiKeys', 'idempotencyKeys'];

/** Reads every row of every derived table. */
const derivedRows = (database: Database): Promise<Record<string, string[]>> =>
  database.read((session) =>
    readTableRows(
      session,
      (Object.keys(session.tables) as (keyof Tables)[]).filter((name) => !stored.includes(name)),
    ),
  );

/** Imports the same records into an empty database. */
const fromScratch = async (database: Database, collected: readonly CollectedRecord[]): Promise<Record<string, string[]>> => {
  const rows = await database.read(async ({ orm, tables }) => orm.select().from(tables.records));
  const second = await opened(join(home, 'scratch.db'), emptyFile());
  try {
    await second.write(async (session) => {
      await insertRows(session, session.tables.records, rows);
      await upsertBaseRows(session, groupByCollection(collected));
      const ids = createIdSets();
      for (const { collection, record } of collected) getIdSet(ids, collection).add(record.id);
      await deriveAll(session, ids);
    });
    return await derivedRows(second);
  } finally {
    await second.close();
  }
};

const expectRules = async (database: Database): Promise<CollectedRecord[]> => {
  const { records, revisions, states, flows } = await database.read(async ({ orm, tables }) => ({
    records: await orm.select().from(tables.records),
    revisions: await orm.select().from(tables.revisions).orderBy(tables.revisions.sequence),
    states: await orm.select().from(tables.dealStates).orderBy(tables.dealStates.dealId, tables.dealStates.knownFrom),
    flows: await orm.select().from(tables.flows),
  }));
  const collected = records.flatMap(({ collection, body }): CollectedRecord[] =>
    body === null ? [] : [{ collection, record: JSON.parse(body) }],
  );
  for (const one of collected)
    expect(records.find(({ collection, id }) => collection === one.collection && id === one.record.id)?.body).toBe(
      toCanonicalText(one.record),
    );
  const files = collected.map((one) => ({ ...one, path: `${one.collection}/${one.record.id}.json`, hash: '' }));
  // Records that nothing refers to are allowed; every other check of a dataset passes.
  expect(validateDataset(files).filter(({ message }) => message !== 'No other record refers to it.')).toEqual([]);
  expect(revisions.map(({ sequence }) => sequence)).toEqual(revisions.map((_, index) => index + 1));
  // The newest version of a record is stored once, in `records`, and each earlier one in its revision.
  const newest = new Map(revisions.map((revision) => [`${revision.collection}/${revision.recordId}`, revision]));
  expect(records.map(({ collection, id }) => `${collection}/${id}`).sort()).toEqual([...newest.keys()].sort());
  for (const { collection, id, body } of records) {
    const { operation } = newest.get(`${collection}/${id}`) ?? {};
    expect(body === null).toBe(operation === 'retract' || operation === 'rename');
  }
  for (const revision of revisions) {
    const isNewest = newest.get(`${revision.collection}/${revision.recordId}`) === revision;
    expect(revision.body === null).toBe(isNewest || revision.operation === 'retract' || revision.operation === 'rename');
  }
  for (const [index, { dealId, knownFrom, knownTo }] of states.entries()) {
    const next = states[index + 1];
    expect(knownTo === null || knownFrom < knownTo).toBe(true);
    expect(knownTo).toBe(next?.dealId === dealId ? next.knownFrom : null);
  }
  for (const { dealId, commitmentId } of flows)
    expect(
      collected.some(
        ({ collection, record }) =>
          record.id === (dealId ?? commitmentId) && collection === (dealId === null ? 'chip-commitments' : 'deals'),
      ),
    ).toBe(true);
  return collected;
};

const runs = process.env.TEST_RUNS_FACTOR === undefined ? 30 : 1_000;

describe('a random sequence of writes', () => {
  it('preserves every invariant and derives what a rebuild derives', async () => {
    const outcomes = { written: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(beginnings, fc.array(write, { minLength: 4, maxLength: 16 }), async ({ companies, sources, chips }, writes) => {
        const database = await opened(join(home, 'sequence.db'), emptyFile());
        try {
          const withoutParents = companies.map((one) => ({ ...one, record: { ...one.record, parent: undefined } }));
          const distinct = sources.map((one) => ({ ...one, record: { ...one.record, url: `https://example.org/${one.record.id}` } }));
          await database.write((session) =>
            carryOut(session, { operation: 'import', lines: [...withoutParents, ...distinct, ...chips] }, 0),
          );
          for (const [index, one] of writes.entries()) {
            const refusal = await database
              .write((session) => carryOut(session, one, index))
              .then(
                () => undefined,
                (error: unknown) => error,
              );
            if (refusal !== undefined && !(refusal instanceof Problem)) throw refusal;
            outcomes[refusal === undefined ? 'written' : 'refused'] += 1;
          }
          expect(await derivedRows(database)).toEqual(await fromScratch(database, await expectRules(database)));
        } finally {
          await database.close();
        }
      }),
      { numRuns: runs },
    );
    // Some writes must be accepted and some rejected, otherwise the test exercises little.
    expect(outcomes.written).toBeGreaterThan(runs);
    expect(outcomes.refused).toBeGreaterThan(runs);
  }, 600_000);
});
