import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { importedChanges } from '../support/dataset.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

/** Reads the samples of the Prometheus text format, by name and labels. */
const samples = async (): Promise<Map<string, number>> => {
  const { text, headers } = await dataset.request.get('/metrics').expect(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
};

describe('GET /metrics', () => {
  it('counts requests by route, cache hits and misses, and database operations', async () => {
    const before = await samples();
    for (const id of ['openai', 'openai', 'nvidia', 'nobody-knows']) await dataset.request.get(`/v1/companies/${id}`);
    await dataset.request.get('/nowhere/1');
    await dataset.request.get('/nowhere/2');
    const after = await samples();
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    const requests = (route: string, status: number) =>
      grown(`http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`);
    expect(requests('/v1/companies/:id', 200)).toBe(3);
    expect(requests('/v1/companies/:id', 404)).toBe(1);
    expect(requests('none', 404)).toBe(2);
    expect(grown('roundtrip_ready_answers_total{outcome="kept"}')).toBe(1);
    expect(grown('roundtrip_ready_answers_total{outcome="made"}')).toBe(3);
    // Two uncached responses, and the data version that the metrics read.
    expect(grown('roundtrip_database_work_seconds_count{operation="read",outcome="done"}')).toBe(3);
    expect(grown('roundtrip_database_work_seconds_count{operation="read",outcome="failed"}')).toBe(1);
    const { body } = await dataset.request.get('/v1').expect(200);
    expect(after.get(`roundtrip_data_version_info{version="${body.meta.dataVersion}"}`)).toBe(1);
    expect(after.get('roundtrip_data_sequence')).toBe(importedChanges);
    expect(after.get('roundtrip_database_waiting{operation="read"}')).toBe(0);
    expect(after.get('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  });
});
