import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * What runs, as few files: Node takes longer to find and read some 640 modules than to run them. Other entries can be built beside
 * these, by their paths.
 */
const entries = ['src/server.ts', 'src/cli.ts', 'src/exports/export-process.ts', 'src/worker-pool/worker.ts', ...process.argv.slice(2)];

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
  // They find files of their own beside their modules.
  external: ['better-sqlite3', 'pg-native', 'pino', 'piscina', '@fastify/swagger-ui'],
  // Packages of the older kind of module, which ask for others while they run.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
});
