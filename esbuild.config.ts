import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * Entry points. They are bundled because resolving and reading about 640 modules takes Node longer than running them. Paths of further
 * entry points can be passed as arguments.
 */
const entries = [
  'src/server.ts',
  'src/cli.ts',
  'src/database/sqlite/checkpoint.ts',
  'src/exports/export-process.ts',
  'src/worker-pool/worker.ts',
  ...process.argv.slice(2),
];

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: entries.map((entry) => ({ in: entry, out: entry.replace(/^src\/|\.ts$/g, '') })),
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  minifyWhitespace: true,
  minifySyntax: true,
  // These load files relative to their own modules.
  external: ['better-sqlite3', 'esbuild', 'pg-native', 'pino', 'piscina', '@fastify/swagger-ui'],
  // CommonJS packages call `require` at run time.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
});

// What browsers load. See `src/explorer/assets.ts`.
await build({
  entryPoints: ['src/explorer/browser/enhance.ts', 'src/explorer/style.css', 'src/explorer/header.css'],
  outdir: 'dist/explorer',
  entryNames: '[name]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
});
await cp('src/explorer/images', 'dist/explorer/images', { recursive: true });
