import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * What each folder of `src` may import besides itself: other folders, files of them, and packages. A file directly below `src` counts
 * as a folder of its own.
 */
const allowedImports: Record<string, string[]> = {
  domain: ['zod'],
  analysis: ['domain', 'pure-rand'],
  formats: ['better-sqlite3', 'csv-stringify', 'fast-xml-builder', 'hyparquet-writer'],
  config: ['ipaddr.js', 'zod'],
  'package-root': [],
  turns: [],
  'built-programs': ['package-root'],
  programs: ['built-programs', 'package-root', 'tsx'],
  database: ['domain', 'package-root', 'programs', 'better-sqlite3', 'drizzle-orm', 'lru-cache', 'p-queue', 'pg'],
  http: [
    'domain',
    'package-root',
    'turns',
    '@fastify/proxy-addr',
    'fastest-levenshtein',
    'fastify',
    'fastify-plugin',
    'fastify-type-provider-zod',
    'ipaddr.js',
    'light-my-request',
    'lru-cache',
    'negotiator',
    'pino',
    'zod',
  ],
  responses: ['domain', 'zod'],
  downloads: ['http', 'p-queue'],
  search: ['database/database', 'database/expressions', 'domain', 'drizzle-orm', 'fastest-levenshtein'],
  store: ['database/database', 'domain', 'drizzle-orm'],
  records: ['database/database', 'database/expressions', 'database/schema', 'domain', 'http', 'drizzle-orm', 'zod'],
  projections: ['database/database', 'domain', 'store', 'drizzle-orm'],
  ingest: [
    'database/database',
    'database/expressions',
    'database/postgres',
    'database/schema',
    'domain',
    'projections',
    'responses',
    'store',
    'drizzle-orm',
    'rfc6902',
    'zod',
  ],
  lists: [
    'database/database',
    'database/expressions',
    'database/schema',
    'domain',
    'formats',
    'http',
    'records',
    'search',
    'turns',
    'drizzle-orm',
    'lru-cache',
    'zod',
  ],
  endpoints: [
    'database/database',
    'database/expressions',
    'domain',
    'downloads',
    'formats',
    'http',
    'lists',
    'records',
    'responses',
    'turns',
    'fastify',
    'zod',
  ],
  exports: [
    'analysis',
    'database/database',
    'database/expressions',
    'database/open',
    'domain',
    'formats',
    'graph-data',
    'http',
    'ingest',
    'lists',
    'programs',
    'records',
    'responses',
    'drizzle-orm',
    'lru-cache',
    'proper-lockfile',
    'zod',
  ],
  'graph-data': [
    'analysis',
    'database/database',
    'database/expressions',
    'domain',
    'http',
    'lists',
    'records',
    'responses',
    'turns',
    'drizzle-orm',
    'lru-cache',
    'zod',
  ],
  webhooks: ['database/database', 'database/schema', 'domain', 'records', 'drizzle-orm', 'ipaddr.js', 'standardwebhooks'],
  releases: ['database/database', 'database/open', 'exports', 'http', 'ingest', 'projections', 'drizzle-orm', 'lru-cache', 'zod'],
  access: ['database/database', 'database/expressions', 'database/schema', 'http', 'drizzle-orm', 'fastify', 'fastify-plugin'],
  mutations: ['database/database', 'domain', 'http', 'ingest', 'projections', 'records/redirects', 'store', 'drizzle-orm', 'rfc6902'],
  modules: [
    'access',
    'analysis',
    'database/database',
    'database/expressions',
    'database/schema',
    'domain',
    'endpoints',
    'exports',
    'formats',
    'graph-data',
    'http',
    'ingest',
    'lists',
    'mutations',
    'records',
    'releases',
    'responses',
    'turns',
    'search',
    'webhooks',
    'drizzle-orm',
    'fastify',
    'range-parser',
    'rfc6902',
    'zod',
  ],
  'worker-pool': ['database/database', 'database/open', 'graph-data', 'http', 'modules/tasks', 'programs', 'lru-cache', 'piscina'],
  plugins: [
    'config',
    'database/database',
    'domain',
    'downloads',
    'exports',
    'http',
    'modules/tasks',
    'releases',
    'webhooks',
    'worker-pool',
    '@fastify/cors',
    '@fastify/swagger',
    'fastify',
    'fastify-plugin',
    'fastify-type-provider-zod',
    'find-my-way',
    'prom-client',
    'yaml',
    'zod',
  ],
  documentation: [
    'database/write-queue',
    'domain',
    'downloads',
    'explorer/assets',
    'explorer/layout',
    'explorer/parts/metadata',
    'exports',
    'graph-data/periods',
    'http',
    'lists',
    'modules',
    'package-root',
    'search',
    'webhooks',
    '@fastify/compress',
    '@fastify/swagger-ui',
    'marked',
    'marked-gfm-heading-id',
    'preact',
    'preact-render-to-string',
  ],
  discovery: ['database/database', 'explorer/pages', 'http', 'drizzle-orm', 'fastify', 'fastify-plugin', 'zod'],
  'api-client': ['domain', 'http', 'modules', 'responses', 'zod'],
  mcp: ['api-client', 'domain', 'http', 'modules', 'responses', '@modelcontextprotocol/server', 'zod'],
  explorer: [
    'api-client',
    'domain',
    'http',
    'modules',
    'package-root',
    'esbuild',
    'fastify',
    'fastify-plugin',
    'preact',
    'preact-render-to-string',
    'zod',
  ],
  app: [
    'access',
    'database/database',
    'discovery',
    'documentation',
    'explorer',
    'http',
    'mcp',
    'modules/index',
    'plugins',
    'worker-pool',
    'fastify',
    'fastify-type-provider-zod',
  ],
  commands: [
    'access',
    'api-client',
    'app',
    'config',
    'database/database',
    'database/open',
    'database/schema',
    'domain',
    'exports',
    'http',
    'ingest',
    'mcp',
    'mutations',
    'package-root',
    'records/redirects',
    'releases',
    '@modelcontextprotocol/server',
    'close-with-grace',
    'pino',
    'zod',
  ],
  server: ['commands', 'config'],
  cli: ['commands', 'config', 'database/open', 'package-root'],
};

