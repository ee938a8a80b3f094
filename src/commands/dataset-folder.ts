import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** The bundled dataset. */
export const datasetFolder = join(packageRoot, 'data');
