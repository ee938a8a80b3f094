import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** Modules that run in a process or a thread of their own. */
export type ProgramName = 'database/sqlite/checkpoint' | 'exports/export-process' | 'worker-pool/worker';

/**
 * Makes Node load ES modules by `import` only. Piscina tries `require` first, and Node 20 aborts the whole process if a thread is
 * terminated within `require` of an ES module, as when a server stops right after its start.
 */
const execArgv = ['--no-experimental-require-module'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));

/** Returns the built file of a program and the options of Node to start it. */
export const programFor = (name: ProgramName): { file: string; execArgv: string[] } => ({
  file: join(packageRoot, `dist/${name}.js`),
  execArgv,
});
