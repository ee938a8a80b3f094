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
    /** The current time. */
    clock: () => Date;
    /** Today in UTC. In a request that is pinned to a release, the last day that the release knows. */
    today: () => string;
    /** The open database. A request that is pinned to a release reads from the database of that release. */
    database: Database;
    /** The version of the release that the current request is pinned to. */
    pinnedVersion: () => string | undefined;
  }
}

const pinStorage = new AsyncLocalStorage<PinnedRelease>();

/** The release that the current request is pinned to. */
const currentPin = (): PinnedRelease | undefined => pinStorage.getStore();

/** Runs a request pinned to a release: everything that it calls, and waits for, reads from that release. */
const runPinned = (pin: PinnedRelease, run: () => void): void => pinStorage.run(pin, run);

/** Returns a database that reads from the release that the current request is pinned to, and otherwise from this one. */
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

/** Formats the day of a clock once a day: most requests need it more than once. */
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

/**
 * What a request reads: the database that the caller opened, and closes, and the current day; both those of a release if the request
 * is pinned to one.
 */
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
  // A version contains a plus, which a query string decodes to a blank.
  const name = typeof dataVersion === 'string' ? dataVersion.replaceAll(' ', '+') : '';
  const release = await releases.find(name);
  if (release === undefined) throw await unknownRelease(releases, name);
  return releases.open(release);
};

/** Formats the link to cite a record by (RFC 8574), without the parameters that only change the form of the answer. */
const citeAs = ({ url, query }: FastifyRequest, pin: PinnedRelease | undefined, today: string): string => {
  const { asOf: requested } = query as { asOf?: string };
  const asOf = requested !== undefined && requested > today ? today : requested;
  const parameters = [
    ...(asOf === undefined ? [] : [`asOf=${asOf}`]),
    ...(pin === undefined ? [] : [`dataVersion=${pin.release.version}`]),
  ];
  return `<${splitTarget(url).path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}>; rel="cite-as"`;
};

/** Lets the routes registered after it, in the same encapsulated context, answer from a release: `?dataVersion=`. */
export const pinningPlugin = fp(
  async (app) => {
    const { releases, today } = app;
    const addCiteAs: onSendHookHandler = (request, reply, payload, done) => {
      if (reply.statusCode < 400) reply.header('link', citeAs(request, currentPin(), today()));
      done(null, payload);
    };
    app.addHook('onRoute', (route) => {
      // For routes that need it only: a hook that looked at the options of the route would cost every response more.
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
        // Handlers do not need the parameter: whatever they read comes from the release.
        delete query.dataVersion;
        runPinned(pin, done);
      }, done);
    });
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (reply.statusCode < 400 && currentPin() !== undefined) reply.header('cache-control', 'public, max-age=31536000, immutable');
      done(null, payload);
    });
  },
  { name: 'pinning', dependencies: ['releases', 'data-source'] },
);
