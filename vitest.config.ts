import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Files share the modules that a worker has loaded, which saves a second per file. Each file opens its own databases and applications.
const common = { testTimeout: 180_000, hookTimeout: 180_000, isolate: false };
/** Threads and child processes run the built programs: the suite has just built them, and they start in a fifth of the time. */
const alias = [{ find: /^.*\/programs\.ts$/, replacement: fileURLToPath(new URL('src/built-programs.ts', import.meta.url)) }];
const shared = { ...common, alias, globalSetup: ['tests/support/template.ts'] };
const onBothEngines = { ...common, alias, globalSetup: ['tests/support/template.ts', 'tests/support/template-postgres.ts'] };
const everywhere = ['tests/browser/**', 'tests/operations/**', 'tests/postgres/**', 'tests/readers/**'];
/** Tests that start the built programs: the server, the command line and their clients. */
const programs = [
  'tests/server.test.ts',
  'tests/workers.test.ts',
  'tests/hosting/**/*.test.ts',
  'tests/commands/**/*.test.ts',
  'tests/clients/**/*.test.ts',
  'tests/modules/releases.test.ts',
  'tests/database/checkpoints.test.ts',
  'tests/database/waiting-writes.test.ts',
  'tests/properties/crashes.test.ts',
];
// Tests of programs, source files and pure functions, which do not depend on the engine.
const withoutEngine = [
  'tests/server.test.ts',
  'tests/workers.test.ts',
  'tests/hosting/**',
  'tests/architecture.test.ts',
  'tests/domain/**',
  'tests/analysis/**',
  // These copy a SQLite file. `tests/postgres` tests processes on PostgreSQL.
  'tests/properties/crashes.test.ts',
  'tests/properties/write-sequences.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'api', include: ['tests/**/*.test.ts'], exclude: [...everywhere, ...programs], ...shared } },
      { test: { name: 'programs', include: programs, ...shared } },
      {
        test: {
          name: 'api-postgres',
          include: ['tests/**/*.test.ts'],
          exclude: [...everywhere, ...withoutEngine],
          env: { TEST_ENGINE: 'postgres' },
          ...onBothEngines,
        },
      },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], ...shared } },
      { test: { name: 'readers', include: ['tests/readers/**/*.test.ts'], ...shared } },
      { test: { name: 'operations', include: ['tests/operations/**/*.test.ts'], ...onBothEngines } },
      { test: { name: 'postgres', include: ['tests/postgres/**/*.test.ts'], ...onBothEngines } },
    ],
  },
});
