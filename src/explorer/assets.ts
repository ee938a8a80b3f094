import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** A static file of the explorer. Its URL changes with its content, so clients cache it for a year. */
export interface Asset {
  url: string;
  mediaType: string;
  body: string;
}

const isSource = import.meta.url.endsWith('.ts');

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
  const [name, extension] = built.split('.');
  return { url: `/assets/${name}-${hash('sha256', body, 'hex').slice(0, 10)}.${extension}`, mediaType, body };
};

/** Loads the style and the script of the pages. */
export const loadAssets = async (): Promise<{ style: Asset; script: Asset }> => ({
  style: await load('style.css', 'style.css', 'text/css'),
  script: await load('browser/enhance.ts', 'enhance.js', 'text/javascript'),
});
