#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runOrExplain, UsageError } from './commands/explain.ts';
import { configOfProcess } from './config.ts';

const usage = `roundtrip <command>

  serve [--workers N|auto]     serve the API (settings: see .env.example), with so many processes, or one for each core
  keys create --name NAME [--scope read|write|admin] [--expires DAY]
                               make a key, and print it: the one time that it is shown
  keys list                    list the keys
  keys revoke --name NAME      end a key for good
  migrate                      bring the tables of the database up to date
  import [FOLDER]              take in a dataset folder (default: the one that comes with the software)
  import FILE                  take in records: NDJSON of {"collection", "record"}, or one record file
                               <collection>/<id>.json; all of them or none, and every fault is told
  import FILE --batch LINES    take in NDJSON of any length, so many lines at a time (1,000 are good): each batch whole or not at
                               all; a record comes after those that it refers to, as in an export, or in the same batch
  import --conflicts           list the files that were not taken in, because their records had been edited
  import --take file|record [COLLECTION/ID ...]
                               decide such conflicts, all or those named
  release create VERSION       freeze the data as a release, such as 2026.11.1, that answers for ever
  release list                 list the releases
  export DIR                   write every record as its file, byte for byte; in a dataset folder the files of records that are
                               gone are removed
  export --bulk DIR            write every table as CSV, NDJSON and Parquet, and all of them as one SQLite file, to an empty folder
  copy --from URL --to URL     copy a whole database to an empty one, and verify every row
  check [FOLDER]               check a dataset folder: format, references, invariants
  openapi                      write openapi/: the document, its examples, the JSON Schemas of the records`;

const parse = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        conflicts: { type: 'boolean', default: false },
        take: { type: 'string' },
        batch: { type: 'string' },
        bulk: { type: 'boolean', default: false },
        workers: { type: 'string', default: '1' },
        name: { type: 'string' },
        scope: { type: 'string' },
        expires: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
};

const workersMax = 256;

const workerCountOf = (workers: string): number => {
  const count = workers === 'auto' ? availableParallelism() : Number(workers);
  if (!Number.isInteger(count) || count < 1 || count > workersMax)
    throw new UsageError(`--workers is a whole number from 1 to ${workersMax}, or "auto", and not "${workers}".`);
  return count;
};

// Commands are loaded when they are asked for, so that `check` needs no server and no database.
const commands: Readonly<Record<string, (rest: string[], options: ReturnType<typeof parse>['values']) => Promise<void>>> = {
  serve: async (_rest, { workers }) => (await import('./commands/serve.ts')).serve(configOfProcess(), workerCountOf(workers)),
  migrate: async () => {
    const { openDatabase } = await import('./database/open.ts');
    const database = await openDatabase(configOfProcess().databaseUrl);
    await database.close();
  },
  export: async ([folder], { bulk }) => {
    const { exportBulk, exportDataset } = await import('./commands/export.ts');
    await (bulk ? exportBulk : exportDataset)(configOfProcess(), folder);
  },
  keys: async ([action], { name, scope, expires }) =>
    (await import('./commands/keys.ts')).manageKeys(configOfProcess(), action, { name, scope, expires }),
  import: async (rest, { conflicts, take, batch }) => {
    const { importDataset } = await import('./commands/import.ts');
    const selected = take === undefined ? [] : rest;
    const from = take === undefined ? rest[0] : undefined;
    await importDataset(configOfProcess(), {
      conflicts,
      selected,
      ...(from !== undefined && { from }),
      ...(take !== undefined && { take }),
      ...(batch !== undefined && { batch }),
    });
  },
  release: async ([action, version]) => (await import('./commands/release.ts')).manageReleases(configOfProcess(), action, version),
  copy: async (_rest, { from, to }) => (await import('./commands/copy.ts')).copy(from, to),
  check: async ([folder]) => (await import('./commands/check.ts')).checkDataset(folder),
  openapi: async () => (await import('./commands/artefacts.ts')).writeArtefacts(),
};

await runOrExplain(async () => {
  const { positionals, values } = parse();
  const [name, ...rest] = positionals;
  if (name === undefined || values.help) {
    console.log(usage);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command "${name}".\n\n${usage}`);
  await command(rest, values);
});
