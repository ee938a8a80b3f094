import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/companies/{id}/exposure', () => {
  it('counts money between two companies once on each side, and states what would stop', async () => {
    const { data: nvidia } = await get('/v1/companies/nvidia/exposure');
    const { data: coreweave } = await get('/v1/companies/coreweave/exposure');
    const other = (exposure: JsonBody, group: string) => exposure.counterparties.find((one: JsonBody) => one.group === group);
    expect(other(nvidia, 'coreweave').paid).toEqual(other(coreweave, 'nvidia').received);
    expect(other(nvidia, 'coreweave').roundTripAsFinancier).toEqual(other(coreweave, 'nvidia').roundTripAsCustomer);
    expect(other(nvidia, 'openai').ifFailed.cyclesCut).toBeGreaterThan(0);
    expect(nvidia.cycles.greatest[0]).toMatch(/nvidia/);
  });

  it('of a subsidiary excludes the deals of the rest of its group', async () => {
    const { data } = await get('/v1/companies/aws/exposure');
    expect(data.group).toBe('amazon');
    expect(data.received.purchase.low).toBeGreaterThan(0);
    expect(data.counterparties.find(({ group }: JsonBody) => group === 'anthropic')?.paid.financing).toBeUndefined();
  });
});
