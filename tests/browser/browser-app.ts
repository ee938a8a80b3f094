import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
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

/** Starts Chromium without a window. */
const launchChromium = (): Promise<Browser> => {
  if (!existsSync(executablePath))
    throw new Error(`This suite needs Chromium at ${executablePath}, or where CHROMIUM_PATH says (Debian: apt-get install chromium).`);
  return chromium.launch({ executablePath, args: flags });
};

/** Chromium and a server with the dataset. */
export interface BrowserApp {
  url: string;
  /** Errors on the console of pages, and requests to other hosts. Both must stay empty. */
  complaints: string[];
  foreign: string[];
  open(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Starts Chromium and a server with the dataset. */
export const openBrowserApp = async (): Promise<BrowserApp> => {
  const server = await startServer();
  const browser = await launchChromium();
  const complaints: string[] = [];
  const foreign: string[] = [];
  return {
    url: server.url,
    complaints,
    foreign,
    open: async (options) => {
      const page = await browser.newPage(options);
      page.on('console', (message) => {
        // Tests open pages that do not exist. The browser reports their status.
        if (message.type() === 'error' && !message.text().includes('404')) complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) foreign.push(request.url());
      });
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
};
