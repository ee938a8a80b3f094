import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest, onSendHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { toDay } from '../domain/dates.ts';
import { splitTarget } from '../http/parameters.ts';
import { type PinnedRelease, type Releases, unknownRelease } from '../releases/releases.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Returns the current time. */
    clock: () => Date;
    /** Returns the current day in UTC. In a request pinned to a release, returns the last day that the release knows. */
    today: () => string;
    /** The open database. A request pinned to a release reads from the database of that release. */
    database: Database;
    /** Returns the version of the release that the current request is pinned to, if any. */
    pinnedVersion: () => string | undefined;
  }
}

const pinStorage = new AsyncLocalStorage<PinnedRelease>();

const currentPin = (): PinnedRelease | undefined => pinStorage.getStore();

/** Runs the rest of a request pinned to a release. All of its reads, including asynchronous ones, use that release. */
const runPinned = (pin: PinnedRelease, run: () => void): void => pinStorage.run(pin, run);

/** Wraps a database so that pinned requests read from their release. Other requests read from the database itself. */
const readFromPin = (database: Database): Database => ({
  ...database,
  get url() {
    return (currentPin()?.database ?? database).url;
  },
  read: (work) => (currentPin()?.database ?? database).read(work),
  readLong: (work) => (currentPin()?.database ?? database).readLong(work),
  changeToken: () => (currentPin()?.database ?? database).changeToken(),
});

const dayMs = 86_400_000;

/** Returns a function that formats the current day, once per day. Most requests need it several times. */
const memoizeToday = (clock: () => Date): (() => string) => {
  let [start, day] = [Number.NaN, ''];
  return () => {
    const now = clock();
    const elapsed = now.getTime() - start;
    if (!(elapsed >= 0 && elapsed < dayMs)) {
      day = toDay(now);
      start = Date.parse(day);
    }
    return day;
  };
};

/** Adds the database and the clock. In a pinned request, both are those of the release. The caller opens and closes the database. */
export const dataSourcePlugin = fp(
  async (app, { database, clock = () => new Date() }: { database: Database; clock?: (() => Date) | undefined }) => {
    const today = memoizeToday(clock);
    app.decorate('clock', clock);
    app.decorate('today', () => currentPin()?.release.knownTo ?? today());
    app.decorate('database', readFromPin(app.metrics.observeDatabase(database)));
    app.decorate('pinnedVersion', () => currentPin()?.release.version);
  },
  { name: 'data-source', dependencies: ['metrics'] },
);

const dataVersionParameter = z
  .string()
  .optional()
  .describe(
    'Reads from a published release instead of the newest data. Pass the version of the release or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases.',
  );

const openPin = async (releases: Releases, dataVersion: unknown): Promise<PinnedRelease> => {
  // Query strings decode an unescaped plus as a space, and every version contains a plus.
  const name = typeof dataVersion === 'string' ? dataVersion.replaceAll(' ', '+') : '';
  const release = await releases.find(name);
  if (release === undefined) throw await unknownRelease(releases, name);
  return releases.open(release);
};

/** Formats the `cite-as` link of a record (RFC 8574), without parameters that only change the representation. */
const citeAs = ({ url, query }: FastifyRequest, pin: PinnedRelease | undefined, today: string): string => {
  const { asOf: requested } = query as { asOf?: string };
  const asOf = requested !== undefined && requested > today ? today : requested;
  const parameters = [
    ...(asOf === undefined ? [] : [`asOf=${asOf}`]),
    ...(pin === undefined ? [] : [`dataVersion=${pin.release.version}`]),
  ];
  return `<${splitTarget(url).path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}>; rel="cite-as"`;
};

/** Adds the `dataVersion` parameter, which pins a request to a release, to the routes that are registered after it. */
export const pinningPlugin = fp(
  async (app) => {
    const { releases, today } = app;
    const addCiteAs: onSendHookHandler = (request, reply, payload, done) => {
      if (reply.statusCode < 400) reply.header('link', citeAs(request, currentPin(), today()));
      done(null, payload);
    };
    app.addHook('onRoute', (route) => {
      // A hook for citable routes only. A global hook would add to the cost of every response.
      if (route.config?.isCitable === true) route.onSend = [addCiteAs, ...[route.onSend ?? []].flat()];
      const { method, url, schema } = route;
      if (method !== 'GET' || !url.startsWith('/v1') || schema === undefined) return;
      const { querystring } = schema;
      if (querystring instanceof z.ZodObject) schema.querystring = querystring.safeExtend({ dataVersion: dataVersionParameter });
    });
    app.addHook('onRequest', (request, _reply, done) => {
      const query = request.query as Record<string, unknown>;
      if (query.dataVersion === undefined || !request.url.startsWith('/v1')) {
        done();
        return;
      }
      openPin(releases, query.dataVersion).then((pin) => {
        // Handlers do not use the parameter, because the pinned database applies it.
        delete query.dataVersion;
        runPinned(pin, done);
      }, done);
    });
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (reply.statusCode < 400 && currentPin() !== undefined) {
        const isPrivate = String(reply.getHeader('cache-control')).startsWith('private');
        reply.header('cache-control', `${isPrivate ? 'private' : 'public'}, max-age=31536000, immutable`);
        if (!isPrivate) reply.removeHeader('ratelimit').removeHeader('ratelimit-policy');
      }
      done(null, payload);
    });
  },
  { name: 'pinning', dependencies: ['releases', 'data-source'] },
);
