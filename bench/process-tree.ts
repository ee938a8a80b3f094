import { readdirSync, readFileSync } from 'node:fs';

/** CPU time and memory of a server and all processes that it started, from `/proc`. */

/** The state of a process: `[parent, CPU ticks of itself and of its children that have exited]`. */
const readStat = (id: number): [number, number] | undefined => {
  try {
    // The name, in parentheses, may contain spaces.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
    const ticks = fields.slice(11, 15).reduce((sum, part) => sum + part, 0);
    return [fields[1] ?? 0, ticks];
  } catch {
    // It has exited.
    return undefined;
  }
};

/** Returns the CPU ticks of a process and of all processes below it, by process id. */
const ticksOfTree = (root: number): Map<number, number> => {
  const stats = new Map(
    readdirSync('/proc').flatMap((name) => {
      const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
      return stat === undefined ? [] : [[Number(name), stat] as const];
    }),
  );
  const isBelow = (id: number): boolean => id === root || (stats.has(id) && isBelow(stats.get(id)?.[0] ?? 0));
  return new Map([...stats].filter(([id]) => isBelow(id)).map(([id, [, ticks]]) => [id, ticks]));
};

const ticksPerSecond = 100;

/** CPU time in seconds that a process and those that it started have used. */
export const cpuSeconds = (root: number): number => [...ticksOfTree(root).values()].reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond;

const readKilobytes = (file: string, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);

/** Resident memory in MB of each process, the first one first. */
export const residentMemory = (root: number): number[] =>
  [...ticksOfTree(root).keys()].sort((a, b) => a - b).map((id) => readKilobytes(`/proc/${id}/status`, 'VmRSS') / 1_024);

/** Memory in MB of a process and those that it started. What they share, such as the buffers of PostgreSQL, counts once. */
export const totalMemory = (root: number): number =>
  [...ticksOfTree(root).keys()].reduce((sum, id) => sum + readKilobytes(`/proc/${id}/smaps_rollup`, 'Pss') / 1_024, 0);
