import { fileURLToPath } from 'node:url';

/** The dataset that comes with the software. */
export const datasetFolder = fileURLToPath(new URL('../../data/', import.meta.url));
