import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** The dataset that comes with the software. */
export const datasetFolder = join(packageRoot, 'data');
