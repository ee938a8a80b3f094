import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openApiFolder } from '../src/http/openapi.ts';
import { type DatasetApp, openApp, openDatasetApp } from './support/app.ts';
import type { JsonBody } from './support/collect-pages.ts';

let dataset: DatasetApp;
let document: JsonBody;
let slim: JsonBody;
const readCommitted = (name: string) => readFileSync(`${openApiFolder}${name}`, 'utf8');
const committed = readCommitted('openapi.json');

beforeAll(async () => {
  dataset = await openDatasetApp();
  document = (await dataset.request.get('/openapi.json').expect(200)).body;
  slim = (await dataset.request.get('/openapi.slim.json').expect(200)).body;
});
afterAll(() => dataset.close());

const operations = (of = document): JsonBody[] => Object.values(of.paths).flatMap((path) => Object.values(path as JsonBody));

/** Returns what a reference names, or the value itself if it is not a reference. */
const resolve = (value: JsonBody): JsonBody =>
  typeof value?.$ref === 'string'
    ? value.$ref
        .slice(2)
        .split('/')
        .reduce((part: JsonBody, name: string) => part[name], document)
    : value;

/** Calls a function with every schema inside a value, except in examples. */
const visitSchemas = (value: unknown, visit: (schema: JsonBody) => void): void => {
  if (typeof value !== 'object' || value === null) return;
  visit(value);
  for (const [key, inner] of Object.entries(value)) if (key !== 'example' && key !== 'examples') visitSchemas(inner, visit);
};

describe('the OpenAPI document', () => {
  it('is the committed file', () => {
    expect(document).toEqual(JSON.parse(committed));
    expect(slim).toEqual(JSON.parse(readCommitted('openapi.slim.json')));
  });

  it.each(['/openapi.json', '/openapi.slim.json', '/openapi.yaml'])('is compressed and has an ETag at %s', async (path) => {
    const { headers } = await dataset.request.get(path).set('Accept-Encoding', 'br').buffer(false).expect(200);
    expect(headers['content-encoding']).toBe('br');
    await dataset.request
      .get(path)
      .set({ 'Accept-Encoding': 'br', 'If-None-Match': headers.etag ?? '' })
      .expect(304);
  });

  it('names PUBLIC_URL as its server', async () => {
    const { request, close } = await openApp(dataset.database, { publicUrl: 'https://roundtrip.example' });
    for (const path of ['/openapi.json', '/openapi.slim.json'])
      expect((await request.get(path).expect(200)).body.servers[0].url).toBe('https://roundtrip.example');
    await close();
  });

  it('is the same as its YAML form', async () => {
    const { text } = await dataset.request.get('/openapi.yaml').expect(200).expect('Content-Type', /yaml/).buffer();
    expect(parse(text)).toEqual(document);
  });

  it.each(['openapi.json', 'openapi.slim.json'])('passes the linter without errors or warnings: %s', async (name) => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        'operation-4xx-response': 'error',
        'operation-operationId': 'error',
        'tag-description': 'error',
        'operation-description': 'error',
      },
    });
    const problems = await lintFromString({ source: readCommitted(name), absoluteRef: name, config });
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
      for (const [status, reference] of Object.entries(responses as JsonBody)) {
        const response = resolve(reference);
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

describe('headers in the OpenAPI document', () => {
  it('are those that operations read', () => {
    const headersOf = (operationId: string) =>
      operations()
        .find((one) => one.operationId === operationId)
        ?.parameters.filter((parameter: JsonBody) => parameter.in === 'header')
        .map(({ name }: JsonBody) => name);
    expect(headersOf('listDeals')).toEqual(['If-None-Match']);
    expect(headersOf('putDeal')).toEqual(['If-Match', 'If-None-Match']);
    expect(headersOf('patchDeal')).toEqual(['If-Match']);
    expect(headersOf('appendDealEvent')).toEqual(['If-Match', 'Idempotency-Key']);
    expect(headersOf('importRecords')).toEqual(['Idempotency-Key']);
  });
});

describe('schemas in the OpenAPI document', () => {
  it('name enumerations, and accept new values of them in responses', () => {
    const { Status, StatusInput } = document.components.schemas;
    expect(StatusInput).toMatchObject({ type: 'string', enum: expect.arrayContaining(['signed', 'closed']) });
    expect(Status.anyOf).toEqual([{ type: 'string', enum: StatusInput.enum }, { type: 'string' }]);
    const anonymous: unknown[] = [];
    for (const [name, component] of Object.entries(document.components.schemas as JsonBody))
      for (const [field, property] of Object.entries((component.properties ?? {}) as JsonBody))
        visitSchemas(property, (schema) => {
          if (Array.isArray(schema.enum) && schema.enum.length > 1) anonymous.push([name, field, schema.enum]);
        });
    expect(anonymous).toEqual([]);
  });

  it('say that fields and view=record change the response, which the slim document leaves out', () => {
    const { DealList, DealSelection, Deal } = document.components.schemas;
    expect(DealList.properties.data.items.anyOf.map(({ $ref }: JsonBody) => $ref.split('/').at(-1))).toEqual(['Deal', 'DealSelection']);
    expect(Object.keys(DealSelection.properties)).toEqual(Object.keys(Deal.properties));
    expect([DealSelection.required, Deal.required.includes('title')]).toEqual([undefined, true]);
    expect(slim.components.schemas.DealList.properties.data.items).toEqual({ $ref: '#/components/schemas/Deal' });
    for (const { operationId, parameters = [], responses } of operations(slim)) {
      const names = parameters.map(({ name }: JsonBody) => name);
      for (const name of ['fields', 'view', 'format']) expect(names, operationId).not.toContain(name);
      for (const [status, response] of Object.entries(responses as JsonBody).filter(([one]) => one.startsWith('2')))
        for (const mediaType of Object.keys(response.content ?? {})) expect(mediaType, `${operationId} ${status}`).toBe('application/json');
    }
    expect(operations(slim).map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['getDealRecord', 'listFlows', 'patchDeal']),
    );
  });

  it('describe the bodies of patches as partials, in which null removes a field', () => {
    const { DealPatch, ValuationPatch, MoneyPatch } = document.components.schemas;
    expect(DealPatch.required).toBeUndefined();
    expect(DealPatch.properties.partOf.anyOf).toEqual([expect.objectContaining({ type: 'string' }), { type: 'null' }]);
    expect(DealPatch.properties.title).toMatchObject({ type: 'string' });
    expect(ValuationPatch.properties.amount.$ref).toBe('#/components/schemas/MoneyPatch');
    expect(MoneyPatch.required).toBeUndefined();
  });

  it('use no tuples, which generators do not support', () => {
    expect(committed).not.toContain('prefixItems');
  });
});
