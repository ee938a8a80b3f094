import { Readable } from 'node:stream';
import PQueue from 'p-queue';
import { Problem } from '../http/problems.ts';
import { createSpool } from './spool.ts';

/** A smaller result is sent from memory, like any page. */
export const memoryBytesMax = 1_048_576;
/** Maximum number of results that one process reads from the database at a time. Others wait. */
export const readsMax = 2;
/** Maximum time to wait for a free read slot. */
export const waitMsMax = 10_000;
/** Maximum number of concurrent downloads per process. */
export const downloadsMax = 48;
/** Maximum number of concurrent downloads per client and process. */
export const downloadsOfClientMax = 8;
/** Maximum time that a client can go without reading. */
export const idleMsMax = 60_000;
/** Maximum time that downloads can continue after the server starts to close. */
const closeMsMax = 5_000;
/** Maximum number of bytes that all downloads of one process can keep on disk. */
export const spooledBytesMax = 8 * 1_073_741_824;

/** Reads a result and passes it on part by part. Stops when the signal aborts because the client has gone. */
export type Produce<Head> = (begin: (head: Head) => void, append: (text: string) => Promise<void>, signal: AbortSignal) => Promise<void>;

/**
 * A result: a buffer if it is small, otherwise a stream. The source can still fail after the head was sent; the stream then ends with an
 * error.
 */
export interface Gathered<Head> {
  head: Head;
  content: Buffer | Readable;
}

export interface Downloads {
  /**
   * Reads a result from the database at full speed into a temporary buffer and serves the client from there. A slow client therefore
   * holds neither a database connection nor a snapshot.
   *
   * @param client Identifies the client for its download limit.
   * @throws Problem 429 if the client has too many downloads, 503 if the process has.
   */
  gather<Head>(client: string, produce: Produce<Head>): Promise<Gathered<Head>>;
  /** Aborts the open downloads after a grace period of five seconds. */
  close(): void;
}

/**
 * Creates the download service.
 *
 * @param folder Folder for the temporary files of results that do not fit into memory.
 */
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
            if (head === undefined) reject(new Error('The download has no header.'));
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
