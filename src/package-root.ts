import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const findPackageRoot = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder)));

/** The folder with package.json: the nearest one above this module, which is a source file or part of a bundle. */
export const packageRoot = findPackageRoot(import.meta.dirname);
