import { defineConfig } from 'vitest/config';

const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'api', include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**', 'tests/postgres/**'], ...timeouts } },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], ...timeouts } },
      { test: { name: 'postgres', include: ['tests/postgres/**/*.test.ts'], ...timeouts } },
    ],
  },
});
