import { Session } from 'node:inspector/promises';
import { setImmediate } from 'node:timers/promises';

/** How vitest exports the names of a module. */
const exportGetter = /^\(\) => \{ try \{ return \w+ \} catch \{\} \}$/;
/** The first wraps the database of tests only. The second still ends the downloads of applications that earlier tests closed. */
const ignored = new Set(['database/nested-transactions.ts', 'downloads/downloads.ts']);

/** Runs some work and returns the functions of `src` that ran, by file. Run the work once before, so that what runs once does not count. */
export const visitFunctions = async (work: () => Promise<unknown>): Promise<Record<string, string[]>> => {
  const session = new Session();
  session.connect();
  await session.post('Debugger.enable');
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await work();
  // The hooks that follow the response run a little later.
  await setImmediate();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const visited: Record<string, string[]> = {};
  for (const { url, scriptId, functions } of result) {
    const file = /\/src\/(.*?)(?:\?.*)?$/.exec(url)?.[1];
    if (file === undefined || url.includes('/node_modules/') || ignored.has(file)) continue;
    const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId });
    const names = functions.flatMap(({ functionName, ranges: [range] }) => {
      if (range === undefined || range.count === 0) return [];
      return exportGetter.test(scriptSource.slice(range.startOffset, range.endOffset)) ? [] : [functionName];
    });
    if (names.length > 0) visited[file] = names;
  }
  session.disconnect();
  return visited;
};
