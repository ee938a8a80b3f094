import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Roundtrip } from '../../clients/typescript/client.ts';
import { source } from '../support/example-records.ts';
import { startSurroundings } from './servers.ts';
import { behaviours } from './typescript.ts';

/** The behaviours that every client must have. */
const listed = [...readFileSync('clients/BEHAVIOURS.md', 'utf8').matchAll(/^- (.+)$/gm)].map(([, line = '']) => line);
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('The Python client is not tested, because python3 is not installed.');

let started: Awaited<ReturnType<typeof startSurroundings>>;
/** What the tests of the Python client print. They run beside the others, because most of their time is waiting. */
let python: Promise<string>;

/** Runs the tests of the Python client, and returns what they print. */
const runPython = (): Promise<string> =>
  new Promise((resolve) => {
    const env = { ...process.env, ROUNDTRIP_SURROUNDINGS: JSON.stringify(started.surroundings) };
    const options = { cwd: 'clients/python', timeout: 110_000, env };
    // A failure shows in what is printed.
    execFile('python3', ['-B', '-m', 'unittest', '-v', 'test_roundtrip'], options, (_error, _stdout, stderr) => resolve(stderr));
  });

beforeAll(async () => {
  // The window of the rate limit is a minute. Moving its clock, which runs in this process, makes it end sooner. The clock never goes
  // back: modules that this process shares with other files compare it with instants that they remember.
  const now = performance.now.bind(performance);
  let offsetMs = 0;
  performance.now = () => now() + offsetMs;
  started = await startSurroundings((seconds) => {
    offsetMs += seconds * 1_000;
  });
  python = hasPython ? runPython() : Promise.resolve('');
});
afterAll(() => started.close());

describe('the list of behaviours', () => {
  it('has at least thirty, and each has a test for TypeScript', () => {
    expect(listed.length).toBeGreaterThanOrEqual(30);
    expect(Object.keys(behaviours)).toEqual(listed);
  });
});

describe.concurrent('the TypeScript client', () => {
  it.each(listed.map((behaviour, index) => [behaviour, `typescript-${index}`]))('%s', async (behaviour, name) => {
    await behaviours[behaviour]?.(started.surroundings, name);
  });
});

describe.concurrent('the TypeScript client, which also writes,', () => {
  const connect = (disturbance: string, name: string) =>
    new Roundtrip({ baseUrl: `${started.surroundings.gateway}/${disturbance}/${name}`, key: started.surroundings.key });
  const countOf = async (name: string) => {
    const response = await fetch(`${started.surroundings.gateway}/recorded/${name}`);
    return ((await response.json()) as unknown[]).length;
  };

  it('stops when the caller aborts, also between two attempts', async () => {
    const reason = new Error('not needed any more');
    for (const baseUrl of [`${started.surroundings.gateway}/silent/aborted`, started.surroundings.strict]) {
      const abort = new AbortController();
      const request = new Roundtrip({ baseUrl }).get('/v1/outlook', {}, { signal: abort.signal });
      setTimeout(() => abort.abort(reason), 200);
      await expect(request).rejects.toBe(reason);
    }
  });

  it('writes records, and reports a lost race as a problem', async () => {
    const api = connect('pass', 'writes');
    const record = source('written-by-client');
    expect(await api.send('PUT /v1/sources/{id}', { id: record.id }, record)).toEqual(record);
    const lost = api.send('PUT /v1/sources/{id}', { id: record.id }, record, { headers: { 'if-match': '"99"' } });
    await expect(lost).rejects.toMatchObject({ status: 412, title: 'Precondition failed' });
    expect(await api.send('DELETE /v1/sources/{id}', { id: record.id })).toBeUndefined();
  });

  it('repeats a POST whose connection was cut only if it has an Idempotency-Key', async () => {
    const lines = `${JSON.stringify({ collection: 'sources', record: source('posted') })}\n`;
    const post = (name: string, headers: Record<string, string>) =>
      connect('cut', name).send('POST /v1/import', { dryRun: true }, lines, { headers });
    await expect(post('post-once', {})).rejects.toThrow(TypeError);
    expect(await countOf('post-once')).toBe(1);
    expect(await post('post-again', { 'idempotency-key': 'one' })).toMatchObject({ data: { dryRun: true, added: 1 } });
    expect(await countOf('post-again')).toBe(2);
  });
});

describe.skipIf(!hasPython)('the Python client', () => {
  it('has every behaviour', async () => {
    const printed = await python;
    const passed = [...printed.matchAll(/^(.+) \.\.\. ok$/gm)].map(([, line = '']) => line);
    expect(passed.toSorted(), printed).toEqual(listed.toSorted());
  }, 120_000);
});
