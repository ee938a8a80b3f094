import { workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

// Entry point of a worker thread: copies the WAL of a SQLite file to the file, and truncates it.

const client = new BetterSqlite3(String(workerData), { fileMustExist: true, timeout: 1_000 });
// Copies most pages while others write. Truncating excludes them.
client.pragma('wal_checkpoint(PASSIVE)');
client.pragma('wal_checkpoint(TRUNCATE)');
client.close();
