import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ProgramRun {
  process: ChildProcessWithoutNullStreams;
  /** Everything that the program has printed so far. */
  printed(): string;
  /** Resolves to the exit status when the program ends. */
  ended: Promise<number | null>;
}

/** Starts a built program, or a test program, as a user would: from a folder other than the project's. */
export const startProgram = (
  program: 'server' | 'cli' | 'write-sources',
  args: string[],
  environment: Record<string, string>,
  user: { uid?: number; gid?: number } = {},
): ProgramRun => {
  const runs =
    program === 'write-sources'
      ? ['--import', import.meta.resolve('tsx'), `${root}tests/support/write-sources.ts`]
      : [`${root}dist/${program}.js`];
  const child = spawn(process.execPath, [...runs, ...args], {
    cwd: '/',
    ...user,
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { process: child, printed: () => text, ended: once(child, 'exit').then(([status]) => status as number | null) };
};

/**
 * Returns a free TCP port, below those that the system gives to outgoing connections: one of these could take a port between this probe
 * and the start of a server. Above 10080, the highest port that `fetch` blocks (Fetch standard, "Port blocking").
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = 10_081 + Math.floor(Math.random() * 20_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
};

/** Starts the server on a free port and waits until it is ready. */
export const startReadyServer = async (
  environment: { DATA_DIR: string } & Record<string, string>,
  onStart: (server: ProgramRun) => unknown = () => undefined,
): Promise<{ server: ProgramRun; origin: string }> => {
  const port = await freePort();
  const server = startProgram('server', [], {
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_MAX: '1000000',
    ...environment,
  });
  onStart(server);
  const origin = `http://127.0.0.1:${port}`;
  await waitUntil(() => {
    if (server.process.exitCode !== null) throw new Error(`The server ended: ${server.printed()}`);
    return isReady(origin);
  }, 'the server was ready');
  return { server, origin };
};

/** Returns whether a server says that it is ready. */
export const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Waits until a condition holds.
 *
 * @throws Error after 150 seconds, which is within the timeout of a test and enough for a busy machine.
 */
export const waitUntil = async (holds: () => boolean | Promise<boolean>, what: string): Promise<void> => {
  const deadline = Date.now() + 150_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Timed out waiting until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
