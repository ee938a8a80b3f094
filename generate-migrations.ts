import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes the migrations of both engines after a change to a table. drizzle-kit recreates a SQLite table to change a CHECK constraint,
 * and loses indexes on expressions thereby. SQLite 3.53 changes constraints in place, with the statements of PostgreSQL.
 */

const separator = '--> statement-breakpoint';
const folderOf = (dialect: string) => `migrations/${dialect}`;

const readTags = (dialect: string): string[] => {
  const journal = JSON.parse(readFileSync(`${folderOf(dialect)}/meta/_journal.json`, 'utf8')) as { entries: { tag: string }[] };
  return journal.entries.map(({ tag }) => tag);
};

/** Runs drizzle-kit for an engine, and returns the file that it wrote, if the tables have changed. */
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
