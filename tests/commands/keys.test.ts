import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, openDatasetDatabase } from '../support/app.ts';
import { startProgram } from '../support/processes.ts';

let dataset: Awaited<ReturnType<typeof openDatasetDatabase>>;
let app: Awaited<ReturnType<typeof openApp>>;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
  app = await openApp(dataset.database);
});
afterAll(async () => {
  await app.close();
  await dataset.close();
});

const keys = async (...args: string[]) => {
  const command = startProgram('cli', ['keys', ...args], { DATABASE_URL: dataset.database.url });
  return { status: await command.ended, printed: command.printed().trim() };
};

describe('roundtrip keys', () => {
  it('creates a key that is shown once, lists it without its secret, and revokes it', async () => {
    const { status, printed: key } = await keys('create', '--name', 'desk', '--scope', 'write', '--expires', '2999-12-31');
    expect([status, key]).toEqual([0, expect.stringMatching(/^roundtrip_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/)]);
    const use = () => app.request.get('/v1/webhooks').set('Authorization', `Bearer ${key}`);
    await use().expect(200);
    const rows = await dataset.database.read(async ({ orm, tables }) => orm.select().from(tables.apiKeys));
    expect(JSON.stringify(rows)).not.toContain(key.split('_').slice(2).join('_'));
    const { printed: listed } = await keys('list');
    expect(listed).toMatch(/^desk\twrite\tmade \S+\tlast used \d{4}-\d\d-\d\d\texpires 2999-12-31$/);
    expect(await keys('revoke', '--name', 'desk')).toEqual({ status: 0, printed: 'revoked desk' });
    expect((await use().expect(401)).body.detail).toBe('The API key was revoked.');
    expect((await keys('list')).printed).toContain('\trevoked ');
    expect(await keys('revoke', '--name', 'desk')).toEqual({ status: 1, printed: 'No active API key is named "desk".' });
  });

  it('rejects invalid arguments with one line', async () => {
    await keys('create', '--name', 'taken');
    for (const [args, says] of [
      [['create', '--name', 'taken'], 'An API key named "taken" already exists.'],
      [['create'], 'Missing option --name NAME.'],
      [['create', '--name', 'x', '--scope', 'all'], 'Invalid --scope value "all": expected read, write, admin.'],
      [['create', '--name', 'x', '--expires', '2026-13-01'], 'Invalid --expires value "2026-13-01": expected a day as YYYY-MM-DD.'],
      // Revisions identify their author by this name.
      [['create', '--name', 'import'], 'The name "import" is reserved: it is the actor of dataset imports. Choose another name.'],
      [
        ['create', '--name', 'a\tb'],
        'Invalid --name: use 1 to 100 letters, digits, spaces and the characters . _ @ -, starting with a letter or digit.',
      ],
      [['forge'], 'Usage: roundtrip keys create|list|revoke'],
    ] as const)
      expect(await keys(...args)).toEqual({ status: 1, printed: says });
  });
});
