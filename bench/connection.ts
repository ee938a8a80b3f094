import { once } from 'node:events';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  body: string;
  ms: number;
}

/**
 * A keep-alive connection that sends one request at a time. It uses the socket directly, because `fetch` and `http.get` take as long as the
 * server for a small response and would distort the measurement. Supports only responses with `content-length`.
 */
export const openConnection = async (origin: string) => {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void; started: number } | undefined;
  let chunks: Buffer[] = [];
  let received = 0;
  let expected = Number.POSITIVE_INFINITY;
  let bodyStart = 0;
  const fail = (error: Error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    received += chunk.length;
    if (expected === Number.POSITIVE_INFINITY) {
      const text = Buffer.concat(chunks);
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(text.toString('latin1', 0, end + 2))?.[1];
      if (length === undefined) return fail(new Error('The answer has no content-length.'));
      bodyStart = end + 4;
      expected = bodyStart + Number(length);
    }
    if (received < expected) return;
    const ms = performance.now() - (waiting?.started ?? 0);
    const answer = Buffer.concat(chunks);
    [chunks, received, expected] = [[], 0, Number.POSITIVE_INFINITY];
    waiting?.resolve({ status: Number(answer.toString('latin1', 9, 12)), body: answer.toString('utf8', bodyStart), ms });
    waiting = undefined;
  });
  return {
    get: (path: string): Promise<Answer> =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject, started: performance.now() };
        socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
      }),
    close: () => socket.destroy(),
  };
};

export type Connection = Awaited<ReturnType<typeof openConnection>>;
