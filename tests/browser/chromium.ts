import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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
export const launchChromium = (): Promise<Browser> => {
  if (!existsSync(executablePath))
    throw new Error(`This suite needs Chromium at ${executablePath}, or where CHROMIUM_PATH says (Debian: apt-get install chromium).`);
  return chromium.launch({ executablePath, args: flags });
};
