#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, UsageError } from './commands/run-command.ts';
import { loadConfig } from './config.ts';
import { packageRoot } from './package-root.ts';

const usage = `Usage: roundtrip COMMAND [ARGUMENTS], or roundtrip COMMAND --help, or roundtrip --version

  serve [--workers N|auto]     start the API with N processes, or one per core (see .env.example for the settings)
  keys create --name NAME [--scope read|write|admin] [--expires DAY]
                               create an API key and print it; it is shown only once
  keys list                    list the API keys
  keys revoke --name NAME      revoke an API key permanently
  migrate                      migrate the database schema
  import [FOLDER]              import a dataset folder (default: the bundled dataset)
  import FILE                  import records from NDJSON of {"collection", "record"}, or from one record file
                               <collection>/<id>.json; imports all records or none and lists every error
  import FILE --batch LINES    import NDJSON of any length in batches of at most LINES lines (1,000 is a good size), which take
                               about two seconds at most; each batch is imported as a whole or skipped; put records before
                               those that refer to them, as exports do
  import --conflicts           list files that were not imported because their records had been edited
  import --take file|record [COLLECTION/ID ...]
                               resolve all conflicts, or those named, in favor of the file or the record
  release create VERSION       freeze the data as a release, such as 2026.11.1
  release list                 list the releases
  export DIR                   write every record as a file; in a dataset folder, remove the files of deleted records
  export --bulk DIR [--as-of DAY]
                               write every table as CSV, NDJSON and Parquet, and all tables as one SQLite file, to an empty folder,
                               as of today or of a past day
  copy --from URL --to URL     copy a database to an empty one and verify every row
  check [FOLDER] [--report]    check a dataset folder: format, references, invariants; with --report, print figures on its
                               coverage and evidence
  mcp [--url URL]              serve the Model Context Protocol over standard input and output, from the local database or from the
                               server at URL
  openapi                      write openapi/: the document, its examples and the JSON Schemas of the records`;

/** Returns the part of the usage that describes one command. */
const usageOf = (name: string): string => {
  const lines = usage.split('\n').slice(2);
  const isOfCommand = lines.map((line) => /^ {2}\w/.test(line) && line.trim().split(' ')[0] === name);
  // An indented line continues the one before.
  for (const [index, line] of lines.entries()) if (/^ {4}/.test(line)) isOfCommand[index] = isOfCommand[index - 1] ?? false;
  return `Usage: roundtrip ${name}\n\n${lines.filter((_, index) => isOfCommand[index]).join('\n')}`;
};

const packageVersion = (): string => (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

const parseArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        conflicts: { type: 'boolean' },
        take: { type: 'string' },
        batch: { type: 'string' },
        bulk: { type: 'boolean' },
        'as-of': { type: 'string' },
        report: { type: 'boolean' },
        workers: { type: 'string' },
        name: { type: 'string' },
        scope: { type: 'string' },
        expires: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
};

/** Maximum number of arguments after the name of a command; none by default. */
const maxArguments: Readonly<Record<string, number>> = { keys: 1, release: 2, import: 1, export: 1, check: 1 };

/** Rejects options and arguments that the command would ignore. */
const assertUsed = (name: string, rest: readonly string[], options: Readonly<Record<string, unknown>>): void => {
  const unused = Object.keys(options).find((option) => !usageOf(name).includes(`--${option}`));
  if (unused !== undefined) throw new UsageError(`"${name}" has no option --${unused}.\n\n${usageOf(name)}`);
  const extra = options.take === undefined ? rest[maxArguments[name] ?? 0] : undefined;
  if (extra !== undefined) throw new UsageError(`Unexpected argument "${extra}".\n\n${usageOf(name)}`);
};

const maxWorkers = 256;

const parseWorkerCount = (workers: string): number => {
  const count = workers === 'auto' ? availableParallelism() : Number(workers);
  if (!Number.isInteger(count) || count < 1 || count > maxWorkers)
    throw new UsageError(`Invalid --workers value "${workers}": expected a number from 1 to ${maxWorkers}, or "auto".`);
  return count;
};

// Load commands on demand, so that `check` loads neither the server nor a database driver.
const commands: Readonly<Record<string, (rest: string[], options: ReturnType<typeof parseArguments>['values']) => Promise<void>>> = {
  serve: async (_rest, { workers = '1' }) => (await import('./commands/serve.ts')).serve(loadConfig(), parseWorkerCount(workers)),
  migrate: async () => {
    const { openDatabase } = await import('./database/open.ts');
    const database = await openDatabase(loadConfig().databaseUrl);
    await database.close();
  },
  export: async ([folder], { bulk = false, 'as-of': asOf }) => {
    const { runBulkExport, runExport } = await import('./commands/export.ts');
    if (asOf !== undefined && !bulk) throw new UsageError('--as-of requires --bulk.');
    await (bulk ? runBulkExport(loadConfig(), folder, asOf) : runExport(loadConfig(), folder));
  },
  keys: async ([action], { name, scope, expires }) =>
    (await import('./commands/keys.ts')).manageKeys(loadConfig(), action, { name, scope, expires }),
  import: async (rest, { conflicts = false, take, batch }) => {
    const { runImport } = await import('./commands/import.ts');
    const selected = take === undefined ? [] : rest;
    const from = take === undefined ? rest[0] : undefined;
    await runImport(loadConfig(), {
      conflicts,
      selected,
      ...(from !== undefined && { from }),
      ...(take !== undefined && { take }),
      ...(batch !== undefined && { batch }),
    });
  },
  release: async ([action, version]) => (await import('./commands/release.ts')).manageReleases(loadConfig(), action, version),
  copy: async (_rest, { from, to }) => (await import('./commands/copy.ts')).runCopy(from, to),
  check: async ([folder], { report = false }) => (await import('./commands/check.ts')).checkDataset(folder, { report }),
  mcp: async (_rest, { url }) => (await import('./commands/mcp.ts')).runMcp(loadConfig(), url),
  openapi: async () => (await import('./commands/openapi.ts')).writeOpenApiFiles(),
};

await runCommand(async () => {
  const { positionals, values } = parseArguments();
  const [name, ...rest] = positionals;
  if (values.version) {
    console.log(packageVersion());
    return;
  }
  if (name === undefined) {
    console.log(usage);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`Unknown command "${name}".\n\n${usage}`);
  if (values.help === true) {
    console.log(usageOf(name));
    return;
  }
  assertUsed(name, rest, values);
  await command(rest, values);
});
