import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';

/** The facts of the December 2025 report on OpenAI and Amazon and what followed, each from an ordinary request. */

let dataset: DatasetApp;
const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

describe('the deal between Amazon and OpenAI as reported in December 2025', () => {
  let deal: JsonBody;
  beforeAll(async () => {
    deal = (await get('/v1/deals/openai-amazon-equity-investment?include=evidence')).data;
  });
  const reported = (day: string) => deal.history.find((event: JsonBody) => event.reportedOn === day);

  it('was in talks, with Amazon as the investor, and had been since about October', () => {
    expect(deal.participants).toContainEqual(expect.objectContaining({ company: 'amazon', role: 'investor' }));
    expect(deal.participants).toContainEqual(expect.objectContaining({ company: 'openai', role: 'issuer' }));
    expect(reported('2025-12-16')).toMatchObject({ status: 'in_talks', occurredOn: '2025-10' });
  });

  it('was up to $10 billion, at a valuation above $500 billion', () => {
    expect(reported('2025-12-18')).toMatchObject({
      amount: { min: null, max: 10_000_000_000, currency: 'USD' },
      valuation: { min: 500_000_000_000, max: null },
    });
  });

  it('would use Trainium, was early and subject to change, and both companies declined to comment', () => {
    expect(reported('2025-12-16').note).toContain('Trainium');
    expect(reported('2025-12-17').note).toMatch(/preliminary.*might still change/);
    expect(reported('2025-12-18').note).toMatch(/early stage; both companies declined to comment/);
  });

  it('was signed at $50 billion in February 2026, $35 billion of it conditional, and the rest paid in March', () => {
    expect(deal).toMatchObject({
      status: 'signed',
      certainty: 'binding',
      amountUsd: { min: 50_000_000_000, max: 50_000_000_000 },
      valuationUsd: { min: 730_000_000_000, max: 730_000_000_000 },
      announcedOn: '2026-02-27',
      closedOn: null,
      knownFrom: '2025-12-16',
      lastReportedOn: '2026-03-31',
    });
    expect(deal.tranches).toMatchObject([
      { amount: { max: 15_000_000_000 }, status: 'paid' },
      { amount: { max: 35_000_000_000 }, status: 'conditional' },
    ]);
    const amount = deal.evidence.find(({ term }: JsonBody) => term === 'amount');
    expect(amount).toMatchObject({
      reportedOn: '2026-02-27',
      citations: expect.arrayContaining([{ source: 'amazon-2026-02-27-8k', attribution: 'filing' }]),
    });
  });
});

describe('the facts around it', () => {
  it("include Microsoft's 27 percent after the restructuring", async () => {
    const { data } = await get('/v1/stakes?holder=microsoft&issuer=openai&observedFrom=2025-10-28&observedTo=2025-10-28');
    expect(data).toMatchObject([{ percent: { min: 27, max: 27, approximate: true }, deal: 'openai-2025-recapitalization' }]);
  });

  it("include OpenAI's valuation of $500 billion in an employee share sale", async () => {
    const { data } = await get('/v1/valuations?company=openai&basis=secondary_sale&amountUsdMin=500000000000&include=deals');
    expect(data).toContainEqual(
      expect.objectContaining({ amountUsd: { min: 500_000_000_000, max: 500_000_000_000 }, deal: 'openai-2025-secondary-500b' }),
    );
    const { data: deal } = await get('/v1/deals/openai-2025-secondary-500b');
    expect(deal.participants).toContainEqual(expect.objectContaining({ company: 'openai-employees', role: 'seller' }));
  });

  it("include AWS's $38 billion over seven years, with hundreds of thousands of Nvidia chips", async () => {
    const { data: deal } = await get('/v1/deals/openai-aws-compute');
    expect(deal.history[0]).toMatchObject({ status: 'signed', amount: { min: 38_000_000_000, max: 38_000_000_000 }, termYears: 7 });
    const { data } = await get('/v1/chip-commitments?buyer=openai&provider=aws&chipVendor=nvidia');
    expect(data).toMatchObject([
      {
        units: { min: 100_000, max: null, stated: 'hundreds of thousands of Nvidia GPUs' },
        amountUsd: { min: 38_000_000_000, max: 38_000_000_000 },
        termYears: 7,
      },
    ]);
  });

  it('include the vendors of Trainium, TPU and the Nvidia chips', async () => {
    const vendorsOf = async (q: string) => new Set((await get(`/v1/chips?q=${q}`)).data.map(({ vendor }: JsonBody) => vendor));
    expect(await vendorsOf('trainium')).toEqual(new Set(['aws']));
    expect(await vendorsOf('tpu')).toEqual(new Set(['google']));
    const { data } = await get('/v1/chips?vendor=nvidia');
    expect(data.map(({ id }: JsonBody) => id)).toEqual(expect.arrayContaining(['nvidia-gb200', 'nvidia-gb300']));
  });
});
