import { join } from 'node:path';
import { programFor as builtProgramFor, type ProgramName } from './built-programs.ts';
import { packageRoot } from './package-root.ts';

/** Returns the file of a program and the options of Node to start it: the built file, or the source with a loader for TypeScript. */
export const programFor = (name: ProgramName): { file: string; execArgv: string[] } => {
  if (!import.meta.url.endsWith('.ts')) return builtProgramFor(name);
  // `--import tsx` would not apply to threads.
  const script = `import { register } from '${import.meta.resolve('tsx/esm/api')}'; register();`;
  return { file: join(packageRoot, `src/${name}.ts`), execArgv: ['--import', `data:text/javascript,${encodeURIComponent(script)}`] };
};
