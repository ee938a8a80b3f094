import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { nextTurn } from '../turns.ts';
import { lingerMs } from './request-limits.ts';

interface Connection {
  /** The newest request, and its response. */
  request?: IncomingMessage;
  response?: ServerResponse;
  /** The number of requests that wait for the response to an earlier one. */
  waiting: number;
}

const connections = new WeakMap<Socket, Connection>();

const openConnection = (socket: Socket): Connection => {
  const connection: Connection = { waiting: 0 };
  connections.set(socket, connection);
  // Node resumes the socket when its buffer is empty.
  socket.on('resume', () => {
    if (connection.waiting > 0) socket.pause();
  });
  return connection;
};

/** The time that requests may take of one turn of the event loop. A turn serves hundreds of cached responses, or a few others. */
const turnMsMax = 8;

/** Returns a function that says whether the requests of this turn of the event loop have taken their time. */
const createTurnClock = (): (() => boolean) => {
  let startedAt: number | undefined;
  return () => {
    if (startedAt !== undefined) return performance.now() - startedAt > turnMsMax;
    startedAt = performance.now();
    setImmediate(() => {
      startedAt = undefined;
    });
    return false;
  };
};

/** Whether a request is a health check, which is answered at once. */
const isHealthCheck = ({ url }: IncomingMessage): boolean => url?.startsWith('/health/') === true;

/**
 * Creates a server that spreads the requests of many clients over turns of the event loop, so that new connections and health checks do not
 * wait for all of them. It processes the pipelined requests of a connection one by one, with a turn between two: Node emits all requests
 * that a client has sent at once, which would delay every other client until the last of them is answered.
 */
export const createFairServer = (handle: RequestListener, options: ServerOptions): Server => {
  const isTurnOver = createTurnClock();
  return createServer(options, (request, response) => {
    const { socket } = request;
    const connection = connections.get(socket) ?? openConnection(socket);
    connection.request = request;
    connection.response = response;
    // Node assigns the socket when all earlier responses have been sent.
    if (response.socket !== null) {
      if (isHealthCheck(request) || !isTurnOver()) handle(request, response);
      else void nextTurn().then(() => handle(request, response));
      return;
    }
    connection.waiting += 1;
    socket.pause();
    response.once('socket', () => {
      void nextTurn().then(() => {
        connection.waiting -= 1;
        if (connection.waiting === 0) socket.resume();
        handle(request, response);
      });
    });
  });
};

/** Calls a function once a response has been sent. */
const afterResponse = (response: ServerResponse, then: () => void): void => {
  if (response.writableFinished) then();
  else response.once('finish', then);
};

/**
 * Sends the response to a request that Node cannot parse, and closes the connection. Waits for the responses to earlier requests, because
 * the client would take it for one of them.
 */
export const endInTurn = (socket: Socket, text: string): void => {
  const end = (last = '') => {
    if (socket.writable) socket.end(last, () => setTimeout(() => socket.destroy(), lingerMs).unref());
  };
  const { request, response } = connections.get(socket) ?? {};
  if (request === undefined || response === undefined) end(text);
  // The newest request was parsed, so the error is in the one after it.
  else if (request.complete) afterResponse(response, () => end(text));
  // The error is in the body of a request that has its response already.
  else if (response.headersSent) afterResponse(response, end);
  else if (response.socket === null) response.once('socket', () => end(text));
  else end(text);
};
