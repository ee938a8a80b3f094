import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { endInTurn } from './fair-server.ts';
import { Problem, problemBody } from './problems.ts';
import { headerBytesMax, requestTimeoutMs } from './request-limits.ts';

const toProblem = (code: string | undefined): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem('headers-too-large', `The request line and headers exceed ${headerBytesMax} bytes.`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem('request-timeout', `The request did not arrive within ${requestTimeoutMs / 1_000} seconds.`);
  return new Problem('invalid-request', 'The request is not valid HTTP.');
};

/** Sends a problem document for a request that Node cannot parse. Fastify has no reply for it, so this writes to the socket. */
export const sendUnparsedRequestProblem = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const problem = toProblem(error.code);
  const body = JSON.stringify(problemBody(problem, `urn:request:${randomUUID()}`));
  endInTurn(
    socket,
    `HTTP/1.1 ${problem.statusCode} ${STATUS_CODES[problem.statusCode]}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
