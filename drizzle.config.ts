import { defineConfig } from 'drizzle-kit';

// Both sets of migrations come from the same tables: `npm run migrations:generate` runs this once for each engine.
const isPostgres = process.env.DIALECT === 'postgres';

export default defineConfig({
  dialect: isPostgres ? 'postgresql' : 'sqlite',
  schema: './drizzle-tables.ts',
  out: isPostgres ? './migrations/postgres' : './migrations/sqlite',
});
