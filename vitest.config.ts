import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 60_000, hookTimeout: 60_000, globalSetup: ['tests/support/template.ts'] };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'api', include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**', 'tests/postgres/**'], ...shared } },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], ...shared } },
      { test: { name: 'postgres', include: ['tests/postgres/**/*.test.ts'], ...shared } },
    ],
  },
});
