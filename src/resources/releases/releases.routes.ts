import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { type App, answersWith } from '../../http/routes.ts';
import { resolveAsOf } from '../../lists/as-of.ts';
import { selectDataset, toMeta } from '../../records/documents.ts';
import type { Releases } from '../../releases/releases.ts';
import { releaseListQuerySchema, releaseListSchema } from './releases.schemas.ts';

/** The list of releases. It is itself never answered from one. */
export const releaseRoutes = (app: App, { database, answers }: RouteContext, releases: Releases): void => {
  app.get(
    '/v1/releases',
    {
      schema: {
        operationId: 'listReleases',
        tags: ['index'],
        summary: 'List the releases',
        description:
          'States of the data that were frozen, to be cited and computed with. Any reading request takes `dataVersion=<release>`, and its answer is the same, byte for byte, as long as the release stands and the software derives by the same rules.',
        querystring: releaseListQuerySchema,
        response: answersWith(releaseListSchema, 'The releases.'),
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
      // A release comes from the command line, and moves no data that the answers watch.
      return answers.send(request, reply, make, `${data.map(({ createdAt }) => createdAt).join(' ')} `);
    },
  );
};
