import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Bytes to read from the file at a time. */
const chunkBytes = 262_144;
/** A reader that takes the data within this time keeps up with the writer, so no file is needed. */
const maxPaceMs = 50;

/**
 * A buffer between a writer and a slower reader. Data that the reader has not taken yet stays in memory up to a limit, and then goes to
 * a file.
 */
export interface TemporaryBuffer {
  append(text: string): Promise<void>;
  /** Whether the data exceeds the memory limit. */
  readonly isTooLong: boolean;
  /** Returns all data, if it does not exceed the memory limit and reading has not started. Copies it. */
  contents(): Buffer;
  /** Marks the end of the data, or its failure. */
  end(failure?: unknown): void;
  /** Yields the data from the start and waits for more. Throws the writer's failure, if any. */
  chunks(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

export interface TemporaryBufferOptions {
  folder: string;
  /** Maximum number of bytes to keep in memory. */
  maxMemoryBytes: number;
  /** Called with the change in the number of bytes in the file. Can throw to reject a write. */
  onBytes: (change: number) => void;
}

/** Creates an empty buffer. The caller must close it. */
export const createTemporaryBuffer = ({ folder, maxMemoryBytes, onBytes }: TemporaryBufferOptions): TemporaryBuffer => {
  /** Data that precedes the contents of the file. Nothing is added here while the file has unread data. */
  const queue: Buffer[] = [];
  let queued = 0;
  let file: FileHandle | undefined;
  let [read, written] = [0, 0];
  let ended: { failure: unknown } | undefined;
  let isTooLong = false;
  let isClosed = false;
  let counted = 0;
  let [onAppended, onTaken] = [(): void => undefined, (): void => undefined];

  /** Reports a change in the number of bytes in the file, until the buffer is closed. A read can still end after that. */
  const count = (change: number): void => {
    if (isClosed) return;
    onBytes(change);
    counted += change;
  };

  const openFile = async (): Promise<FileHandle> => {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${randomUUID()}.part`);
    const handle = await open(path, 'wx+', 0o600);
    // Delete the file right away: it stays usable while it is open, and nothing is left behind if the process dies.
    await rm(path);
    return handle;
  };

  const write = async (bytes: Buffer): Promise<void> => {
    count(bytes.length);
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
    await Promise.race([taken, setTimeout(maxPaceMs, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
  };

  return {
    append: async (text) => {
      const bytes = Buffer.from(text);
      const isFull = () => queued + bytes.length > maxMemoryBytes;
      if (isFull() && isTooLong && written === read) await waitForReader();
      isTooLong ||= isFull();
      if (written === read && (!isFull() || queued === 0)) {
        queue.push(bytes);
        queued += bytes.length;
      } else await write(bytes);
      onAppended();
    },
    get isTooLong() {
      return isTooLong;
    },
    contents: () => Buffer.concat(queue),
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
          if (bytesRead === 0) throw new Error('The buffer file of a download is shorter than the data written to it.');
          read += bytesRead;
          count(-bytesRead);
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
      // A failed write was counted, too.
      onBytes(-counted);
      await file?.close();
    },
  };
};
