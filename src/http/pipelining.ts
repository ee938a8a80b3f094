import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Creates a server that processes the pipelined requests of a connection one by one, with a turn of the event loop between two. Node emits
 * all requests that a client has sent at once, which would delay every other client until the last of them is answered.
 */
export const createFairServer = (handle: RequestListener, options: ServerOptions): Server => {
  /** The number of requests on each connection that wait for the response to an earlier one. */
  const waiting = new WeakMap<Socket, number>();
  return createServer(options, (request, response) => {
    // Node assigns the socket when all earlier responses have been sent.
    if (response.socket !== null) {
      handle(request, response);
      return;
    }
    const { socket } = request;
    // Node resumes the socket when its buffer is empty.
    if (!waiting.has(socket)) socket.on('resume', () => waiting.get(socket) !== 0 && socket.pause());
    waiting.set(socket, (waiting.get(socket) ?? 0) + 1);
    socket.pause();
    response.once('socket', () =>
      setImmediate(() => {
        const left = (waiting.get(socket) ?? 1) - 1;
        waiting.set(socket, left);
        if (left === 0) socket.resume();
        handle(request, response);
      }),
    );
  });
};
