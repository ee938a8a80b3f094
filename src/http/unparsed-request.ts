import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Problem, problemBody } from './problems.ts';
import { headerBytesMax } from './request-limits.ts';

/** Sends a problem document for a request that Node cannot parse. Fastify has no reply for it, so this writes to the socket. */
export const sendUnparsedRequestProblem = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new Problem('headers-too-large', `The request line and headers exceed ${headerBytesMax} bytes.`)
      : new Problem('invalid-request', 'The request is not valid HTTP.');
  const body = JSON.stringify(problemBody(problem, `urn:request:${randomUUID()}`));
  const phrase = problem.statusCode === 431 ? 'Request Header Fields Too Large' : 'Bad Request';
  socket.end(
    `HTTP/1.1 ${problem.statusCode} ${phrase}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
