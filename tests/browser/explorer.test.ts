import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/app.ts';
import { launchChromium } from './chromium.ts';

/** The folder for screenshots, which a run keeps. */
const screenshots = process.env.SCREENSHOTS ?? 'var/screenshots';

const paths = [
  '/',
  '/map',
  '/map?focus=openai',
  '/groups/openai',
  '/pairs/amazon/openai',
  '/deals/openai-oracle-compute',
  '/deals',
  '/search?q=oracle',
  '/timeline',
  '/outlook',
  '/chips',
  '/about',
  '/groups/opnai',
];

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;
let axe: string;
const complaints: string[] = [];
const foreign: string[] = [];

const watch = (page: Page): Page => {
  page.on('console', (message) => {
    // The page of an unknown group has the status 404, which the browser reports.
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) foreign.push(request.url());
  });
  return page;
};

beforeAll(async () => {
  server = await startServer();
  browser = await launchChromium();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await mkdir(screenshots, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const violationsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })',
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
};

describe('a page of the explorer', () => {
  it.each(paths.flatMap((path) => [1280, 360, 320].map((width) => [path, width] as const)))(
    '%s fits a screen %i px wide and is accessible',
    async (path, width) => {
      const page = watch(await browser.newPage({ viewport: { width, height: 800 }, colorScheme: width === 360 ? 'dark' : 'light' }));
      await page.goto(server.url + path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      if (width !== 320) {
        expect(await violationsOf(page)).toEqual([]);
        await page.screenshot({ path: `${screenshots}/${path.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || 'home'}-${width}.png` });
      }
      await page.close();
    },
  );

  it('moves through time by the arrow keys, and the address holds the day', async () => {
    const page = watch(await browser.newPage());
    await page.goto(server.url);
    const before = await page.locator('.sentence').innerText();
    const slider = page.getByRole('slider', { name: 'Month' });
    await slider.focus();
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.sentence').innerText()).not.toBe(before);
    await expect.poll(() => new URL(page.url()).searchParams.get('asOf')).toBe('2025-11-30');
    expect(await slider.getAttribute('aria-valuetext')).toBe('30 November 2025');
    expect(await page.locator('#announcement').textContent()).toBe(await page.locator('.sentence').textContent());
    await page.close();
  });

  it('answers the same without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = watch(await context.newPage());
    await page.goto(`${server.url}/?certainty=speculative`);
    await page.locator('#as-of').fill('2025-12-20');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('2025-12-20');
    await page.getByRole('link', { name: 'Amazon ⇄ OpenAI' }).first().click();
    expect(await page.locator('h1').innerText()).toBe('Amazon and OpenAI');
    expect(await page.locator('main').innerText()).toContain('16 December 2025');
    const days = await page.locator('main time').evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
    expect(days.filter((day) => day > '2025-12-20')).toEqual([]);
    await context.close();
  });

  it('reaches the search by keyboard and finds a company', async () => {
    const page = watch(await browser.newPage());
    await page.goto(server.url);
    await page.getByRole('searchbox').first().fill('coreweave');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'CoreWeave', exact: true }).first().click();
    expect(await page.locator('h1').innerText()).toContain('CoreWeave');
    await page.close();
  });

  it('violates no content security policy and sends no request to other hosts', () => {
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });
});
