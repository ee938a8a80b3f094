import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  process: ChildProcessWithoutNullStreams;
  /** Everything that it has printed so far. */
  printed(): string;
  /** Its exit status, once it has ended. */
  ended: Promise<number | null>;
}

/** Starts one of the programs, as built for the suite and as a user does, or one that helps a test, from a folder that is not its own. */
export const run = (program: 'server' | 'cli' | 'write-sources', args: string[], environment: Record<string, string>): Run => {
  const runs =
    program === 'write-sources'
      ? ['--import', import.meta.resolve('tsx'), `${root}tests/support/write-sources.ts`]
      : [`${root}dist/${program}.js`];
  const child = spawn(process.execPath, [...runs, ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { process: child, printed: () => text, ended: once(child, 'exit').then(([status]) => status as number | null) };
};

/** A port that nothing listens on. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Waits until something holds, or fails after a while. */
export const until = async (holds: () => boolean | Promise<boolean>, what: string): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It never came about that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
