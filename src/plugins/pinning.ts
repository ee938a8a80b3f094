import type { FastifyRequest, onSendHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import { splitTarget } from '../http/request-target.ts';
import { currentPin, runPinned } from '../releases/pinning.ts';
import { type PinnedRelease, type Releases, unknownRelease } from '../releases/releases.ts';

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
  { name: 'pinning', dependencies: ['releases', 'clock'] },
);
