import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/database/open.ts';
import { serializeError } from '../../src/http/log.ts';
import { makeKey } from '../support/keys.ts';
import { startProgram, startReadyServer } from '../support/processes.ts';
import { copyTemplateWithKey } from '../support/template-copy.ts';

let home: string;
let key: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-logs-'));
  key = await copyTemplateWithKey(home);
});
afterAll(() => rm(home, { recursive: true }));

describe('the log', () => {
  it('has one line for each request, none for a health check, and never a key', async () => {
    const { server, origin } = await startReadyServer({ DATA_DIR: home, LOG_LEVEL: 'info' });
    const authorization = { headers: { authorization: `Bearer ${key}` } };
    await fetch(`${origin}/v1/deals?limit=1`, authorization);
    await fetch(`${origin}/v1/deals?limit=1&colour=${key}`);
    await fetch(`${origin}/v1/deals?api_key=other-secret&limit=1`);
    await fetch(`${origin}/health/live`);
    // A page reads several responses of the API inside the process.
    await fetch(`${origin}/groups/openai`).then((response) => response.text());
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const lines = server
      .printed()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ reqId }) => reqId !== undefined);
    expect(lines.map(({ method, url, status, client }) => ({ method, url, status, client }))).toEqual([
      { method: 'GET', url: '/v1/deals?limit=1', status: 200, client: 'desk' },
      { method: 'GET', url: '/v1/deals?limit=1&colour=roundtrip_[redacted]', status: 400, client: '127.0.0.1' },
      { method: 'GET', url: '/v1/deals?api_key=[redacted]&limit=1', status: 400, client: '127.0.0.1' },
      { method: 'GET', url: '/groups/openai', status: 200, client: '127.0.0.1' },
    ]);
    expect(lines.filter(({ aborted }) => aborted === true)).toEqual([]);
    for (const secret of [key, 'other-secret']) expect(server.printed()).not.toContain(secret);
  });

  it('has no values of a statement that failed, but says why it failed', async () => {
    const database = await openDatabase(`sqlite:${join(home, 'roundtrip.db')}`);
    const name = 'desk-with-a-secret';
    const add = () => makeKey(database, 'read', name);
    await add();
    const error: unknown = await add().catch((thrown: unknown) => thrown);
    await database.close();
    const logged = JSON.stringify(serializeError(error));
    expect(logged).toContain('UNIQUE constraint failed');
    expect(logged).not.toContain(name);
  });
});

describe('the command line', () => {
  const run = async (...args: string[]): Promise<{ status: number | null; printed: string }> => {
    const program = startProgram('cli', args, { DATA_DIR: home });
    return { status: await program.ended, printed: program.printed() };
  };

  const commands = ['serve', 'keys', 'migrate', 'import', 'release', 'export', 'copy', 'check', 'mcp', 'openapi'];

  it('explains each command with --help, and prints its version', async () => {
    const helps = await Promise.all(commands.map((command) => run(command, '--help')));
    for (const [index, command] of commands.entries()) {
      expect(helps[index]?.status).toBe(0);
      const [first, , ...lines] = helps[index]?.printed.trimEnd().split('\n') ?? [];
      expect(first).toBe(`Usage: roundtrip ${command}`);
      expect(lines.filter((line) => /^ {2}\w/.test(line)).every((line) => line.startsWith(`  ${command}`))).toBe(true);
    }
    const listed = (await run('--help')).printed.split('\n').flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? []);
    expect([...new Set(listed)].sort()).toEqual(commands.toSorted());
    for (const args of [['--version'], ['keys', 'create', '--version']])
      expect(await run(...args)).toEqual({ status: 0, printed: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('rejects options and arguments that a command would ignore', async () => {
    for (const [args, says] of [
      [['check', '--workers', '3'], /^"check" has no option --workers\.\n\nUsage: roundtrip check\n/],
      [['migrate', 'now'], /^Unexpected argument "now"\.\n\nUsage: roundtrip migrate\n/],
      [['migrat', '--help'], /^Unknown command "migrat"\./],
    ] as const) {
      const refused = await run(...args);
      expect(refused.status).toBe(1);
      expect(refused.printed).toMatch(says);
    }
  });

  it('refuses to copy a database that does not exist, and to create a key that has expired', async () => {
    const copied = await run('copy', '--from', `sqlite:${join(home, 'absent.db')}`, '--to', `sqlite:${join(home, 'target.db')}`);
    expect(copied.status).toBe(1);
    expect(copied.printed).toMatch(/^--from: .*absent\.db does not exist\.\n$/);
    const expired = await run('keys', 'create', '--name', 'late', '--expires', '2020-01-01');
    expect(expired.status).toBe(1);
    expect(expired.printed).toContain('the day is in the past');
  });

  it('does not print the password of an invalid setting', () => {
    expect(() => parseConfig({ DATABASE_URL: 'mysql://someone:secret@host/name' })).toThrow(/^(?!.*secret).*DATABASE_URL/);
  });
});
