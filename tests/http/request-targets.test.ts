import { request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
  await dataset.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => dataset.close());

/** Sends a request with exactly this target. */
const send = (target: string) =>
  new Promise<{ status: number | undefined; location: string | undefined; body: string }>((resolve, reject) => {
    const { port } = dataset.app.server.address() as AddressInfo;
    sendRequest({ host: '127.0.0.1', port, path: target, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, location: response.headers.location, body: Buffer.concat(chunks).toString() }),
      );
    })
      .on('error', reject)
      .end();
  });

describe.each(['/v1/deals/%6Fpenai%2Doracle', '/%761/%64eals/openai-oracle', 'http://localhost/v1/deals/openai-oracle'])(
  'a request for %s',
  (start) => {
    it('reads from the release in dataVersion', async () => {
      expect((await send(`${start}-compute`)).status).toBe(200);
      const { status, body } = await send(`${start}-compute?dataVersion=2100.1.1`);
      expect([status, JSON.parse(body).detail]).toEqual([400, expect.stringContaining('Unknown release "2100.1.1"')]);
    });

    it('is redirected to the current id of a renamed record', async () => {
      const { status, location = '' } = await send(`${start}-300b?fields=id`);
      expect(status).toBe(301);
      const redirected = await send(location);
      expect([redirected.status, JSON.parse(redirected.body).data]).toEqual([200, { id: 'openai-oracle-compute' }]);
    });
  },
);

it('answers a request for a URL without a path like one for /', async () => {
  const { body } = await send('/?asOf=2026-01-31');
  expect((await send('http://localhost?asOf=2026-01-31')).body).toBe(body);
});
