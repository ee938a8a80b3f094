import { createKey } from '../../src/access/keys.ts';
import type { Database } from '../../src/database/database.ts';
import type { KeyScope } from '../../src/database/schema/api-keys.ts';

/** Creates an API key and returns it. */
export const makeKey = (database: Database, scope: KeyScope = 'write', name = 'desk', expiresOn: string | null = null): Promise<string> =>
  database.write((session) => createKey(session, { name, scope, expiresOn }, new Date()));
