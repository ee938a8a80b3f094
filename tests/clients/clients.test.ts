import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSurroundings } from './servers.ts';
import { behaviours } from './typescript.ts';

/** The behaviours that every client must have. */
const listed = [...readFileSync('clients/BEHAVIOURS.md', 'utf8').matchAll(/^- (.+)$/gm)].map(([, line = '']) => line);
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('The Python client is not tested, because python3 is not installed.');

let started: Awaited<ReturnType<typeof startSurroundings>>;

/** Runs the tests of the Python client, and returns what they print. */
const runPython = (): Promise<string> =>
  new Promise((resolve) => {
    const env = { ...process.env, ROUNDTRIP_SURROUNDINGS: JSON.stringify(started.surroundings) };
    const options = { cwd: 'clients/python', timeout: 110_000, env };
    // A failure shows in what is printed.
    execFile('python3', ['-B', '-m', 'unittest', '-v', 'test_roundtrip'], options, (_error, _stdout, stderr) => resolve(stderr));
  });

beforeAll(async () => {
  // The window of the rate limit is a minute. Moving its clock, which runs in this process, makes it end sooner.
  const now = performance.now.bind(performance);
  let offsetMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + offsetMs);
  started = await startSurroundings((seconds) => {
    offsetMs += seconds * 1_000;
  });
});
afterAll(async () => {
  await started.close();
  vi.restoreAllMocks();
});

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

describe.skipIf(!hasPython)('the Python client', () => {
  it('has every behaviour', async () => {
    const printed = await runPython();
    const passed = [...printed.matchAll(/^(.+) \.\.\. ok$/gm)].map(([, line = '']) => line);
    expect(passed.toSorted(), printed).toEqual(listed.toSorted());
  }, 120_000);
});
