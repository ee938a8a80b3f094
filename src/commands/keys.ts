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

/** Makes, lists and revokes the keys of those who write. A key is printed once, when it is made. */
export const manageKeys = async (
  config: Config,
  action: string | undefined,
  { name, scope = 'read', expires }: KeyOptions,
): Promise<void> => {
  const wanted = keyScopes.find((one) => one === scope);
  if (wanted === undefined) throw new UsageError(`--scope is ${keyScopes.join(', ')}, not "${scope}".`);
  if (expires !== undefined && !isDay(expires)) throw new UsageError(`--expires is a day (YYYY-MM-DD), not "${expires}".`);
  if (action !== 'list' && (name === undefined || name.trim() === '')) throw new UsageError('keys needs --name NAME.');
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
    } else if (action === 'list') {
      const keys = await database.read((session) => Promise.resolve(listKeys(session)));
      for (const key of keys) {
        const state = key.revokedAt !== null ? `revoked ${key.revokedAt}` : key.expiresOn !== null ? `expires ${key.expiresOn}` : 'holds';
        console.log([key.name, key.scope, `made ${key.createdAt}`, `last used ${key.lastUsedOn ?? 'never'}`, state].join('\t'));
      }
    } else throw new UsageError('keys takes create, list or revoke.');
  } finally {
    await database.close();
  }
};
