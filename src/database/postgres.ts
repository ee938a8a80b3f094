import type { Database, DatabaseReader } from './database.ts';
import { followChanges } from './postgres-changes.ts';
import { createConnections, within } from './postgres-connections.ts';
import { violationOf } from './postgres-failures.ts';
import { createReplicas } from './postgres-replicas.ts';
import { beginReading, beginWriting, channel, prepareTables, turnOf } from './postgres-turns.ts';
import { createWriteQueue } from './write-queue.ts';

const readersMax = 6;
const lengthyReadersMax = 2;
const waitMsMax = 5_000;

export interface PostgresOptions {
  /** Servers that follow the one of the URL, and take reads off it. */
  replicaUrls?: readonly string[];
  /** How long a replica may be behind before it is left alone until it has caught up. */
  replicaLagMsMax?: number;
  /** Is told the text of every statement that a reader runs. */
  onRead?: (statement: string) => void;
}

/** Opens a PostgreSQL database and brings its tables up to date. Whatever is lost later is connected to anew. */
export const openPostgres = async (url: string, migrationsFolder: string, options: PostgresOptions = {}): Promise<Database> => {
  const { replicaUrls = [], replicaLagMsMax = 1_000, onRead } = options;
  const { canNotify } = await prepareTables(url, migrationsFolder);
  const changes = await followChanges({ url, canNotify });
  const readers = createConnections({ url, countMax: readersMax, waitMsMax, onStatement: onRead });
  // On the primary: a replica that replays may break a long snapshot off.
  const lengthyReaders = createConnections({ url, countMax: lengthyReadersMax, waitMsMax, onStatement: onRead });
  // Writers of one process wait here, and not each with a connection of its own at the lock.
  const writer = createConnections({ url, countMax: 1, waitMsMax });
  const writing = createWriteQueue();
  const replicas = createReplicas({ urls: replicaUrls, lagMsMax: replicaLagMsMax, newest: () => changes.newest(), onStatement: onRead });
  const commitOf = (turn: number) => (canNotify ? `select pg_notify('${channel}', '${turn}'); commit` : 'commit');
  let closing: Promise<unknown> | undefined;

  return {
    dialect: 'postgres',
    url,
    read: async (work) => {
      const onReplica = await replicas.read(work);
      if (onReplica !== undefined) return onReplica.result;
      return readers.use((connection) => within(connection, (client) => client.query(beginReading), work));
    },
    readAtLength: (work) => lengthyReaders.use((connection) => within(connection, (client) => client.query(beginReading), work)),
    write: (work) =>
      writing.run((leftMs) =>
        writer.use(async (connection) => {
          let turn = 0;
          const begin = async (client: typeof connection.client) => (turn = turnOf(await client.query(beginWriting(leftMs()))));
          const result = await within(connection, begin, work, commitOf);
          changes.note(turn);
          return result;
        }),
      ),
    changeToken: () => changes.token(),
    analyze: async () => {
      await writer.use(({ client }) => client.query('analyze'));
    },
    violationOf,
    close: async () => {
      closing ??= writing
        .settled()
        .then(() => Promise.all([changes.close(), replicas.close(), readers.close(), lengthyReaders.close(), writer.close()]));
      await closing;
    },
  };
};

/** Opens a PostgreSQL database for reading alone. It reads from the primary: a replica that replays may break a long snapshot off. */
export const openPostgresReader = (url: string): DatabaseReader => {
  const connections = createConnections({ url, countMax: 1, waitMsMax });
  return {
    read: (work) => connections.use((connection) => within(connection, (client) => client.query(beginReading), work)),
    close: () => connections.close(),
  };
};
