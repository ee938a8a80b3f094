import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 60_000, hookTimeout: 60_000, globalSetup: ['tests/support/template.ts'] };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'api', include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**', 'tests/postgres/**'], ...shared } },
      // The same suite once more, on the other engine.
      {
        test: {
          name: 'api-postgres',
          include: ['tests/{resources,properties,publication,http}/**/*.test.ts', 'tests/golden.test.ts', 'tests/readme.test.ts'],
          ...shared,
          globalSetup: ['tests/support/template.postgres.ts'],
        },
      },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], ...shared } },
      { test: { name: 'postgres', include: ['tests/postgres/**/*.test.ts'], ...shared } },
    ],
  },
});
