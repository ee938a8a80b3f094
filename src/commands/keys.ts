import { createKey, listKeys, revokeKey } from '../access/keys.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { keyScopes } from '../database/tables/access.ts';
import { isDay } from '../domain/dates.ts';
import { UsageError } from './explain.ts';

export interface KeyOptions {
  name?: string | undefined;
  scope?: string | undefined;
  expires?: string | undefined;
}

/** Names under which revisions tell of writes that no key made. */
const reservedNames = new Map([
  ['import', 'who takes in the files of a dataset'],
  ['command-line', 'who takes in files by hand'],
]);

const refuseName = (name: string): void => {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,99}$/u.test(name))
    throw new UsageError('A name has 1 to 100 letters, digits, blanks and . _ @ -, and begins with one of the first two.');
  const reserved = reservedNames.get(name);
  if (reserved !== undefined) throw new UsageError(`"${name}" is ${reserved}: give the key another name.`);
};

/** Makes, lists and revokes the keys of those who write. A key is printed once, when it is made. */
export const manageKeys = async (
  config: Config,
  action: string | undefined,
  { name, scope = 'read', expires }: KeyOptions,
): Promise<void> => {
  const wanted = keyScopes.find((one) => one === scope);
  if (wanted === undefined) throw new UsageError(`--scope is ${keyScopes.join(', ')}, not "${scope}".`);
  if (expires !== undefined && !isDay(expires)) throw new UsageError(`--expires is a day (YYYY-MM-DD), not "${expires}".`);
  if (!['create', 'list', 'revoke'].includes(action ?? '')) throw new UsageError('keys takes create, list or revoke.');
  if (action !== 'list' && (name === undefined || name.trim() === '')) throw new UsageError('keys needs --name NAME.');
  if (action === 'create') refuseName(name ?? '');
  const database = await openDatabase(config.databaseUrl);
  try {
    if (action === 'create') {
      try {
        console.log(
          await database.write((session) =>
            createKey(session, { name: name ?? '', scope: wanted, expiresOn: expires ?? null }, new Date()),
          ),
        );
      } catch (error) {
        if (database.violationOf(error) === 'unique') throw new UsageError(`There is a key "${name}" already.`);
        throw error;
      }
    } else if (action === 'revoke') {
      const isRevoked = await database.write((session) => revokeKey(session, name ?? '', new Date()));
      if (!isRevoked) throw new UsageError(`There is no key "${name}" that still holds.`);
      console.log(`revoked ${name}`);
    } else {
      const keys = await database.read((session) => Promise.resolve(listKeys(session)));
      for (const key of keys) {
        const state = key.revokedAt !== null ? `revoked ${key.revokedAt}` : key.expiresOn !== null ? `expires ${key.expiresOn}` : 'holds';
        console.log([key.name, key.scope, `made ${key.createdAt}`, `last used ${key.lastUsedOn ?? 'never'}`, state].join('\t'));
      }
    }
  } finally {
    await database.close();
  }
};
