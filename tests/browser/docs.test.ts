import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemTypes } from '../../src/http/problems.ts';
import { type BrowserApp, openBrowserApp } from './browser-app.ts';

let app: BrowserApp;
let page: Page;
beforeAll(async () => {
  app = await openBrowserApp();
  page = await app.open();
});
afterAll(() => app.close());

describe('the documentation in a browser', () => {
  /** Tries an operation as it is, and returns the address that Swagger UI requested and the status. */
  const tryOut = async (id: string): Promise<{ url: URL; status: string; text: string }> => {
    if (!page.url().startsWith(`${app.url}/docs/`)) await page.goto(`${app.url}/docs/`);
    const operation = page.locator(`#operations-${id}`);
    await operation.locator('.opblock-summary').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const response = operation.locator('.live-responses-table .response').first();
    await response.waitFor();
    return {
      url: new URL(await operation.locator('.request-url pre').innerText()),
      status: await response.locator('.response-col_status').innerText(),
      text: await response.innerText(),
    };
  };

  it('sends no parameter that a reader did not choose', async () => {
    const { url, status } = await tryOut('deals-listDeals');
    expect(url.pathname + url.search).toBe('/v1/deals');
    expect(status).toContain('200');
  });

  it.each([
    ['deals-getDeal', '/v1/deals/openai-aws-compute', 'OpenAI-AWS compute contract'],
    ['deals-listCompanyDeals', '/v1/companies/anthropic/deals', 'anthropic'],
    ['search-search', '/v1/search?q=stargate', 'Stargate'],
  ])('fills in what %s requires, and shows the response', async (id, target, content) => {
    const { url, status, text } = await tryOut(id);
    expect(url.pathname + url.search).toBe(target);
    expect(status).toContain('200');
    expect(text).toContain(content);
  });

  it('lists every tag in order, and folds those of writers and hosts', async () => {
    const sections = page.locator('.opblock-tag-section');
    const shown = await sections.evaluateAll((all) =>
      all.map((section) => [section.querySelector('h3')?.getAttribute('data-tag'), section.classList.contains('is-open')]),
    );
    const open = 'deals,companies,stakes,chip commitments,chips,valuations,financials,sources,search,money,time,bulk,changes,index'.split(
      ',',
    );
    expect(shown).toEqual([...open.map((tag) => [tag, true]), ...['writing', 'webhooks', 'operation'].map((tag) => [tag, false])]);
    await page.locator('#operations-tag-writing').click();
    await page.locator('#operations-tag-writing[data-is-open=true]').waitFor();
  });

  it('has our name and no input for other documents', async () => {
    expect(await page.locator('.info .title').innerText()).toContain('Roundtrip: the open API of AI financing');
    expect(await page.locator('.topbar, .download-url-input').count()).toBe(0);
    expect(await page.locator('link[rel~=icon]').first().getAttribute('href')).toBe('/favicon.svg');
  });

  it('links guides and reference to each other', async () => {
    await page.getByRole('link', { name: 'Dates', exact: true }).click();
    expect(await page.locator('h1').innerText()).toBe('Dates and asOf');
    await page.getByRole('link', { name: 'API reference', exact: true }).click();
    await page.locator('#operations-deals-getDeal').waitFor();
  });

  it('shows the page of a problem type', async () => {
    await page.goto(`${app.url}/docs/problems/invalid-cursor`);
    expect(await page.locator('h1').innerText()).toBe(problemTypes['invalid-cursor'].title);
  });

  it('shows the skip link on the first Tab and jumps to the content', async () => {
    await page.goto(`${app.url}/docs/bulk`);
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
      const phone = await app.open({ viewport: { width: 360, height: 740 }, colorScheme });
      await phone.goto(`${app.url}/docs/guides`);
      const paths = await phone
        .locator('nav:not(.contents) a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      expect(paths.length).toBeGreaterThan(20);
      for (const path of paths.filter((one) => one !== '/docs/')) {
        await phone.goto(app.url + path);
        expect(await phone.evaluate('document.documentElement.scrollWidth'), path).toBe(360);
        const [text, background] = await phone.evaluate<string[]>(
          '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
        );
        expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)');
        expect(text).not.toBe(background);
      }
      await phone.close();
    },
  );

  it('violates no content security policy and sends no request to other hosts', () => {
    expect(app.complaints).toEqual([]);
    expect(app.foreign).toEqual([]);
  });
});
