import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** What is read from the file at a time. */
const chunkBytes = 262_144;
/** A reader that takes what is written within so long keeps pace, and needs no file. */
const paceMsMax = 50;

/** Bytes that are written at one pace and read at another: what the reader is behind waits in memory, and beyond that in a file. */
export interface Spool {
  append(text: string): Promise<void>;
  /** Everything, while nobody reads yet; nothing once it is more than fits into memory. */
  whole(): Buffer | undefined;
  /** Says that nothing follows, or why nothing does. */
  end(failure?: unknown): void;
  /** What is written, from its beginning, waiting for what is not yet; throws where the writer failed. */
  chunks(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

export interface SpoolOptions {
  folder: string;
  /** So many bytes wait in memory. */
  memoryBytesMax: number;
  /** Is told how many bytes more, or fewer, wait in the file, and may throw. */
  onBytes: (change: number) => void;
}

/** Makes an empty spool. */
export const createSpool = ({ folder, memoryBytesMax, onBytes }: SpoolOptions): Spool => {
  /** Comes before what is in the file: as long as there is something in it, nothing is added here. */
  const queue: Buffer[] = [];
  let queued = 0;
  let file: FileHandle | undefined;
  let [read, written] = [0, 0];
  let ended: { failure: unknown } | undefined;
  let isTooLong = false;
  let isClosed = false;
  let [onAppended, onTaken] = [(): void => undefined, (): void => undefined];

  const openFile = async (): Promise<FileHandle> => {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${randomUUID()}.part`);
    const handle = await open(path, 'wx+', 0o600);
    // Nothing is left behind, however the process ends: the file lives as long as it is open.
    await rm(path);
    return handle;
  };

  const write = async (bytes: Buffer): Promise<void> => {
    onBytes(bytes.length);
    file ??= await openFile();
    for (let offset = 0; offset < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, offset, bytes.length - offset, written);
      offset += bytesWritten;
      written += bytesWritten;
    }
  };

  const waitForReader = async (): Promise<void> => {
    const late = new AbortController();
    const taken = new Promise<void>((resolve) => {
      onTaken = resolve;
    });
    await Promise.race([taken, setTimeout(paceMsMax, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
  };

  return {
    append: async (text) => {
      const bytes = Buffer.from(text);
      const isFull = () => queued + bytes.length > memoryBytesMax;
      if (isFull() && isTooLong && written === read) await waitForReader();
      isTooLong ||= isFull();
      if (written === read && (!isFull() || queued === 0)) {
        queue.push(bytes);
        queued += bytes.length;
      } else await write(bytes);
      onAppended();
    },
    whole: () => (isTooLong ? undefined : Buffer.concat(queue)),
    end: (failure) => {
      ended = { failure };
      onAppended();
    },
    chunks: async function* () {
      for (;;) {
        const next = queue.shift();
        if (next !== undefined) {
          queued -= next.length;
          onTaken();
          yield next;
        } else if (read < written) {
          const bytes = Buffer.allocUnsafe(Math.min(chunkBytes, written - read));
          const { bytesRead } = (await file?.read(bytes, 0, bytes.length, read)) ?? { bytesRead: 0 };
          if (bytesRead === 0) throw new Error('The file of a download is shorter than what was written to it.');
          read += bytesRead;
          onBytes(-bytesRead);
          yield bytes.subarray(0, bytesRead);
        } else if (ended !== undefined) {
          if (ended.failure !== undefined) throw ended.failure;
          return;
        } else {
          await new Promise<void>((resolve) => {
            onAppended = resolve;
          });
        }
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      onBytes(read - written);
      await file?.close();
    },
  };
};
