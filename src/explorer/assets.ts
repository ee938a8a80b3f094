import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** A static file of the explorer. */
export interface Asset {
  url: string;
  mediaType: string;
  body: string;
}

const isSource = import.meta.url.endsWith('.ts');

const toHashedUrl = (name: string, body: string | Buffer): string => {
  const [stem, extension] = name.split('.');
  return `/assets/${stem}-${hash('sha256', body, 'hex').slice(0, 10)}.${extension}`;
};

const readImage = (name: string): Buffer =>
  readFileSync(join(packageRoot, isSource ? 'src/explorer/images' : 'dist/explorer/images', name));

const card = readImage('card.png');

/** The images of all pages. `render-images.ts` makes the PNG files. The icons have the paths that browsers ask for without a link. */
export const images = {
  card: { url: toHashedUrl('card.png', card), mediaType: 'image/png', body: card },
  icon: { url: '/favicon.svg', mediaType: 'image/svg+xml', body: readImage('favicon.svg') },
  oldIcon: { url: '/favicon.ico', mediaType: 'image/vnd.microsoft.icon', body: readImage('favicon.ico') },
  touchIcon: { url: '/apple-touch-icon.png', mediaType: 'image/png', body: readImage('apple-touch-icon.png') },
} as const;

/** Compiles a file when the server runs from source. The build has compiled the files of `dist`. */
const compile = async (source: string): Promise<string> => {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({ entryPoints: [source], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false });
  return outputFiles[0]?.text ?? '';
};

const load = async (source: string, built: string, mediaType: string): Promise<Asset> => {
  const body = isSource
    ? await compile(join(packageRoot, 'src/explorer', source))
    : readFileSync(join(packageRoot, 'dist/explorer', built), 'utf8');
  return { url: toHashedUrl(built, body), mediaType: `${mediaType}; charset=utf-8`, body };
};

const loadAll = async () => ({
  /** The style of the pages and the guides, with that of the header. */
  style: await load('style.css', 'style.css', 'text/css'),
  /** The style of the header alone, for pages with another style. */
  header: await load('header.css', 'header.css', 'text/css'),
  script: await load('browser/enhance.ts', 'enhance.js', 'text/javascript'),
});

let assets: ReturnType<typeof loadAll> | undefined;

/** Loads the styles and the script of the pages, once. */
export const loadAssets = (): ReturnType<typeof loadAll> => {
  assets ??= loadAll();
  return assets;
};
