import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetDate } from '../support/dataset.ts';
import { type BrowserApp, openBrowserApp } from './browser-app.ts';

/** The folder for screenshots, which a run keeps. */
const screenshots = process.env.SCREENSHOTS ?? 'var/screenshots';

const paths = [
  '/',
  '/map',
  '/map?focus=openai',
  '/groups/openai',
  '/groups/openai/funding',
  '/pairs/amazon/openai',
  '/deals/openai-oracle-compute',
  '/deals',
  '/search?q=oracle',
  '/timeline',
  '/outlook',
  '/chips',
  '/about',
  '/deals?group=softb',
  '/deals?q=qqqqq',
  '/groups/opnai',
  '/?asOf=2019-01-01',
  '/docs/guides',
  '/docs/lists',
];

let app: BrowserApp;
let axe: string;
beforeAll(async () => {
  app = await openBrowserApp();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await mkdir(screenshots, { recursive: true });
});
afterAll(() => app.close());

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
      const page = await app.open({ viewport: { width, height: 800 }, colorScheme: width === 360 ? 'dark' : 'light' });
      await page.goto(app.url + path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      if (width !== 320) {
        expect(await violationsOf(page)).toEqual([]);
        await page.screenshot({
          path: `${screenshots}/${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}.png`,
          fullPage: true,
        });
      }
      await page.close();
    },
  );

  it('moves through time by the arrow keys, and the address holds the day', async () => {
    const page = await app.open();
    await page.goto(app.url);
    const before = await page.locator('.sentence').innerText();
    const slider = page.getByRole('slider', { name: 'Month' });
    await slider.focus();
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.sentence').innerText(), { timeout: 30_000 }).not.toBe(before);
    const [year = 0, month = 0] = datasetDate.split('-').map(Number);
    const day = new Date(Date.UTC(year - 1, month, 0));
    await expect.poll(() => new URL(page.url()).searchParams.get('asOf'), { timeout: 30_000 }).toBe(day.toISOString().slice(0, 10));
    expect(await slider.getAttribute('aria-valuetext')).toBe(day.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' }));
    expect(await page.locator('#announcement').textContent()).toBe(await page.locator('.sentence').textContent());
    await page.close();
  });

  it('answers the same without scripts', async () => {
    const page = await app.open({ javaScriptEnabled: false });
    await page.goto(`${app.url}/?certainty=speculative`);
    await page.locator('#as-of').fill('2025-12-20');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('2025-12-20');
    await page.getByRole('link', { name: 'Amazon ⇄ OpenAI' }).first().click();
    expect(await page.locator('h1').innerText()).toBe('Amazon and OpenAI');
    expect(await page.locator('main').innerText()).toContain('16 December 2025');
    const days = await page.locator('main time').evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
    expect(days.filter((day) => day > '2025-12-20')).toEqual([]);
    await page.close();
  });

  it('suggests companies while the reader types, and filters by the name', async () => {
    const page = await app.open();
    await page.goto(`${app.url}/deals`);
    await page.getByLabel('Company', { exact: true }).pressSequentially('coreweav');
    await page.locator('datalist#group-names option[value="CoreWeave"]').waitFor({ state: 'attached' });
    await page.getByLabel('Company', { exact: true }).fill('CoreWeave');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(await page.getByLabel('Company', { exact: true }).inputValue()).toBe('CoreWeave');
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(5);
    for (const parties of await page.locator('tbody tr').allInnerTexts()) expect(parties).toMatch(/CoreWeave|more/);
    await page.close();
  });

  it('cites the page by its full address', async () => {
    const page = await app.open();
    await page.goto(`${app.url}/deals?certainty=binding`);
    await page.getByText('Cite', { exact: true }).click();
    const address = await page.locator('.tools .address').innerText();
    expect(address).toContain(`${app.url}/deals?certainty=binding&asOf=`);
    await page.goto(address);
    expect(await page.locator('h1').innerText()).toBe('Deals');
    await page.close();
  });

  it('reaches the search by keyboard and finds a company', async () => {
    const page = await app.open();
    await page.goto(app.url);
    await page.getByRole('searchbox').first().fill('coreweave');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'CoreWeave', exact: true }).first().click();
    expect(await page.locator('h1').innerText()).toContain('CoreWeave');
    await page.close();
  });

  it('violates no content security policy and sends no request to other hosts', () => {
    expect(app.complaints).toEqual([]);
    expect(app.foreign).toEqual([]);
  });
});
