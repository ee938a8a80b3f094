import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';
import { createJsonSchemaTransformObject, jsonSchemaTransform } from 'fastify-type-provider-zod';
import { stringify } from 'yaml';
import { z } from 'zod';
import { completeDocument, introduction, type OpenApiDocument, readExamples, tags } from '../http/openapi.ts';

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

    let [json, yaml]: (string | undefined)[] = [];
    app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
      json ??= JSON.stringify(app.swagger(), null, 2);
      return reply.type('application/json; charset=utf-8').send(json);
    });
    app.get('/openapi.yaml', { schema: { hide: true } }, (_request, reply) => {
      yaml ??= stringify(app.swagger(), { aliasDuplicateObjects: false });
      return reply.type('application/yaml; charset=utf-8').send(yaml);
    });
  },
  { name: 'openapi', dependencies: ['config'] },
);
