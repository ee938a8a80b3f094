import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** Modules that run in a process or a thread of their own. */
export type ProgramName = 'database/sqlite/checkpoint' | 'exports/export-process' | 'worker-pool/worker';

/** Returns the file of such a module and the options of Node to start it: the built file, or the source with a loader for TypeScript. */
export const programFor = (name: ProgramName): { file: string; execArgv: string[] } => {
  if (!import.meta.url.endsWith('.ts')) return { file: join(packageRoot, `dist/${name}.js`), execArgv: [] };
  // `--import tsx` would not apply to threads.
  const script = `import { register } from '${import.meta.resolve('tsx/esm/api')}'; register();`;
  return { file: join(packageRoot, `src/${name}.ts`), execArgv: ['--import', `data:text/javascript,${encodeURIComponent(script)}`] };
};
