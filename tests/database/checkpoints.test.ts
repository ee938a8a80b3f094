import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReader } from '../../src/database/open.ts';
import { openDatasetDatabase, suiteEngine } from '../support/app.ts';
import { startProgram, waitUntil } from '../support/processes.ts';
import { putSource, readSequence, writeChanges } from '../support/sources.ts';

it.runIf(suiteEngine === 'sqlite')('a large WAL is truncated after a write, or when an old snapshot has ended', async () => {
  const opened = await openDatasetDatabase();
  const { database } = opened;
  const reader = await openReader(database.url);
  const walBytes = async () => (await stat(`${database.url.slice('sqlite:'.length)}-wal`)).size;
  const writeMany = (prefix: string) =>
    writeChanges(
      database,
      Array.from({ length: 2_000 }, (_, index) => putSource(`${prefix}-${index}`)),
    );
  await writeMany('alone');
  await waitUntil(async () => (await walBytes()) === 0, 'the WAL was truncated');
  const before = await readSequence(database);
  let endSnapshot: () => void = () => undefined;
  const writing = new Promise<void>((resolve) => {
    endSnapshot = resolve;
  });
  const reading = reader.read(async ({ orm, tables: { dataset } }) => {
    const sequence = async () => (await orm.select({ sequence: dataset.sequence }).from(dataset))[0]?.sequence;
    const first = await sequence();
    await writing;
    return [first, await sequence()];
  });
  await writeMany('beside');
  expect(await walBytes()).toBeGreaterThan(4 << 20);
  endSnapshot();
  expect(await reading).toEqual([before, before]);
  await waitUntil(async () => {
    await writeChanges(database, [putSource('next', `Title ${performance.now()}`)]);
    return (await walBytes()) <= 4 << 20;
  }, 'the WAL was truncated, or started over');
  expect(await readSequence(database)).toBeGreaterThan(before + 2_000);
  await reader.close();
  await opened.close();
});

it.runIf(suiteEngine === 'sqlite')('a write succeeds if the thread of the checkpoint cannot start', async () => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-checkpoint-'));
  const withoutThreads = '--experimental-permission --allow-fs-read=* --allow-fs-write=* --allow-addons';
  const program = startProgram('cli', ['import'], { DATA_DIR: home, NODE_OPTIONS: withoutThreads });
  expect(await program.ended, program.printed()).toBe(0);
  await rm(home, { recursive: true });
});
