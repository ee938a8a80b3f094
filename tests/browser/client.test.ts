import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as client from '../../clients/typescript/client.ts';
import type * as webhooks from '../../clients/typescript/webhooks.ts';
import { startServer } from '../support/app.ts';
import { recordCount } from '../support/dataset.ts';
import { launchChromium } from './chromium.ts';

declare global {
  interface Window {
    roundtrip: typeof client & typeof webhooks;
  }
}

/** Bundles the client for browsers. Fails if it imports a module of Node. */
const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'clients/typescript', loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'roundtrip',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

let server: Awaited<ReturnType<typeof startServer>>;
/** The site of somebody else, which uses the client. */
let site: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  const script = await bundle(`export * from './client.ts'; export * from './webhooks.ts';`);
  site = createServer((request, response) => {
    const isScript = request.url === '/client.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Site</title><link rel="icon" href="data:,"><script src="/client.js"></script>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  server = await startServer();
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('console', (message) => {
    // Chromium reports the status 404 of an unknown record.
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  site.close();
});

describe('the TypeScript client in a browser', () => {
  it('reads every page of a list from another origin', async () => {
    const counts = await page.evaluate(async (baseUrl) => {
      const api = new window.roundtrip.Roundtrip({ baseUrl });
      const { data } = await api.get('/v1');
      const ids: string[] = [];
      for (const path of [
        '/v1/companies',
        '/v1/deals',
        '/v1/stakes',
        '/v1/chip-commitments',
        '/v1/chips',
        '/v1/valuations',
        '/v1/financials',
        '/v1/sources',
      ] as const)
        for await (const { id } of api.items(path, { limit: 200 })) ids.push(id);
      return [ids.length, data.collections.reduce((sum, { count }) => sum + count, 0)];
    }, server.url);
    expect(counts).toEqual([recordCount, recordCount]);
  });

  it('reports problems with their type', async () => {
    const problem = await page.evaluate(async (baseUrl) => {
      const { Roundtrip, RoundtripProblem } = window.roundtrip;
      const error: unknown = await new Roundtrip({ baseUrl }).get('/v1/deals/{id}', { id: 'no-such-deal' }).catch((reason) => reason);
      return error instanceof RoundtripProblem ? [error.status, error.type] : String(error);
    }, server.url);
    expect(problem).toEqual([404, '/docs/problems/not-found']);
  });

  it('sends a key after a preflight request', async () => {
    const problem = await page.evaluate(async (baseUrl) => {
      const { Roundtrip } = window.roundtrip;
      return new Roundtrip({ baseUrl, key: 'roundtrip_unknown' }).get('/v1/webhooks').then(String, String);
    }, server.url);
    expect(problem).toContain('a key of this server');
  });

  it('verifies webhook messages', async () => {
    const rejected = await page.evaluate(() => {
      const webhook = new window.roundtrip.Webhook(`whsec_${btoa('a secret of thirty-two characters')}`);
      const sentAt = new Date();
      const headers = (signature: string) => ({
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
        'webhook-signature': signature,
      });
      webhook.verify('{"a":1}', headers(webhook.sign('msg_1', sentAt, '{"a":1}')));
      try {
        webhook.verify('{"a":2}', headers(webhook.sign('msg_1', sentAt, '{"a":1}')));
      } catch (error) {
        return error instanceof window.roundtrip.WebhookVerificationError;
      }
      return false;
    });
    expect(rejected).toBe(true);
  });

  it('is small and has no other dependency than standardwebhooks', async () => {
    const script = await bundle(`export * from './client.ts';`);
    expect(gzipSync(script).length).toBeLessThan(4_000);
    expect(script).not.toMatch(/\bprocess\b|\bBuffer\b|require\(/);
  });

  it('causes no errors in the console', () => {
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
