import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest, onSendHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import { toDay } from '../domain/dates.ts';
import { splitTarget } from '../http/parameters.ts';
import { type PinnedRelease, parseDataVersion, type Releases, unknownRelease } from '../releases/releases.ts';
import type { DatabaseOperation, Metrics } from './metrics.ts';

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

/** The release of a pinned request. All of its reads, including asynchronous ones, use that release. */
const pinStorage = new AsyncLocalStorage<PinnedRelease>();

/** Wraps a database: pinned requests read from their release, and metrics record how long reads and writes wait and work. */
const createDataSource = (database: Database, { databaseWaiting, databaseWait, databaseWork }: Metrics): Database => {
  const source = () => pinStorage.getStore()?.database ?? database;
  const observe = async <T>(operation: DatabaseOperation, run: Database['read'], work: (session: Session) => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    let begunAt: number | undefined;
    let outcome = 'failed';
    databaseWaiting[operation] += 1;
    try {
      const result = await run((session) => {
        begunAt = performance.now();
        databaseWaiting[operation] -= 1;
        return work(session);
      });
      outcome = 'done';
      return result;
    } finally {
      const endedAt = performance.now();
      if (begunAt === undefined) databaseWaiting[operation] -= 1;
      databaseWait.observe({ operation }, ((begunAt ?? endedAt) - startedAt) / 1_000);
      databaseWork.observe({ operation, outcome }, (endedAt - (begunAt ?? endedAt)) / 1_000);
    }
  };
  return {
    ...database,
    get url() {
      return source().url;
    },
    read: (work) => observe('read', source().read, work),
    readLong: (work) => observe('read_at_length', source().readLong, work),
    write: (work) => observe('write', database.write, work),
    changeToken: () => source().changeToken(),
  };
};

const dayMs = 86_400_000;

/** Adds the database and the clock. In a pinned request, both are those of the release. The caller opens and closes the database. */
export const dataSourcePlugin = fp(
  async (app, { database, clock = () => new Date() }: { database: Database; clock?: (() => Date) | undefined }) => {
    // Most requests need the day several times, so it is formatted once per day.
    let [start, day] = [Number.NaN, ''];
    const today = (): string => {
      const pin = pinStorage.getStore();
      if (pin !== undefined) return pin.release.knownTo;
      const now = clock();
      const elapsed = now.getTime() - start;
      if (!(elapsed >= 0 && elapsed < dayMs)) {
        day = toDay(now);
        start = Date.parse(day);
      }
      return day;
    };
    app.decorate('clock', clock);
    app.decorate('today', today);
    app.decorate('database', createDataSource(database, app.metrics));
    app.decorate('pinnedVersion', () => pinStorage.getStore()?.release.version);
  },
  { name: 'data-source', dependencies: ['metrics'] },
);

const dataVersionParameter = z
  .string()
  .optional()
  .describe(
    'Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases.',
  );

const openPin = async (releases: Releases, dataVersion: unknown): Promise<PinnedRelease> => {
  const name = typeof dataVersion === 'string' ? parseDataVersion(dataVersion) : '';
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
      if (reply.statusCode < 400) reply.header('link', citeAs(request, pinStorage.getStore(), today()));
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
      if (query.dataVersion === undefined) {
        done();
        return;
      }
      openPin(releases, query.dataVersion).then((pin) => {
        // Handlers do not use the parameter, because the pinned database applies it.
        delete query.dataVersion;
        pinStorage.run(pin, done);
      }, done);
    });
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (reply.statusCode < 400 && pinStorage.getStore() !== undefined) {
        const isPrivate = String(reply.getHeader('cache-control')).startsWith('private');
        reply.header('cache-control', `${isPrivate ? 'private' : 'public'}, max-age=31536000, immutable`);
        if (!isPrivate) reply.removeHeader('ratelimit').removeHeader('ratelimit-policy');
      }
      done(null, payload);
    });
  },
  { name: 'pinning', dependencies: ['releases', 'data-source'] },
);