/** The folder of modules: below it, a folder for each resource. */
const modulesFolder = 'modules';
/** The files directly below it bring modules together; outside of it, only the documentation of limits names a single module. */
const limitsOfModules = 'documentation/documented-limits.ts';

/** The folders that read responses of the API. */
const apiClients = ['api-client', 'explorer', 'mcp'];

/** The layers of a module from top to bottom, by the ending of their files. A file imports its own layer and those below, never the one above. */
const layers = ['.routes', '.service', '.repository', '.schemas'];
/** What a repository must not depend on: it reads and writes rows, and knows nothing of requests. */
const closedToRepositories = ['fastify', 'http'];

/**
 * Modules that import a file of another module, as `importer -> imported`: none. Declare one here only if its answer cannot be had
 * through a list definition or a parameter.
 */
const declaredModuleImports: string[] = [];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  // Files of the browser are checked by a configuration of their own.
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('explorer/browser/'))
  .sort();
const textOf = (file: string) => readFileSync(join('src', file), 'utf8');
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file.replace('.ts', ''));

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Every kind of import, of types too: `import ... from`, `export ... from`, `import 'x'`, `import('x')`, `import.meta.resolve('x')`. */
const importPattern = /(?:^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?|\bimport\(|\bimport\.meta\.resolve\()'([^'\s]+)'/gm;

/** What a file imports: paths below `src` without `.ts`, and names of packages. Modules of Node are left out. */
const importsOf = (file: string): string[] =>
  [...withoutComments(textOf(file)).matchAll(importPattern)].flatMap(([, specifier = '']) => {
    if (specifier.startsWith('node:')) return [];
    if (specifier.startsWith('.')) return [normalize(join(dirname(file), specifier)).replace(/\.tsx?$/, '')];
    return [packageName(specifier)];
  });

const imports = new Map(files.map((file) => [file, importsOf(file)]));
const isInside = (target: string, folder: string): boolean => target === folder || target.startsWith(`${folder}/`);
const sourceFileOf = (target: string): string | undefined => [`${target}.ts`, `${target}.tsx`].find((file) => files.includes(file));

const moduleOf = (path: string): string | undefined => {
  const [folder, name, rest] = path.split('/');
  return folder === modulesFolder && rest !== undefined ? name : undefined;
};
const layerOf = (path: string): number => layers.findIndex((layer) => path.replace(/\.tsx?$/, '').endsWith(layer));
const moduleFiles = files.filter((file) => moduleOf(file) !== undefined);
const repositories = moduleFiles.filter((file) => file.endsWith('.repository.ts'));

