import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as client from '../../clients/typescript/client.ts';
import type * as webhooks from '../../clients/typescript/webhooks.ts';
import { recordCount } from '../support/dataset.ts';
import { type BrowserApp, openBrowserApp } from './browser-app.ts';

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

let app: BrowserApp;
/** The site of somebody else, which uses the client. */
let site: Server;
let page: Page;

beforeAll(async () => {
  const script = await bundle(`export * from './client.ts'; export * from './webhooks.ts';`);
  site = createServer((request, response) => {
    const isScript = request.url === '/client.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Site</title><link rel="icon" href="data:,"><script src="/client.js"></script>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  app = await openBrowserApp();
  page = await app.open();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await app.close();
  site.close();
});

describe('the TypeScript client in a browser', () => {
  it('reads every page of a list from another origin', async () => {
    const counts = await page.evaluate(async (baseUrl) => {
      const api = new window.roundtrip.Roundtrip({ baseUrl });
      const { data } = await api.get('/v1');
      const ids: string[] = [];
      for (const { url } of data.collections) for await (const { id } of api.items(url as '/v1/deals', { limit: 200 })) ids.push(id);
      return [ids.length, data.collections.reduce((sum, { count }) => sum + count, 0)];
    }, app.url);
    expect(counts).toEqual([recordCount, recordCount]);
  });

  it('reports problems with their type', async () => {
    const problem = await page.evaluate(async (baseUrl) => {
      const { Roundtrip, RoundtripProblem } = window.roundtrip;
      const error: unknown = await new Roundtrip({ baseUrl }).get('/v1/deals/{id}', { id: 'no-such-deal' }).catch((reason) => reason);
      return error instanceof RoundtripProblem ? [error.status, error.type] : String(error);
    }, app.url);
    expect(problem).toEqual([404, '/docs/problems/not-found']);
  });

  it('sends a key after a preflight request', async () => {
    const problem = await page.evaluate(async (baseUrl) => {
      const { Roundtrip } = window.roundtrip;
      return new Roundtrip({ baseUrl, key: 'roundtrip_unknown' }).get('/v1/webhooks').then(String, String);
    }, app.url);
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
    expect(app.complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
