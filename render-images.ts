import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Renders the SVG images of the pages as PNG, for clients that show no SVG. Needs Chromium and the DejaVu fonts. */
const folder = 'src/explorer/images';

/** Wraps a PNG in the format of Windows icons, in which a directory of one entry stands before the image. */
const toIcon = (png: Buffer, size: number): Buffer => {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
};

const profile = await mkdtemp(join(tmpdir(), 'roundtrip-images-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

const render = async (name: string, width: number, height: number, padding = 0): Promise<Buffer> => {
  const page = await browser.newPage();
  await page.setViewportSize({ width, height });
  const svg = await readFile(join(folder, name), 'utf8');
  await page.setContent(
    `<style>body { margin: 0; background: ${padding > 0 ? '#fff' : 'transparent'} } svg { display: block; box-sizing: border-box; width: ${width}px; height: ${height}px; padding: ${padding}px } svg svg { padding: 0; width: 320px; height: 320px }</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true });
};

await writeFile(join(folder, 'card.png'), await render('card.svg', 1200, 630));
await writeFile(join(folder, 'apple-touch-icon.png'), await render('favicon.svg', 180, 180, 20));
await writeFile(join(folder, 'favicon.ico'), toIcon(await render('favicon.svg', 32, 32), 32));
await browser.close();
await rm(profile, { recursive: true });