describe('imports', () => {
  it('are found, of packages and of files', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.get('http/response-cache.ts')).toEqual(['fastify', 'fastify-plugin', 'lru-cache', 'negotiator', 'http/requests']);
    expect(imports.get('http/log.ts')).toContain('pino');
  });

  it('of a relative path name a file that exists', () => {
    const folders = Object.keys(allowedImports);
    for (const [file, targets] of imports)
      for (const target of targets.filter((one) => folders.includes(one.split('/')[0] ?? '') && one.includes('/')))
        expect(sourceFileOf(target), `${file} imports ${target}`).toBeDefined();
  });

  it('go to the folders and packages that are allowed', () => {
    const violations = [...imports].flatMap(([file, targets]) => {
      const folder = folderOf(file);
      const allowed = [...(allowedImports[folder] ?? []), folder];
      return targets.filter((target) => !allowed.some((one) => isInside(target, one))).map((target) => `${file} -> ${target}`);
    });
    expect(violations).toEqual([]);
  });

  it('are all needed where they are allowed', () => {
    const unused = Object.entries(allowedImports).flatMap(([folder, allowed]) => {
      const targets = [...imports].filter(([file]) => folderOf(file) === folder).flatMap(([, of]) => of);
      return allowed.filter((one) => !targets.some((target) => isInside(target, one))).map((one) => `${folder} -> ${one}`);
    });
    expect(unused).toEqual([]);
  });

  it('between folders form no cycle', () => {
    const targetsOf = new Map(
      Object.keys(allowedImports).map((folder) => [
        folder,
        new Set(
          [...imports]
            .filter(([file]) => folderOf(file) === folder)
            .flatMap(([, targets]) => targets.filter((target) => sourceFileOf(target) !== undefined).map(folderOf))
            .filter((target) => target !== folder),
        ),
      ]),
    );
    // Removing folders that only import removed ones, over and over, leaves those of cycles.
    for (;;) {
      const removable = [...targetsOf].filter(([, targets]) => [...targets].every((target) => !targetsOf.has(target)));
      if (removable.length === 0) break;
      for (const [folder] of removable) targetsOf.delete(folder);
    }
    expect([...targetsOf.keys()]).toEqual([]);
  });
});

describe('a module', () => {
  it('imports from its layer or a lower one, and never from a higher one', () => {
    const violations = moduleFiles.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((target) => moduleOf(target) !== undefined && layerOf(target) !== -1 && layerOf(target) < layerOf(file))
        .map((target) => `${file} -> ${target}`),
    );
    expect(violations).toEqual([]);
  });

  it('reaches its repository from its routes through a service', () => {
    const direct = moduleFiles.filter(
      (file) => file.endsWith('.routes.ts') && (imports.get(file) ?? []).some((target) => target.endsWith('.repository')),
    );
    expect(direct).toEqual([]);
  });

  it('knows nothing of HTTP in its repository', () => {
    expect(repositories.length).toBeGreaterThan(5);
    const violations = repositories.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((target) => closedToRepositories.some((one) => isInside(target, one)))
        .map((one) => `${file} -> ${one}`),
    );
    expect(violations).toEqual([]);
  });

  it('imports no file of another module', () => {
    const violations = moduleFiles.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((target) => moduleOf(target) !== undefined && moduleOf(target) !== moduleOf(file))
        .map((target) => `${moduleOf(file)} -> ${moduleOf(target) ?? target}`),
    );
    expect(violations.filter((one) => !declaredModuleImports.includes(one))).toEqual([]);
  });

  it('is imported from outside only through the files that bring modules together', () => {
    const violations = [...imports].flatMap(([file, targets]) =>
      folderOf(file) === modulesFolder || file === limitsOfModules
        ? []
        : targets
            // Clients of the API read the responses that the schemas of modules describe.
            .filter((target) => moduleOf(target) !== undefined && !(apiClients.includes(folderOf(file)) && target.endsWith('.schemas')))
            .map((one) => `${file} -> ${one}`),
    );
    expect(violations).toEqual([]);
  });
});

describe('a plugin', () => {
  const plugins = files.filter((file) => folderOf(file) === 'plugins');

  it.each(plugins)('%s registers with fastify-plugin under its own name, after the plugins whose decorators it uses', (file) => {
    const text = withoutComments(textOf(file));
    const name = file.replace(/^plugins\/|\.ts$/g, '');
    expect(text).toMatch(new RegExp(`\\{ name: '${name}'[,\\s}]`));
    const dependencies = [...(/dependencies: \[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, one]) => one);
    expect(plugins).toEqual(expect.arrayContaining(dependencies.map((one) => `plugins/${one}.ts`)));
  });
});

describe('a source file', () => {
  it.each(files)('%s has at most 300 lines', (file) => {
    expect(textOf(file).split('\n').length).toBeLessThanOrEqual(300);
  });

  it('casts away types at the edge to the database drivers only', () => {
    const casting = files.filter(
      (file) =>
        /\bas any\b|: any\b|as unknown as/.test(withoutComments(textOf(file))) || /@ts-(ignore|expect-error|nocheck)/.test(textOf(file)),
    );
    expect(casting).toEqual(['database/expressions.ts', 'database/sqlite/columns.ts', 'database/sqlite/sqlite.ts']);
  });

  it('reads environment variables only if it is the configuration', () => {
    expect(files.filter((file) => textOf(file).includes('process.env'))).toEqual(['config.ts']);
  });
});
