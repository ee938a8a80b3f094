import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { HTTPMethod } from 'find-my-way';
import findMyWay from 'find-my-way';
import { sendProblem, toProblem } from '../http/errors.ts';
import { splitTarget } from '../http/parameters.ts';
import { Problem, problemBody } from '../http/problems.ts';
import { RecordMoved, sendRedirect } from '../http/redirects.ts';
import { findNearest } from '../http/suggestions.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Returns the methods of a path as the value of `Allow`, or an empty string if no route matches. */
    listAllowedMethods(path: string): string;
    /** Shows a problem as a page, if the explorer is registered. */
    sendProblemPage?: (request: FastifyRequest, reply: FastifyReply, problem: ReturnType<typeof problemBody>) => Promise<FastifyReply>;
  }
}

/**
 * Finds the path that a path with one misspelled segment probably means.
 *
 * @param routes The patterns of the routes, such as `/v1/deals/:id`.
 */
const findSimilarPath = (path: string, routes: Iterable<string>): string | undefined => {
  const segments = path.split('/');
  const patterns = [...routes].map((route) => route.split('/')).filter(({ length }) => length === segments.length);
  for (const [position, misspelled] of segments.entries()) {
    const names = patterns
      .filter((pattern) => pattern.every((name, index) => index === position || name === segments[index] || name.startsWith(':')))
      .flatMap((pattern) => pattern[position] ?? [])
      .filter((name) => name !== '' && !name.startsWith(':'));
    const meant = findNearest(misspelled, names);
    if (meant !== undefined) return segments.with(position, meant).join('/');
  }
  return undefined;
};

/** Whether a person opened a URL in a browser. The API itself sends JSON to everyone. */
const isPageRequest = ({ url, headers }: FastifyRequest): boolean => !/^\/v1\b/.test(url) && headers.accept?.includes('text/html') === true;

/**
 * Sends all errors as problem documents (RFC 9457), including 404, 405 and errors of Fastify itself. Comes first: routes use the error
 * handler that precedes them.
 */
export const problemsPlugin = fp(
  async (app) => {
    /** A copy of all routes, to distinguish an unknown path (404) from an unsupported method (405). */
    const router = findMyWay();
    const methods = new Set<HTTPMethod>();
    const readRoutes = new Set<string>();
    app.addHook('onRoute', ({ method, url }) => {
      // @fastify/cors registers OPTIONS for every path, which must not turn a 404 into a 405.
      if (url === '*') return;
      for (const one of [method].flat() as HTTPMethod[]) {
        if (one === 'GET' && !url.includes('*')) readRoutes.add(url);
        methods.add(one);
        if (!router.hasRoute(one, url)) router.on(one, url, () => undefined);
      }
    });

    const listAllowedMethods = (path: string): string => {
      const allowed = [...methods].filter((method) => router.find(method, path) !== null);
      return allowed.length === 0 ? '' : [...new Set([...allowed, 'OPTIONS'])].sort().join(', ');
    };
    app.decorate('listAllowedMethods', listAllowedMethods);

    app.decorateRequest('failure', undefined);
    app.setErrorHandler(async (error, request, reply) => {
      if (error instanceof RecordMoved) return sendRedirect(request, reply, error);
      const { schema, bodyLimit } = request.routeOptions;
      const problem = app.limitRefusals(request, toProblem(error, { mediaTypes: schema?.consumes, bodyLimit }));
      request.failure = error;
      return sendProblem(request, reply, problem);
    });

    app.setNotFoundHandler((request, reply) => {
      const { path } = splitTarget(request.url);
      const allow = listAllowedMethods(path);
      if (allow !== '') {
        const detail = `${path} does not allow ${request.method}. Allowed methods: ${allow}.`;
        return sendProblem(request, reply, new Problem('method-not-allowed', detail, { headers: { allow } }));
      }
      const similar = findSimilarPath(path, readRoutes);
      const hint = similar === undefined ? 'The API starts at /v1.' : `Did you mean ${similar}?`;
      const problem = new Problem('not-found', `No route matches ${request.method} ${path}. ${hint}`);
      if (app.sendProblemPage !== undefined && isPageRequest(request))
        return app.sendProblemPage(request, reply, problemBody(problem, `urn:request:${request.id}`));
      return sendProblem(request, reply, problem);
    });
  },
  { name: 'problems' },
);
