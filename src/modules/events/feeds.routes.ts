import type { z } from 'zod';
import { type FeedDocument, toAtom, toJsonFeed } from '../../formats/feeds.ts';
import { absoluteUrlCaching, resolveBaseUrl } from '../../http/base-url.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import { atomFeedSchema, feedQuerySchema, jsonFeedSchema } from './feeds.schemas.ts';
import { getFeed } from './feeds.service.ts';

interface FeedFormat {
  path: string;
  operationId: string;
  name: string;
  mediaType: string;
  responseSchema: z.ZodType;
  write: (feed: FeedDocument) => string;
}

const formats: readonly FeedFormat[] = [
  {
    path: '/feed.atom',
    operationId: 'getAtomFeed',
    name: 'Atom (RFC 4287)',
    mediaType: 'application/atom+xml',
    responseSchema: atomFeedSchema,
    write: toAtom,
  },
  {
    path: '/feed.json',
    operationId: 'getJsonFeed',
    name: 'JSON Feed 1.1',
    mediaType: 'application/feed+json',
    responseSchema: jsonFeedSchema,
    write: toJsonFeed,
  },
];

export const feedRoutes = (app: App): void => {
  const { database, responseCache, config } = app;
  for (const { path, operationId, name, mediaType, responseSchema, write } of formats) {
    app.get(
      path,
      {
        schema: {
          operationId,
          tags: ['time'],
          summary: `Get the newest events as ${name}`,
          description: `Returns the newest reports on deals as ${name} for feed readers. Supports the filters of \`/v1/events\`.`,
          produces: [mediaType],
          querystring: feedQuerySchema,
          response: documentResponses(responseSchema, 'The feed.', [304, 400, 414, 429, 500, 503]),
        },
        config: { example: `${path}?company=openai&limit=1`, mediaTypes: 'any' },
      },
      (request, reply) => {
        const base = resolveBaseUrl(request, config.publicUrl);
        return responseCache.send(
          request,
          reply,
          async () => ({
            body: write(await database.read((session) => getFeed(session, request.query, base, request.url))),
            headers: absoluteUrlCaching(config.publicUrl),
            mediaType,
          }),
          base,
        );
      },
    );
  }
};
