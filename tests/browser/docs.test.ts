import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/app.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const foreign: string[] = [];

beforeAll(async () => {
  if (!existsSync(executablePath))
    throw new Error(`This suite needs Chromium at ${executablePath}, or where CHROMIUM_PATH says (Debian: apt-get install chromium).`);
  server = await startServer();
  browser = await chromium.launch({ executablePath, args: flags });
  page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('the documentation in a browser', () => {
  it('lets a reader try an operation out, and shows the answer of the server', async () => {
    await page.goto(`${server.url}/docs/`);
    const operation = page.locator('#operations-deals-getDeal');
    await operation.locator('.opblock-summary').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.locator('tr[data-param-name="id"] input').fill('openai-aws-compute');
    await operation.getByRole('button', { name: 'Execute' }).click();
    const response = operation.locator('.live-responses-table .response').first();
    await response.waitFor();
    expect(await response.locator('.response-col_status').innerText()).toContain('200');
    expect(await response.innerText()).toContain('OpenAI-AWS compute contract');
  });

  it('lists every tag', async () => {
    const tags = await page.locator('.opblock-tag-section h3').allInnerTexts();
    for (const tag of ['companies', 'deals', 'stakes', 'chip commitments', 'chips', 'valuations', 'sources', 'search', 'operation']) {
      expect(
        tags.some((text) => text.toLowerCase().startsWith(tag)),
        tag,
      ).toBe(true);
    }
  });

  it('shows the page of a type of problem', async () => {
    await page.goto(`${server.url}/docs/problems/invalid-cursor`);
    expect(await page.locator('h1').innerText()).toBe('The cursor does not belong here');
  });

  it('breaks no rule of the content-security policy, and asks nobody else for anything', () => {
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });
});
