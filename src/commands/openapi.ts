import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { buildApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { recordSchemas } from '../domain/records/records.ts';
import { type OpenApiExamples, openApiFolder } from '../http/openapi.ts';
import { importDataset, readDatasetForImport } from '../ingest/import-dataset.ts';
import { datasetFolder } from './dataset-folder.ts';

const writeJson = (path: string, value: unknown) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

/** Runs work on the application with the bundled dataset in a temporary database. */
const withDatasetApp = async <T>(work: (app: Awaited<ReturnType<typeof buildApp>>) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-'));
  const releasedOn = new Date(readDatasetForImport(datasetFolder).head.date);
  const database = await openDatabase(`sqlite:${join(folder, 'roundtrip.db')}`);
  try {
    // Fixed clocks, so that the same data produces the same examples on any day.
    await importDataset(database, datasetFolder, new Date('2026-01-01T00:00:00Z'));
    const app = await buildApp({
      config: parseConfig({ RATE_LIMIT_MAX: '1000000', DATA_DIR: folder }),
      database,
      clock: () => releasedOn,
    });
    const result = await work(app);
    await app.close();
    return result;
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
};

const maxAttempts = 10;

/** Sends the example request of every operation and records the responses. */
const recordExamples = (): Promise<OpenApiExamples> =>
  withDatasetApp(async (app) => {
    const examples: Record<string, { path: string; answer: unknown }> = {};
    for (const { operationId, example } of app.examples) {
      let response = await app.inject(example);
      // On a busy machine, export files take longer than a request waits.
      for (let attempt = 1; response.statusCode === 503 && attempt < maxAttempts; attempt += 1) response = await app.inject(example);
      if (response.statusCode !== 200) throw new Error(`The example of ${operationId} (${example}) returned ${response.statusCode}.`);
      examples[operationId] = {
        path: example,
        answer: /json/.test(String(response.headers['content-type'])) ? response.json() : response.body,
      };
    }
    return examples;
  });

/** Writes `openapi/`: the recorded examples, the OpenAPI documents, and the JSON Schemas of the record format. */
export const writeOpenApiFiles = async (): Promise<void> => {
  await mkdir(join(openApiFolder, 'schemas'), { recursive: true });
  await writeJson(join(openApiFolder, 'examples.json'), await recordExamples());
  // A second application builds the document, because it reads the examples at startup.
  await withDatasetApp(async (app) => {
    for (const name of ['openapi.json', 'openapi.slim.json']) {
      const response = await app.inject(`/${name}`);
      if (response.statusCode !== 200) throw new Error(`/${name} returned ${response.statusCode}: ${response.body}`);
      await writeJson(join(openApiFolder, name), response.json());
    }
  });
  for (const [collection, schema] of Object.entries(recordSchemas)) {
    const text = z.toJSONSchema(schema, { io: 'input' });
    await writeJson(join(openApiFolder, 'schemas', `${collection}.schema.json`), text);
  }
};
