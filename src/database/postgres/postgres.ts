import type { Database, DatabaseReader } from '../database.ts';
import { createWriteQueue } from '../write-queue.ts';
import { followChanges } from './changes.ts';
import { createConnections, inTransaction } from './connections.ts';
import { violationOf } from './failures.ts';
import { createReplicas } from './replicas.ts';
import { beginReading, beginWriting, notificationChannel, parseTurn, prepareTables } from './write-turns.ts';

const maxReaders = 6;
const maxLongReaders = 2;
const maxWaitMs = 5_000;

export interface PostgresOptions {
  /** Read replicas of the server. */
  replicaUrls?: readonly string[];
  /** Maximum time that a replica may lag. It is not used until it has caught up. */
  replicaLagMsMax?: number;
  /** Called with the text of every statement that a reader runs. */
  onRead?: (statement: string) => void;
  /** Called with the reason when the server cannot be reached at the start, before further attempts. */
  onWaiting?: (reason: string) => void;
}

/** Opens a PostgreSQL database and migrates it. Lost connections are replaced. */
export const openPostgres = async (url: string, migrationsFolder: string, options: PostgresOptions = {}): Promise<Database> => {
  const { replicaUrls = [], replicaLagMsMax = 1_000, onRead } = options;
  const { canNotify } = await prepareTables(url, migrationsFolder, options.onWaiting);
  const changes = await followChanges({ url, canNotify });
  const readers = createConnections({ url, maxConnections: maxReaders, maxWaitMs, onStatement: onRead });
  // On the primary, because a replica can cancel a long read.
  const longReaders = createConnections({ url, maxConnections: maxLongReaders, maxWaitMs, onStatement: onRead });
  // Writers of this process wait here, so that they do not each hold a connection while they wait for the lock.
  const writer = createConnections({ url, maxConnections: 1, maxWaitMs });
  const writeQueue = createWriteQueue();
  const replicas = createReplicas({ urls: replicaUrls, maxLagMs: replicaLagMsMax, newest: () => changes.newest(), onStatement: onRead });
  const buildCommit = (turn: number) => (canNotify ? `select pg_notify('${notificationChannel}', '${turn}'); commit` : 'commit');
  let closing: Promise<unknown> | undefined;

  return {
    dialect: 'postgres',
    url,
    read: async (work) => {
      const onReplica = await replicas.read(work);
      if (onReplica !== undefined) return onReplica.result;
      return readers.use((connection) => inTransaction(connection, (client) => client.query(beginReading), work));
    },
    readLong: (work) => longReaders.use((connection) => inTransaction(connection, (client) => client.query(beginReading), work)),
    write: (work) =>
      writeQueue.run((leftMs) =>
        writer.use(async (connection) => {
          let turn = 0;
          const begin = async (client: typeof connection.client) => (turn = parseTurn(await client.query(beginWriting(leftMs()))));
          const result = await inTransaction(connection, begin, work, buildCommit);
          changes.recordWrite(turn);
          return result;
        }),
      ),
    changeToken: () => changes.token(),
    analyze: async () => {
      await writer.use(({ client }) => client.query('analyze'));
    },
    violationOf,
    assertAvailable: () => undefined,
    close: async () => {
      closing ??= writeQueue
        .onIdle()
        .then(() => Promise.all([changes.close(), replicas.close(), readers.close(), longReaders.close(), writer.close()]));
      await closing;
    },
  };
};

/** Opens a PostgreSQL database for reading only. Reads from the primary, because a replica can cancel a long read. */
export const openPostgresReader = (url: string): DatabaseReader => {
  const connections = createConnections({ url, maxConnections: 1, maxWaitMs });
  return {
    read: (work) => connections.use((connection) => inTransaction(connection, (client) => client.query(beginReading), work)),
    close: () => connections.close(),
  };
};
