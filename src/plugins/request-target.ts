import fp from 'fastify-plugin';
import { splitTarget } from '../http/parameters.ts';
import { Problem } from '../http/problems.ts';
import { urlLengthMax } from '../http/request-limits.ts';

/** Returns the problem of an overlong or malformed URL. */
const findUrlProblem = (url: string): Problem | undefined => {
  if (url.length > urlLengthMax) return new Problem('uri-too-long', `The URL has ${url.length} characters. The limit is ${urlLengthMax}.`);
  if (url.includes('#'))
    return new Problem('invalid-request', 'A URL in a request cannot contain "#" (RFC 9112). Encode the character as %23.');
  if (!url.includes('%')) return undefined;
  // Node treats an invalid escape as literal text.
  try {
    decodeURIComponent(url);
    return undefined;
  } catch {
    return new Problem('invalid-request', 'The URL contains a "%" that does not begin a valid escape (percent-encoding, RFC 3986).');
  }
};

/** A host name or address with an optional port, without anything that would change the meaning of a URL. */
const hostPattern = /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,253})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Returns the problem of a hostile `Host` or `X-Forwarded-*` header, which would end up in links of feeds and citations. HTTP/1.0 allows
 * requests without a host.
 */
const findOriginProblem = ({ host, protocol }: { host: string; protocol: string }): Problem | undefined => {
  if (host !== '' && !hostPattern.test(host))
    return new Problem('invalid-request', 'The Host or X-Forwarded-Host header must be a host name or an address, with an optional port.');
  if (protocol !== 'http' && protocol !== 'https')
    return new Problem('invalid-request', 'The X-Forwarded-Proto header must be http or https.');
  return undefined;
};

/** Rejects overlong and malformed URLs and hostile hosts, and responds to OPTIONS. Runs after the rate limit, which counts these requests, too. */
export const requestTargetPlugin = fp(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      const problem = findUrlProblem(request.url) ?? findOriginProblem(request);
      if (problem !== undefined || request.method !== 'OPTIONS') {
        done(problem);
        return;
      }
      const allow = app.listAllowedMethods(splitTarget(request.url).path);
      if (allow !== '') reply.header('allow', allow);
      reply.code(204).header('content-length', '0').send();
    });
  },
  { name: 'request-target', dependencies: ['clients', 'problems'] },
);
