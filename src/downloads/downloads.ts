import { Readable } from 'node:stream';
import PQueue from 'p-queue';
import { Problem } from '../http/problems.ts';
import { createSpool } from './spool.ts';

/** Smaller results are sent from memory, like a page. */
export const memoryBytesMax = 1_048_576;
/** Results that one process reads from the database at a time. Others wait for their turn. */
export const readsMax = 2;
/** How long a result waits for its turn. */
export const waitMsMax = 10_000;
/** Downloads that one process sends at a time, to all clients and to each. */
export const downloadsMax = 48;
export const downloadsOfClientMax = 8;
/** How long a client may read nothing. */
export const idleMsMax = 60_000;
/** How long downloads continue once the server closes. */
const closeMsMax = 5_000;
/** Bytes on disk of all downloads of one process. */
export const spooledBytesMax = 8 * 1_073_741_824;

/** Reads a result and passes it on in parts. Stops when the signal aborts, once the client has left. */
export type Produce<Head> = (begin: (head: Head) => void, append: (text: string) => Promise<void>, signal: AbortSignal) => Promise<void>;

/** A result: a buffer if it is small, otherwise a stream, which ends with an error if reading fails later. */
export interface Gathered<Head> {
  head: Head;
  content: Buffer | Readable;
}

export interface Downloads {
  /**
   * Reads a result into a buffer at the pace of the database, from which the client reads at its own pace: a slow client occupies
   * neither a database connection nor a snapshot. Rejects with a problem if there are too many at a time.
   */
  gather<Head>(client: string, produce: Produce<Head>): Promise<Gathered<Head>>;
  /** Lets open downloads continue for a few seconds, and then aborts them. */
  close(): void;
}

/** Sends long results to many clients. `folder` is for the files of those that do not fit into memory. */
export const createDownloads = (folder: string): Downloads => {
  const reads = new PQueue({ concurrency: readsMax });
  const ofClient = new Map<string, number>();
  const streams = new Set<Readable>();
  let open = 0;
  let spooledBytes = 0;

  const admit = (client: string): (() => void) => {
    const own = ofClient.get(client) ?? 0;
    if (own >= downloadsOfClientMax)
      throw new Problem('too-many-requests', `At most ${downloadsOfClientMax} downloads are allowed for a client at a time.`, {
        headers: { 'retry-after': '10' },
      });
    if (open >= downloadsMax)
      throw new Problem('unavailable', `At most ${downloadsMax} downloads are sent at a time.`, {
        headers: { 'retry-after': '10' },
      });
    open += 1;
    ofClient.set(client, own + 1);
    return () => {
      open -= 1;
      const left = (ofClient.get(client) ?? 1) - 1;
      if (left === 0) ofClient.delete(client);
      else ofClient.set(client, left);
    };
  };

  return {
    close: () => {
      const abort = () => {
        for (const stream of streams) stream.destroy(new Error('The server is closing.'));
      };
      setTimeout(abort, closeMsMax).unref();
    },
    gather: <Head>(client: string, produce: Produce<Head>) => {
      const dismiss = admit(client);
      const stop = new AbortController();
      const spool = createSpool({
        folder,
        memoryBytesMax,
        onBytes: (count) => {
          if (count > 0 && spooledBytes + count > spooledBytesMax)
            throw new Error(`Downloads occupy ${spooledBytes} bytes on disk, which is the limit.`);
          spooledBytes += count;
        },
      });
      return new Promise<Gathered<Head>>((resolve, reject) => {
        let head: { value: Head } | undefined;
        let stream: Readable | undefined;
        /** Reads the result when its turn comes; rejects if that takes too long. */
        const readInTurn = (): Promise<void> => {
          const late = new AbortController();
          const timer = setTimeout(
            () => late.abort(new Problem('unavailable', 'Too many long results are being read.', { headers: { 'retry-after': '10' } })),
            waitMsMax,
          );
          const read = async (): Promise<void> => {
            clearTimeout(timer);
            await produce(
              (value) => {
                head = { value };
              },
              async (text) => {
                stop.signal.throwIfAborted();
                await spool.append(text);
                if (stream === undefined && spool.whole() === undefined && head !== undefined) {
                  stream = streamOf();
                  resolve({ head: head.value, content: stream });
                }
              },
              stop.signal,
            );
          };
          return reads.add(read, { signal: late.signal });
        };

        const streamOf = (): Readable => {
          const served = async function* () {
            for await (const chunk of spool.chunks()) {
              const idle = setTimeout(() => made.destroy(new Error('The client read nothing for too long.')), idleMsMax);
              try {
                yield chunk;
              } finally {
                clearTimeout(idle);
              }
            }
          };
          const made = Readable.from(served(), { objectMode: false, highWaterMark: 262_144 });
          streams.add(made);
          made.once('close', () => {
            streams.delete(made);
            stop.abort();
          });
          return made;
        };

        const finish = async (): Promise<void> => {
          dismiss();
          await spool.close();
        };

        readInTurn().then(
          () => {
            spool.end();
            if (stream !== undefined) {
              if (stream.destroyed) void finish();
              else stream.once('close', () => void finish());
              return;
            }
            const content = spool.whole() ?? Buffer.alloc(0);
            void finish();
            if (head === undefined) reject(new Error('A result has no head.'));
            else resolve({ head: head.value, content });
          },
          (error: unknown) => {
            spool.end(error);
            if (stream === undefined) {
              void finish();
              reject(error);
            } else if (stream.destroyed) void finish();
            else stream.once('close', () => void finish());
          },
        );
      });
    },
  };
};
