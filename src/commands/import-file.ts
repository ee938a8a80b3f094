import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { Database } from '../database/database.ts';
import { Problem } from '../http/problems.ts';
import { importLines } from '../writing/import-lines.ts';
import { UsageError } from './explain.ts';
import { showProgress } from './progress.ts';

const faultsShownMax = 100;

/** The records of a file as lines of an import: it holds such lines, or is the file of one record in the folder of its collection. */
const linesOf = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8');
  if (['.ndjson', '.jsonl'].includes(extname(file))) return text;
  if (extname(file) !== '.json') throw new UsageError(`import takes a folder, a .json or a .ndjson file, and not ${file}.`);
  try {
    return JSON.stringify({ collection: basename(dirname(file)), record: JSON.parse(text) });
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Takes the records of a file in, all of them or none, and says what became of them. */
export const importFile = async (database: Database, file: string): Promise<void> => {
  const lines = await linesOf(file);
  const writer = { actor: 'command-line', now: new Date(), onProgress: showProgress };
  try {
    const { added, changed, unchanged } = await database.write((session) => importLines(session, lines, writer));
    console.log(`records: ${added} added, ${changed} changed, ${unchanged} unchanged, 0 refused`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const faults = error.errors ?? [{ message: error.message }];
    for (const { pointer, message } of faults.slice(0, faultsShownMax)) console.error(`${pointer ?? ''} ${message}`.trim());
    if (faults.length > faultsShownMax) console.error(`... and ${faults.length - faultsShownMax} faults more`);
    const refused = new Set(faults.map(({ pointer = '' }) => pointer.split('/')[1])).size;
    console.log(`records: 0 added, 0 changed, 0 unchanged, ${refused} refused; nothing was taken in`);
    process.exitCode = 1;
  }
};
