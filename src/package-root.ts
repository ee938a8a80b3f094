import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const findPackageRoot = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder)));

/** The folder of package.json. It stands above this module, be that a source or a part of a bundle. */
export const packageRoot = findPackageRoot(import.meta.dirname);
