import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** The Python of Debian, which has the Debian packages. */
export const python = '/usr/bin/python3';

/** Runs a program and returns what it prints. Throws with its errors if it fails. */
export const run = (program: string, args: readonly string[]): string => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.slice(0, 3).join(' ')}: ${stderr}`);
  return stdout;
};

/** Runs a program that sends requests to this process, and returns what it prints. Throws with its errors if it fails. */
export const runBeside = async (program: string, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, [...args], { encoding: 'utf8', timeout: 50_000 })).stdout;

const requirements: readonly { package: string; isThere: () => boolean }[] = [
  { package: 'libxml2-utils', isThere: () => existsSync('/usr/bin/xmllint') },
  { package: 'graphviz', isThere: () => existsSync('/usr/bin/dot') },
  { package: 'r-base-core', isThere: () => existsSync('/usr/bin/Rscript') },
  ...['networkx', 'pandas'].map((name) => ({
    package: `python3-${name}`,
    isThere: () => spawnSync(python, ['-c', `import ${name}`]).status === 0,
  })),
];

/** Throws if a program that the suite needs is not installed. */
export const requireReaders = (): void => {
  const missing = requirements.filter(({ isThere }) => !isThere()).map((one) => one.package);
  if (missing.length > 0)
    throw new Error(`This suite needs programs that are not installed (Debian: apt-get install ${missing.join(' ')}).`);
};
