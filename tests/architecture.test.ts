import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Imports run one way. Each place may import from itself, and from the places that stand beside it here. */
const allowed: Record<string, string[]> = {
  domain: ['zod'],
  analysis: ['domain', 'pure-rand'],
  database: ['domain', 'package-root', 'drizzle-orm', 'better-sqlite3', 'lru-cache', 'pg'],
  http: ['domain', 'answers', 'package-root', 'fastify', 'zod', '*'],
  answers: ['domain', 'http', 'zod'],
  formats: ['domain', 'better-sqlite3', 'csv-stringify', 'hyparquet-writer', 'feed', 'fast-xml-builder'],
  downloads: ['http'],
  publication: ['domain', 'database', 'drizzle-orm', 'zod'],
  listing: [
    'domain',
    'answers',
    'downloads',
    'fastify',
    'formats',
    'http',
    'database/database',
    'database/expressions',
    'database/tables',
    'drizzle-orm',
    'fastest-levenshtein',
    'zod',
  ],
  exports: [
    'domain',
    'package-root',
    'answers',
    'formats',
    'http',
    'listing',
    'publication',
    'database/open',
    'database/database',
    'database/expressions',
    'drizzle-orm',
    'lru-cache',
    'zod',
  ],
  facts: [
    'domain',
    'analysis',
    'answers',
    'http',
    'listing',
    'database/database',
    'database/expressions',
    'drizzle-orm',
    'lru-cache',
    'zod',
  ],
  'worker-pool': ['facts', 'http', 'listing', 'resources', 'package-root', 'database/database', 'database/open', 'lru-cache', 'piscina'],
  webhooks: ['domain', 'listing', 'database/database', 'database/tables', 'drizzle-orm', 'ipaddr.js', 'standardwebhooks'],
  metrics: ['database/database', 'prom-client'],
  releases: ['domain', 'exports', 'http', 'publication', 'database/database', 'database/open', 'fastify', 'lru-cache', 'zod'],
  access: ['domain', 'http', 'database/database', 'database/tables', 'drizzle-orm', 'fastify'],
  writing: ['domain', 'answers', 'http', 'listing/renames', 'publication', 'database/database', 'drizzle-orm', 'fastify', 'rfc6902', 'zod'],
  resources: [
    'domain',
    'access',
    'writing',
    'metrics',
    'releases',
    'webhooks',
    'analysis',
    'facts',
    'exports',
    'negotiator',
    'range-parser',
    'rfc6902',
    'answers',
    'formats',
    'http',
    'listing',
    'worker-pool',
    'fastify',
    'database/database',
    'database/expressions',
    'database/tables',
    'drizzle-orm',
    'zod',
  ],
  app: [
    'access',
    'config',
    'domain',
    'downloads',
    'exports',
    'database/database',
    'http',
    'metrics',
    'releases',
    'resources',
    'webhooks',
    'worker-pool',
    'fastify',
    'fastify-type-provider-zod',
  ],
  config: ['zod'],
  'package-root': [],
  commands: [
    'package-root',
    'access',
    'app',
    'config',
    'database/tables',
    'database/open',
    'database/database',
    'domain',
    'exports',
    'http',
    'publication',
    'releases',
    'writing',
    'close-with-grace',
    'pino',
    'zod',
  ],
  server: ['commands', 'config'],
  cli: ['commands', 'config', 'database/open'],
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const textOf = (file: string) => readFileSync(join('src', file), 'utf8');
const codeOf = (file: string) => textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
const placeOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file.replace('.ts', ''));

/** What a file imports: paths below `src` without their ending, or names of packages. */
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:^(?:import|export)\s[^;']*?from\s|import\()'([^'\n]+)'/gm)].flatMap(([, name = '']) => {
    if (name.startsWith('node:')) return [];
    if (name.startsWith('.')) return [normalize(join(dirname(file), name)).replace(/\.ts$/, '')];
    return [
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ];
  });

const isAllowed = (file: string, target: string): boolean => {
  const place = placeOf(file);
  const places = allowed[place] ?? [];
  if (target === place || target.startsWith(`${place}/`)) return place !== 'resources' || isOwnResource(file, target);
  const isPackage = !files.includes(`${target}.ts`);
  return places.some((one) => target === one || target.startsWith(`${one}/`) || (one === '*' && isPackage));
};

/** A resource never imports another; only the index of all does. */
const isOwnResource = (file: string, target: string): boolean => file === 'resources/index.ts' || dirname(file) === dirname(target);

describe('the source', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(60);
  });

  it.each(files)('%s imports one way', (file) => {
    expect(importsOf(file).filter((target) => !isAllowed(file, target))).toEqual([]);
  });

  it.each(files)('%s is short enough to be one thing', (file) => {
    expect(textOf(file).split('\n').length).toBeLessThanOrEqual(300);
  });

  it('casts at the driver edge only', () => {
    const casting = files.filter(
      (file) => /\bas any\b|: any\b|as unknown as/.test(codeOf(file)) || /@ts-(ignore|expect-error|nocheck)/.test(textOf(file)),
    );
    expect(casting).toEqual(['database/columns.sqlite.ts', 'database/sqlite.ts']);
  });

  it('reads the environment in one place', () => {
    expect(files.filter((file) => textOf(file).includes('process.env'))).toEqual(['config.ts']);
  });

  it('keeps routes from queries, and queries from HTTP', () => {
    for (const file of files.filter((name) => name.endsWith('.queries.ts')))
      expect(importsOf(file).filter((one) => one.startsWith('http/'))).toEqual([]);
  });
});
