import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes the migrations of both engines after a change to a table. To change a CHECK constraint, drizzle-kit recreates the SQLite table and
 * loses its indexes on expressions. SQLite 3.53 can change constraints in place with PostgreSQL's statements, so this reuses them.
 */

const separator = '--> statement-breakpoint';
const folderOf = (dialect: string) => `migrations/${dialect}`;

const readTags = (dialect: string): string[] => {
  const journal = JSON.parse(readFileSync(`${folderOf(dialect)}/meta/_journal.json`, 'utf8')) as { entries: { tag: string }[] };
  return journal.entries.map(({ tag }) => tag);
};

/** Runs drizzle-kit for an engine. Returns the path of the migration, or undefined if the tables did not change. */
const generate = (dialect: string): string | undefined => {
  const before = readTags(dialect).length;
  execFileSync('drizzle-kit', ['generate', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, DIALECT: dialect } });
  const tag = readTags(dialect)[before];
  return tag === undefined ? undefined : `${folderOf(dialect)}/${tag}.sql`;
};

const sqliteFile = generate('sqlite');
const postgresFile = generate('postgres');

if (sqliteFile !== undefined && postgresFile !== undefined && readFileSync(sqliteFile, 'utf8').includes('`__new_')) {
  const statements = readFileSync(postgresFile, 'utf8').split(separator);
  const isPortable = (statement: string) =>
    /^\s*ALTER TABLE "\w+" (DROP CONSTRAINT "\w+_check";|ADD CONSTRAINT "\w+" CHECK )/.test(statement);
  if (!statements.every(isPortable))
    throw new Error(`${sqliteFile} recreates tables for more than CHECK constraints. Edit it by hand, and restore indexes on expressions.`);
  writeFileSync(sqliteFile, statements.join(separator));
}
