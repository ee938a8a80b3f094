import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireScope, scopeGuard } from '../../access/clients.ts';
import { acceptJsonBodies, parseBody } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import {
  deliveryListSchema,
  deliveryParameterSchema,
  deliveryQuerySchema,
  deliveryResponseSchema,
  webhookChangeSchema,
  webhookCreationSchema,
  webhookListSchema,
  webhookParameterSchema,
  webhookResponseSchema,
  webhookWithSecretSchema,
} from './webhooks.schemas.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
  type WebhookRequest,
} from './webhooks.service.ts';

const statuses = [400, 401, 403, 406, 414, 429, 500, 503];
const bodyStatuses = [...statuses, 413, 415, 422];

/** Registers routes that require the scope `write`. Their responses must not be cached. */
export const webhookRoutes = (app: App): void => {
  const { database, clock } = app;
  const allowPrivate = app.config.webhookAllowPrivate;
  scopeGuard(app, 'write');
  acceptJsonBodies(app, ['application/json']);
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  const toWebhookRequest = (request: FastifyRequest): WebhookRequest => ({
    database,
    key: requireScope(request, 'write'),
    now: clock(),
    allowPrivate,
  });
  const shared = { tags: ['webhooks'], security: [{ key: [] }], querystring: z.strictObject({}) };

  app.post(
    '/v1/webhooks',
    {
      schema: {
        ...shared,
        operationId: 'createWebhook',
        summary: 'Subscribe to changes',
        description:
          'Sends every future change to the URL, signed according to Standard Webhooks 1.0. The response contains the signing secret, which is shown only once. See [Webhooks](/docs/webhooks).',
        body: webhookCreationSchema,
        response: { 201: webhookWithSecretSchema.describe('The webhook.'), ...withoutOk([...bodyStatuses, 409]) },
      },
    },
    async (request, reply) => {
      const created = await createWebhook(toWebhookRequest(request), parseBody(webhookCreationSchema, request.body));
      return reply.code(201).header('location', `/v1/webhooks/${created.data.id}`).send(created);
    },
  );
  app.get(
    '/v1/webhooks',
    {
      schema: {
        ...shared,
        operationId: 'listWebhooks',
        summary: 'List webhooks',
        description: 'Lists the webhooks of the API key. With the scope `admin`, lists those of all keys.',
        response: documentResponses(webhookListSchema, 'The webhooks.', statuses),
      },
    },
    (request) => listWebhooks(toWebhookRequest(request)),
  );
  const one = { ...shared, params: webhookParameterSchema };
  app.get(
    '/v1/webhooks/:id',
    {
      schema: {
        ...one,
        operationId: 'getWebhook',
        summary: 'Get a webhook',
        description: 'Returns the webhook with its URL, its position, and whether and why it was disabled.',
        response: documentResponses(webhookResponseSchema, 'The webhook.', [...statuses, 404]),
      },
    },
    (request) => getWebhook(toWebhookRequest(request), request.params.id),
  );
  app.patch(
    '/v1/webhooks/:id',
    {
      schema: {
        ...one,
        operationId: 'changeWebhook',
        summary: 'Change a webhook',
        description: 'Changes the URL, description or collections. `isEnabled: true` resumes a disabled webhook where it stopped.',
        body: webhookChangeSchema,
        response: documentResponses(webhookResponseSchema, 'The webhook.', [...bodyStatuses, 404]),
      },
    },
    (request) => updateWebhook(toWebhookRequest(request), request.params.id, parseBody(webhookChangeSchema, request.body)),
  );
  app.delete(
    '/v1/webhooks/:id',
    {
      schema: {
        ...one,
        operationId: 'deleteWebhook',
        summary: 'Delete a webhook',
        description: 'Deletes the webhook and its deliveries.',
        response: { 204: z.null().describe('The webhook was deleted.'), ...withoutOk([...bodyStatuses, 404]) },
      },
    },
    async (request, reply) => {
      await deleteWebhook(toWebhookRequest(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/webhooks/:id/rotate-secret',
    {
      schema: {
        ...one,
        operationId: 'rotateWebhookSecret',
        summary: 'Replace the secret of a webhook',
        description: 'Returns a new secret. For one day, messages are also signed with the previous secret.',
        response: documentResponses(webhookWithSecretSchema, 'The webhook with its new secret.', [...bodyStatuses, 404]),
      },
    },
    (request) => rotateWebhookSecret(toWebhookRequest(request), request.params.id),
  );
  app.post(
    '/v1/webhooks/:id/test',
    {
      schema: {
        ...one,
        operationId: 'testWebhook',
        summary: 'Send a test message to a webhook',
        description: 'Sends a message of type `webhook.test`.',
        response: { 202: deliveryResponseSchema.describe('The new delivery.'), ...withoutOk([...bodyStatuses, 404]) },
      },
    },
    async (request, reply) => reply.code(202).send(await testWebhook(toWebhookRequest(request), request.params.id)),
  );
  app.get(
    '/v1/webhooks/:id/deliveries',
    {
      schema: {
        ...one,
        operationId: 'listWebhookDeliveries',
        summary: 'List the deliveries of a webhook',
        description: 'Lists sent and pending deliveries and their outcome. Completed deliveries are kept for 30 days.',
        querystring: deliveryQuerySchema,
        response: documentResponses(deliveryListSchema, 'A page of the list.', [...statuses, 404]),
      },
    },
    (request) => listWebhookDeliveries(toWebhookRequest(request), request.params.id, request.query),
  );
  app.post(
    '/v1/webhooks/:id/deliveries/:deliveryId/replay',
    {
      schema: {
        ...shared,
        params: deliveryParameterSchema,
        operationId: 'replayWebhookDelivery',
        summary: 'Send a delivery again',
        description: 'Sends the message again with the same id and a new series of retries, whatever its outcome was.',
        response: { 202: deliveryResponseSchema.describe('The delivery.'), ...withoutOk([...bodyStatuses, 404]) },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await replayWebhookDelivery(toWebhookRequest(request), request.params.id, request.params.deliveryId)),
  );
};

/** The error responses of an operation whose success status is not 200. */
const withoutOk = (problems: readonly number[]): Record<string, z.ZodType> => {
  const { 200: _none, ...rest } = documentResponses(z.null(), '', problems);
  return rest;
};
