import { createKey, listKeys, revokeKey } from '../access/keys.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { keyScopes } from '../database/schema/api-keys.ts';
import { isDay, toDay } from '../domain/dates.ts';
import { UsageError } from './run-command.ts';

export interface KeyOptions {
  name?: string | undefined;
  scope?: string | undefined;
  expires?: string | undefined;
}

/** Names that revisions use for writes without a key. */
const reservedNames = new Map([
  ['import', 'the actor of dataset imports'],
  ['command-line', 'the actor of imports from the command line'],
]);

const assertKeyName = (name: string): void => {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,99}$/u.test(name))
    throw new UsageError(
      'Invalid --name: use 1 to 100 letters, digits, spaces and the characters . _ @ -, starting with a letter or digit.',
    );
  const reserved = reservedNames.get(name);
  if (reserved !== undefined) throw new UsageError(`The name "${name}" is reserved: it is ${reserved}. Choose another name.`);
};

/** Creates, lists and revokes API keys. Prints a key only once, when it is created. */
export const manageKeys = async (
  config: Config,
  action: string | undefined,
  { name, scope = 'read', expires }: KeyOptions,
): Promise<void> => {
  const keyScope = keyScopes.find((one) => one === scope);
  if (keyScope === undefined) throw new UsageError(`Invalid --scope value "${scope}": expected ${keyScopes.join(', ')}.`);
  if (expires !== undefined && !isDay(expires)) throw new UsageError(`Invalid --expires value "${expires}": expected a day as YYYY-MM-DD.`);
  if (expires !== undefined && expires < toDay(new Date()))
    throw new UsageError(`Invalid --expires value "${expires}": the day is in the past.`);
  if (!['create', 'list', 'revoke'].includes(action ?? '')) throw new UsageError('Usage: roundtrip keys create|list|revoke');
  if (action !== 'list' && (name === undefined || name.trim() === '')) throw new UsageError('Missing option --name NAME.');
  if (action === 'create') assertKeyName(name ?? '');
  const database = await openDatabase(config.databaseUrl);
  try {
    if (action === 'create') {
      try {
        console.log(
          await database.write((session) =>
            createKey(session, { name: name ?? '', scope: keyScope, expiresOn: expires ?? null }, new Date()),
          ),
        );
      } catch (error) {
        if (database.violationOf(error) === 'unique') throw new UsageError(`An API key named "${name}" already exists.`);
        throw error;
      }
    } else if (action === 'revoke') {
      const isRevoked = await database.write((session) => revokeKey(session, name ?? '', new Date()));
      if (!isRevoked) throw new UsageError(`No active API key is named "${name}".`);
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
