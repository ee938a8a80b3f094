import type { DatasetApp } from './app.ts';

/** Reads the index of the export files. On a busy machine, making them takes longer than a request waits. */
export const readExportIndex = async ({ request }: Pick<DatasetApp, 'request'>) => {
  for (;;) {
    const response = await request.get('/v1/exports');
    if (response.status !== 503 || response.headers['retry-after'] !== '30') return response;
  }
};
