import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';
import { createJsonSchemaTransformObject, jsonSchemaTransform } from 'fastify-type-provider-zod';
import { stringify } from 'yaml';
import { z } from 'zod';
import { introduction, readExamples, tags } from '../http/openapi.ts';
import { describeAlternatives } from '../http/openapi-components.ts';
import { completeDocument } from '../http/openapi-document.ts';
import type { OpenApiDocument } from '../http/openapi-types.ts';
import { createStaticResponse } from '../http/response-cache.ts';
import { slimDocument } from '../http/slim-document.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** An example request for each operation, for the published dataset. */
    examples: { operationId: string; example: string }[];
  }
  interface FastifyContextConfig {
    /** An example request for the published dataset. The documentation shows its recorded response. */
    example?: string;
  }
}

const transformComponents = createJsonSchemaTransformObject({ schemaRegistry: z.globalRegistry });

/** Generates the OpenAPI 3.1 document of the routes that are registered after it, from their zod schemas and recorded examples. */
export const openApiPlugin = fp(
  async (app) => {
    const recorded = readExamples();
    const examples: { operationId: string; example: string }[] = [];
    app.decorate('examples', examples);
    app.addHook('onRoute', ({ method, schema, config }) => {
      if (method === 'GET' && schema?.operationId !== undefined && config?.example !== undefined)
        examples.push({ operationId: schema.operationId, example: config.example });
    });
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Roundtrip: the open API of AI financing',
          version: '1.0.0',
          description: introduction,
          contact: { name: 'Roundtrip contributors' },
          license: { name: 'Apache-2.0 (code), CC-BY-4.0 (data)', url: 'https://creativecommons.org/licenses/by/4.0/' },
        },
        servers: [{ url: app.config.publicUrl ?? '/', description: 'This server.' }],
        tags,
        components: {
          securitySchemes: {
            key: {
              type: 'http',
              scheme: 'bearer',
              description: 'An API key with the scope that the operation requires. Reading requires no key.',
            },
          },
        },
        security: [],
      },
      transform: jsonSchemaTransform,
      transformObject: (input) => {
        const document: OpenApiDocument = JSON.parse(JSON.stringify(transformComponents(input)));
        return completeDocument(document, recorded);
      },
    });

    const readDocument = (): OpenApiDocument => JSON.parse(JSON.stringify(app.swagger()));
    const toJson = (document: OpenApiDocument) => JSON.stringify(document, null, 2);
    const documents = [
      { path: '/openapi.json', mediaType: 'application/json', write: () => toJson(describeAlternatives(readDocument())) },
      { path: '/openapi.slim.json', mediaType: 'application/json', write: () => toJson(slimDocument(readDocument())) },
      {
        path: '/openapi.yaml',
        mediaType: 'application/yaml',
        write: () => stringify(describeAlternatives(readDocument()), { aliasDuplicateObjects: false }),
      },
    ];
    for (const { path, mediaType, write } of documents) {
      const send = createStaticResponse(() => ({ body: write(), mediaType }));
      app.get(path, { schema: { hide: true } }, send);
    }
  },
  { name: 'openapi', dependencies: ['config'] },
);
