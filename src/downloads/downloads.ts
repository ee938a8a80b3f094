import { Readable } from 'node:stream';
import PQueue from 'p-queue';
import { Problem } from '../http/problems.ts';
import { createTemporaryBuffer } from './temporary-buffer.ts';

/** A smaller result is sent from memory, like any page. */
export const maxMemoryBytes = 1_048_576;
/** Maximum number of results that one process reads from the database at a time. Others wait. */
export const maxReads = 2;
/** Maximum time to wait for a free read slot. */
export const maxWaitMs = 10_000;
/** Maximum number of concurrent downloads per process. */
export const maxDownloads = 48;
/** Maximum number of concurrent downloads per client and process. */
export const maxDownloadsPerClient = 8;
/** Maximum time that a client can go without reading. */
export const maxIdleMs = 60_000;
/** Maximum time that downloads can continue after the server starts to close. */
const maxCloseMs = 5_000;
/** Maximum number of bytes that all downloads of one process can keep on disk. */
export const maxFileBytes = 8 * 1_073_741_824;

/** Reads a result and passes it on part by part. Stops when the signal aborts because the client has gone. */
export type Produce<Head> = (begin: (head: Head) => void, append: (text: string) => Promise<void>, signal: AbortSignal) => Promise<void>;

/**
 * A result: a buffer if it is small, otherwise a stream. The source can still fail after the head was sent; the stream then ends with an
 * error.
 */
export interface BufferedResult<Head> {
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
  buffer<Head>(client: string, produce: Produce<Head>): Promise<BufferedResult<Head>>;
  /** Aborts the open downloads after a grace period of five seconds. */
  close(): void;
}

/**
 * Creates the download service.
 *
 * @param folder Folder for the temporary files of results that do not fit into memory.
 */
export const createDownloads = (folder: string): Downloads => {
  const reads = new PQueue({ concurrency: maxReads });
  const countByClient = new Map<string, number>();
  const streams = new Set<Readable>();
  let open = 0;
  let fileBytes = 0;

  const admit = (client: string): (() => void) => {
    const own = countByClient.get(client) ?? 0;
    if (own >= maxDownloadsPerClient)
      throw new Problem('too-many-requests', `At most ${maxDownloadsPerClient} downloads are allowed for a client at a time.`, {
        headers: { 'retry-after': '10' },
      });
    if (open >= maxDownloads)
      throw new Problem('unavailable', `At most ${maxDownloads} downloads are sent at a time.`, {
        headers: { 'retry-after': '10' },
      });
    open += 1;
    countByClient.set(client, own + 1);
    return () => {
      open -= 1;
      const left = (countByClient.get(client) ?? 1) - 1;
      if (left === 0) countByClient.delete(client);
      else countByClient.set(client, left);
    };
  };

  return {
    close: () => {
      const abort = () => {
        for (const stream of streams) stream.destroy(new Error('The server is closing.'));
      };
      setTimeout(abort, maxCloseMs).unref();
    },
    buffer: <Head>(client: string, produce: Produce<Head>) => {
      const release = admit(client);
      const stop = new AbortController();
      const buffer = createTemporaryBuffer({
        folder,
        maxMemoryBytes,
        onBytes: (count) => {
          if (count > 0 && fileBytes + count > maxFileBytes)
            throw new Error(`Downloads occupy ${fileBytes} bytes on disk, which is the limit.`);
          fileBytes += count;
        },
      });
      return new Promise<BufferedResult<Head>>((resolve, reject) => {
        let head: { value: Head } | undefined;
        let stream: Readable | undefined;
        /** Reads the result when its turn comes; rejects if that takes too long. */
        const readInTurn = (): Promise<void> => {
          const late = new AbortController();
          const timer = setTimeout(
            () => late.abort(new Problem('unavailable', 'Too many long results are being read.', { headers: { 'retry-after': '10' } })),
            maxWaitMs,
          );
          const read = async (): Promise<void> => {
            clearTimeout(timer);
            await produce(
              (value) => {
                head = { value };
              },
              async (text) => {
                stop.signal.throwIfAborted();
                await buffer.append(text);
                if (stream === undefined && buffer.isTooLong && head !== undefined) {
                  stream = createStream();
                  resolve({ head: head.value, content: stream });
                }
              },
              stop.signal,
            );
          };
          return reads.add(read, { signal: late.signal });
        };

        const createStream = (): Readable => {
          const served = async function* () {
            for await (const chunk of buffer.chunks()) {
              const idle = setTimeout(() => readable.destroy(new Error('The client read nothing for too long.')), maxIdleMs);
              try {
                yield chunk;
              } finally {
                clearTimeout(idle);
              }
            }
          };
          const readable = Readable.from(served(), { objectMode: false, highWaterMark: 262_144 });
          streams.add(readable);
          readable.once('close', () => {
            streams.delete(readable);
            stop.abort();
          });
          return readable;
        };

        const finish = async (): Promise<void> => {
          release();
          await buffer.close();
        };

        readInTurn().then(
          () => {
            buffer.end();
            if (stream !== undefined) {
              if (stream.destroyed) void finish();
              else stream.once('close', () => void finish());
              return;
            }
            const content = buffer.contents();
            void finish();
            if (head === undefined) reject(new Error('The download has no header.'));
            else resolve({ head: head.value, content });
          },
          (error: unknown) => {
            buffer.end(error);
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
