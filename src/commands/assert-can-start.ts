import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Config } from '../config.ts';
import { UsageError } from './run-command.ts';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program uses this port. Stop it, or set PORT.',
  EADDRNOTAVAIL: 'This machine does not have that address. Set HOST to one of its addresses, or to 0.0.0.0 for all.',
  ENOTFOUND: 'The name cannot be resolved. Set HOST to an address of this machine, or to 0.0.0.0 for all.',
  EACCES: 'This user may not listen on that port. Set PORT to 1024 or higher.',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/**
 * Throws {@link UsageError} if the server could not listen, or could not write to its folder. Importing the dataset takes seconds, so
 * this finds out first.
 */
export const assertCanStart = async ({ host, port, dataDir }: Config): Promise<void> => {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const reason = codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR' ? 'It is not a folder.' : (error as Error).message;
    throw new UsageError(`Cannot use DATA_DIR ${dataDir}: ${reason}`);
  }
  const probe = createServer();
  try {
    probe.listen({ host, port, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    throw new UsageError(`Cannot listen on ${host}:${port}. ${reasons[codeOf(error)] ?? (error as Error).message}`);
  }
  probe.close();
  await once(probe, 'close');
};
