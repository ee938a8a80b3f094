import { type App, documentResponses } from '../../http/routes.ts';
import { resolveAsOf } from '../../lists/as-of.ts';
import { selectDataset, toMeta } from '../../records/documents.ts';
import { releaseListQuerySchema, releaseListSchema } from './releases.schemas.ts';

/** Registers the list of releases, which ignores `dataVersion`. */
export const releaseRoutes = (app: App): void => {
  const { database, responseCache, releases } = app;
  app.get(
    '/v1/releases',
    {
      schema: {
        operationId: 'listReleases',
        tags: ['index'],
        summary: 'List the releases',
        description:
          'Lists the releases: frozen states of the data to cite and reproduce. Every read request accepts `dataVersion=<release>` and then returns the same bytes for as long as the release exists and the software applies the same rules.',
        querystring: releaseListQuerySchema,
        response: documentResponses(releaseListSchema, 'The releases.'),
      },
      config: { example: '/v1/releases' },
    },
    async (request, reply) => {
      const data = (await releases.list()).map(({ version, createdAt, dataVersion, date, knownTo, license, counts }) => ({
        version,
        createdAt,
        dataVersion,
        date,
        knownTo,
        license,
        counts,
        url: `/v1?dataVersion=${version}`,
      }));
      const make = async () => {
        const dataset = await database.read(selectDataset);
        return { body: JSON.stringify({ data, meta: toMeta(dataset, resolveAsOf(dataset, undefined, '')) }) };
      };
      // Releases are created on the command line, without a data change that would invalidate the response cache.
      return responseCache.send(request, reply, make, `${data.map(({ createdAt }) => createdAt).join(' ')} `);
    },
  );
};
