import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { nearestOf } from '../http/nearest.ts';
import { invalidRequest, type Problem } from '../http/problems.ts';
import { partsOfTarget } from '../http/target.ts';
import type { Pin, Releases } from './releases.ts';

const pins = new AsyncLocalStorage<Pin>();

/** What routes read from. */
interface Readable {
  database: Database;
  today: () => string;
}

/** The release that the present request is pinned to. */
export const currentPin = (): Pin | undefined => pins.getStore();

/**
 * The same, of the release that the present request is pinned to, if it is. Today is then the last day that the release knows:
 * an answer of it does not change as time goes by.
 */
export const pinnable = ({ database, today }: Readable): Readable => ({
  database: {
    ...database,
    get url() {
      return (currentPin()?.database ?? database).url;
    },
    read: (work) => (currentPin()?.database ?? database).read(work),
    readAtLength: (work) => (currentPin()?.database ?? database).readAtLength(work),
    changeToken: () => currentPin()?.database.changeToken() ?? database.changeToken(),
  },
  today: () => currentPin()?.release.knownTo ?? today(),
});

const dataVersionParameter = z
  .string()
  .optional()
  .describe(
    'Answers from a published release instead of the newest data: its version, or the `meta.dataVersion` of any of its answers. Such an answer never changes. `/v1/releases` lists them.',
  );

/** The problem of a data version that was never released: it names those that were. */
export const unknownRelease = async (releases: Releases, name: string): Promise<Problem> => {
  const versions = (await releases.list()).map(({ version }) => version);
  const nearest = nearestOf(name, versions);
  const valid = versions.length === 0 ? 'Nothing has been released yet.' : `Releases are: ${versions.join(', ')}.`;
  return invalidRequest([
    {
      parameter: 'dataVersion',
      message: `There is no release "${name}". ${valid}`,
      ...(nearest !== undefined && { didYouMean: nearest }),
    },
  ]);
};

const pinOf = async (releases: Releases, asked: unknown): Promise<Pin> => {
  // A plus in an address stands for a blank, and a version holds one.
  const name = typeof asked === 'string' ? asked.replaceAll(' ', '+') : '';
  const release = await releases.find(name);
  if (release === undefined) throw await unknownRelease(releases, name);
  return releases.open(release);
};

/** The address under which a record is to be cited (RFC 8574): without what only shapes the answer. */
const citeAs = ({ url, query }: FastifyRequest, pin: Pin | undefined, today: string): string => {
  const { asOf: asked } = query as { asOf?: string };
  const asOf = asked !== undefined && asked > today ? today : asked;
  const parameters = [
    ...(asOf === undefined ? [] : [`asOf=${asOf}`]),
    ...(pin === undefined ? [] : [`dataVersion=${pin.release.version}`]),
  ];
  return `<${partsOfTarget(url).path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}>; rel="cite-as"`;
};

/** Lets every route of a scope be asked of a release; `today` is that of the request. Stands before the routes are registered. */
export const registerPinning = (app: FastifyInstance, releases: Releases, today: () => string): void => {
  app.addHook('onRoute', ({ method, url, schema }) => {
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
    pinOf(releases, query.dataVersion).then((pin) => {
      // The routes know nothing of releases: the parameter has done its work.
      delete query.dataVersion;
      pins.run(pin, done);
    }, done);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const pin = currentPin();
    if (pin !== undefined && reply.statusCode < 400) reply.header('cache-control', 'public, max-age=31536000, immutable');
    if (request.routeOptions.config.isCitable === true && reply.statusCode < 400) reply.header('link', citeAs(request, pin, today()));
    done(null, payload);
  });
};
