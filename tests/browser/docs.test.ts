import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemTypes } from '../../src/http/problems.ts';
import { startServer } from '../support/app.ts';
import { launchChromium } from './chromium.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const foreign: string[] = [];

beforeAll(async () => {
  server = await startServer();
  browser = await launchChromium();
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
  it('lets a reader try an operation and shows the response', async () => {
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

  it('links guides and reference to each other', async () => {
    await page.getByRole('link', { name: 'Dates', exact: true }).click();
    expect(await page.locator('h1').innerText()).toBe('Dates and asOf');
    await page.getByRole('link', { name: 'API reference', exact: true }).click();
    await page.locator('#operations-deals-getDeal').waitFor();
  });

  it('shows the page of a problem type', async () => {
    await page.goto(`${server.url}/docs/problems/invalid-cursor`);
    expect(await page.locator('h1').innerText()).toBe(problemTypes['invalid-cursor'].title);
  });

  it('shows the skip link on the first Tab and jumps to the content', async () => {
    await page.goto(`${server.url}/docs/bulk`);
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    expect(await focused.innerText()).toBe('Skip to content');
    expect((await focused.boundingBox())?.x).toBe(0);
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#content');
  });

  it.each(['light', 'dark'] as const)(
    'fits every page into a phone 360 px wide, in %s colors that differ from the text',
    async (colorScheme) => {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme });
      const phone = await context.newPage();
      await phone.goto(`${server.url}/docs/guides`);
      const paths = await phone.locator('header a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      expect(paths.length).toBeGreaterThan(8);
      for (const path of paths.filter((one) => one !== '/docs/')) {
        await phone.goto(server.url + path);
        expect(await phone.evaluate('document.documentElement.scrollWidth'), path).toBe(360);
        const [text, background] = await phone.evaluate<string[]>(
          '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
        );
        expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)');
        expect(text).not.toBe(background);
      }
      await context.close();
    },
  );

  it('violates no content security policy and sends no request to other hosts', () => {
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });
});
