import { Readable } from 'node:stream';
import PQueue from 'p-queue';
import { Problem } from '../http/problems.ts';
import { createSpool } from './spool.ts';

/** What is smaller is answered like any page, from memory. */
export const memoryBytesMax = 1_048_576;
/** Results that one process reads from the database at a time; others wait for their turn. */
export const readsMax = 2;
/** How long one waits for its turn. */
export const waitMsMax = 10_000;
/** Downloads that one process serves at a time, and each client of it. */
export const downloadsMax = 48;
export const downloadsOfClientMax = 8;
/** How long a client may take nothing. */
export const idleMsMax = 60_000;
/** How long downloads go on once the server closes. */
const closeMsMax = 5_000;
/** Bytes of all downloads of one process that wait on disk. */
export const spooledBytesMax = 8 * 1_073_741_824;

/** Reads a result and hands it over, part by part; stops once the signal says that nobody wants it any more. */
export type Produce<Head> = (begin: (head: Head) => void, append: (text: string) => Promise<void>, signal: AbortSignal) => Promise<void>;

/** A result: whole where it is small, else a stream of it. What follows the head may still fail, which ends the stream with an error. */
export interface Gathered<Head> {
  head: Head;
  content: Buffer | Readable;
}

export interface Downloads {
  /**
   * Reads a result at the pace of the database into a spool, from which the client is served at its own: a slow client holds
   * neither a connection to the database nor its snapshot. Refuses with a problem where there are too many at a time.
   */
  gather<Head>(client: string, produce: Produce<Head>): Promise<Gathered<Head>>;
  /** Gives open downloads a little while to end, and then breaks them off. */
  close(): void;
}

/** Serves whole results to many clients; `folder` is where those are spooled that do not fit into memory. */
export const createDownloads = (folder: string): Downloads => {
  const reads = new PQueue({ concurrency: readsMax });
  const ofClient = new Map<string, number>();
  const streams = new Set<Readable>();
  let open = 0;
  let spooledBytes = 0;

  const admit = (client: string): (() => void) => {
    const own = ofClient.get(client) ?? 0;
    if (own >= downloadsOfClientMax)
      throw new Problem('too-many-requests', `At most ${downloadsOfClientMax} whole results are sent to a client at a time.`, {
        headers: { 'retry-after': '10' },
      });
    if (open >= downloadsMax)
      throw new Problem('unavailable', `At most ${downloadsMax} whole results are sent at a time.`, { headers: { 'retry-after': '10' } });
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
      const breakOff = () => {
        for (const stream of streams) stream.destroy(new Error('The server closes.'));
      };
      setTimeout(breakOff, closeMsMax).unref();
    },
    gather: <Head>(client: string, produce: Produce<Head>) => {
      const dismiss = admit(client);
      const stop = new AbortController();
      const spool = createSpool({
        folder,
        memoryBytesMax,
        onBytes: (count) => {
          if (count > 0 && spooledBytes + count > spooledBytesMax)
            throw new Error(`Downloads wait on disk with ${spooledBytes} bytes, and no more fit.`);
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
              const idle = setTimeout(() => made.destroy(new Error('The client took nothing for too long.')), idleMsMax);
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
