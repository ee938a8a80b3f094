#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { runOrExplain, UsageError } from './commands/explain.ts';
import { configOfProcess } from './config.ts';

const usage = `roundtrip <command>

  serve [--workers N]          serve the API (settings: see .env.example), with N processes on one port
  keys create --name NAME [--scope read|write|admin] [--expires DAY]
                               make a key, and print it: the one time that it is shown
  keys list                    list the keys
  keys revoke --name NAME      end a key for good
  export DIR                   write every record as its file, byte for byte
  copy --from URL --to URL     move a whole database into an empty one, of either engine, verified record by record
  migrate                      bring the tables of the database up to date
  import [FOLDER]              take in a dataset folder (default: the one that comes with the software)
  import --conflicts           list the files that were not taken in, because their records had been edited
  import --take file|record [COLLECTION/ID ...]
                               decide such conflicts, all or those named
  check [FOLDER]               check a dataset folder: format, references, invariants
  openapi                      write openapi/: the document, its examples, the JSON Schemas of the records`;

const parse = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        conflicts: { type: 'boolean', default: false },
        take: { type: 'string' },
        workers: { type: 'string' },
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

// Commands are loaded when they are asked for, so that `check` needs no server and no database.
const commands: Readonly<Record<string, (rest: string[], options: ReturnType<typeof parse>['values']) => Promise<void>>> = {
  serve: async (_rest, { workers }) => {
    if (workers === undefined) return (await import('./commands/serve.ts')).serve(configOfProcess());
    if (!/^([1-9]|[1-5]\d|6[0-4])$/.test(workers)) throw new UsageError(`--workers is a whole number from 1 to 64, not "${workers}".`);
    return (await import('./commands/workers.ts')).serveWithWorkers(configOfProcess(), Number(workers));
  },
  export: async ([folder]) => (await import('./commands/export.ts')).exportDataset(configOfProcess(), folder),
  keys: async ([action], { name, scope, expires }) =>
    (await import('./commands/keys.ts')).manageKeys(configOfProcess(), action, { name, scope, expires }),
  copy: async (_rest, { from, to }) => (await import('./commands/copy.ts')).copy(from, to),
  migrate: async () => (await (await import('./database/open.ts')).openDatabase(configOfProcess().databaseUrl)).close(),
  import: async (rest, { conflicts, take }) => {
    const { importDataset } = await import('./commands/import.ts');
    const selected = take === undefined ? [] : rest;
    const folder = take === undefined ? rest[0] : undefined;
    await importDataset(configOfProcess(), {
      conflicts,
      selected,
      ...(folder !== undefined && { folder }),
      ...(take !== undefined && { take }),
    });
  },
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
