import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openApiFolder } from '../src/http/openapi.ts';
import { type DatasetApp, openDatasetApp } from './support/app.ts';
import type { JsonBody } from './support/collect-pages.ts';

let dataset: DatasetApp;
let document: JsonBody;
const committed = readFileSync(`${openApiFolder}openapi.json`, 'utf8');

beforeAll(async () => {
  dataset = await openDatasetApp();
  document = (await dataset.request.get('/openapi.json').expect(200)).body;
});
afterAll(() => dataset.close());

const operations = (): JsonBody[] => Object.values(document.paths).flatMap((path) => Object.values(path as JsonBody));

describe('the OpenAPI document', () => {
  it('is the committed file', () => {
    expect(document).toEqual(JSON.parse(committed));
  });

  it('is the same as its YAML form', async () => {
    const { text } = await dataset.request.get('/openapi.yaml').expect(200).expect('Content-Type', /yaml/).buffer();
    expect(parse(text)).toEqual(document);
  });

  it('passes the linter without errors or warnings', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        'operation-4xx-response': 'error',
        'operation-operationId': 'error',
        'tag-description': 'error',
        'operation-description': 'error',
      },
    });
    const problems = await lintFromString({ source: committed, absoluteRef: 'openapi.json', config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)).toEqual([]);
  });

  it('gives every operation an id, a tag, a summary, a description, an example and its errors', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, tags, summary, description, parameters = [], responses, requestBody, security } of operations()) {
      expect([operationId, tags?.length, Boolean(summary), Boolean(description)], operationId).toEqual([expect.any(String), 1, true, true]);
      for (const parameter of parameters) expect(parameter.description, `${operationId} ${parameter.name}`).toEqual(expect.any(String));
      // Examples are recorded without an API key, so writes have none.
      const isRead = security === undefined && requestBody === undefined && responses['200'] !== undefined;
      if (isRead) expect((Object.values(responses['200'].content)[0] as JsonBody).example, operationId).toBeDefined();
      for (const [status, response] of Object.entries(responses as JsonBody)) {
        if (Number(status) >= 400) expect(Object.keys(response.content)).toEqual(['application/problem+json']);
        const [media] = Object.values((response.content ?? {}) as JsonBody);
        if (media !== undefined) expect(JSON.stringify(media.schema), `${operationId} ${status}`).toContain('#/components/schemas/');
      }
    }
  });

  it('describes every field of every component', () => {
    const undescribed = Object.entries(document.components.schemas as JsonBody).flatMap(([name, schema]) => [
      ...(schema.description === undefined ? [name] : []),
      ...Object.entries((schema.properties ?? {}) as JsonBody)
        .filter(([, field]) => field.description === undefined && field.$ref === undefined && field.allOf === undefined)
        .map(([field]) => `${name}.${field}`),
    ]);
    expect(undescribed).toEqual([]);
  });

  it('names every object schema', () => {
    const anonymous: string[] = [];
    const look = (value: unknown, path: string, isNamed: boolean): void => {
      if (typeof value !== 'object' || value === null) return;
      const schema = value as JsonBody;
      if (schema.type === 'object' && schema.properties !== undefined && !isNamed) anonymous.push(path);
      for (const [key, inner] of Object.entries(schema)) if (key !== 'example' && key !== 'examples') look(inner, `${path}/${key}`, false);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) look(schema, name, true);
    for (const [path, item] of Object.entries(document.paths)) look(item, path, false);
    expect(anonymous).toEqual([]);
  });
});
