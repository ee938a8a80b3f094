import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/open.ts';
import type { KeyScope } from '../../src/database/schema/api-keys.ts';
import { makeKey } from './keys.ts';

/** Copies the SQLite database with the real dataset, which the suite creates once, to a folder that can be `DATA_DIR`. Returns its path. */
export const copyTemplate = async (folder: string): Promise<string> => {
  const file = join(folder, 'roundtrip.db');
  await copyFile(join(process.env.ROUNDTRIP_TEST_TEMPLATE ?? '', 'roundtrip.db'), file);
  return file;
};

/** Copies that database, and returns a key of the copy. */
export const copyTemplateWithKey = async (folder: string, scope?: KeyScope): Promise<string> => {
  const database = await openDatabase(`sqlite:${await copyTemplate(folder)}`);
  const key = await makeKey(database, scope);
  await database.close();
  return key;
};
