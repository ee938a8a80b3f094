import { z } from 'zod';
import { deliveryStatuses } from '../../database/schema/webhooks.ts';
import { hiddenCharacterInText, namedObject, withoutHiddenCharacters } from '../../domain/records/primitives.ts';
import { collections } from '../../domain/vocabulary.ts';
import { integerParameter, listParameter } from '../../http/parameters.ts';
import { pageSchema } from '../../responses/envelope.ts';

const url = withoutHiddenCharacters(z.string().max(2_048)).describe('Destination URL: https, with a public IP address.');
const description = withoutHiddenCharacters(z.string().max(500), hiddenCharacterInText).describe('Description of its purpose.');
const collectionsField = z.array(z.enum(collections)).min(1).describe('Collections whose changes are sent. Default: all.');

export const webhookCreationSchema = z
  .strictObject({ url, description: description.optional(), collections: collectionsField.optional() })
  .meta({ id: 'WebhookCreation', description: 'A webhook to create.' });

export const webhookChangeSchema = z
  .strictObject({
    url: url.optional(),
    description: description.nullable().describe('Description of its purpose; null removes it.').optional(),
    collections: collectionsField.nullable().describe('Collections whose changes are sent; null for all.').optional(),
    isEnabled: z.boolean().describe('`true` resumes the webhook where it stopped; `false` disables it.').optional(),
  })
  .meta({ id: 'WebhookChange', description: 'Changes to a webhook; null removes a value.' });

const webhookShape = {
  id: z.string().describe('Id of the webhook.'),
  url: z.string().describe('Destination URL.'),
  description: z.string().nullable().describe('Description of its purpose.'),
  collections: z.array(z.enum(collections)).nullable().describe('Collections whose changes are sent; null for all.'),
  isEnabled: z.boolean().describe('Whether messages are sent.'),
  disabledReason: z.string().nullable().describe('Why the server disabled it, if it did.'),
  position: z.int().describe('Sequence number of the newest change for which deliveries were created.'),
  createdAt: z.string().describe('When it was created (UTC, ISO 8601).'),
};

const webhookSchema = z.object(webhookShape).meta({ id: 'Webhook', description: 'A subscription to changes.' });

const secret = z.string().describe('The signing secret (`whsec_...`). It is shown only once.');

export const webhookResponseSchema = z.object({ data: webhookSchema }).meta({ id: 'WebhookAnswer', description: 'One webhook.' });
export const webhookWithSecretSchema = z
  .object({ data: z.object({ ...webhookShape, secret }).meta({ id: 'WebhookWithSecret', description: 'A webhook and its new secret.' }) })
  .meta({ id: 'WebhookWithSecretAnswer', description: 'One webhook with its secret.' });
export const webhookListSchema = namedObject('WebhookList', 'Webhooks.', {
  data: z.array(webhookSchema).describe('The webhooks of the API key, oldest first. With the scope `admin`, those of all keys.'),
});

const deliverySchema = namedObject('WebhookDelivery', 'A message to a subscriber and its outcome.', {
  id: z.string().describe('The `webhook-id` of the message. Retries have the same id.'),
  sequence: z.int().nullable().describe('Sequence number of the change; null for a test message.'),
  status: z.enum(deliveryStatuses).describe('Whether the message was delivered, is pending or failed. The list of values may grow.'),
  attempts: z.int().nonnegative().describe('Number of attempts.'),
  nextAttemptAt: z.string().nullable().describe('Time of the next attempt, or null.'),
  lastAttemptAt: z.string().nullable().describe('Time of the last attempt.'),
  lastStatus: z.int().nullable().describe('Last HTTP status of the receiver; null if it did not respond.'),
  lastError: z.string().nullable().describe('Error of the last attempt.'),
  createdAt: z.string().describe('When it was created (UTC, ISO 8601).'),
});

export const deliveryResponseSchema = z
  .object({ data: deliverySchema })
  .meta({ id: 'WebhookDeliveryAnswer', description: 'One delivery.' });
export const deliveryListSchema = z
  .object({ data: z.array(deliverySchema).describe('The deliveries, newest first.'), page: pageSchema })
  .meta({ id: 'WebhookDeliveryList', description: 'A page of deliveries.' });

export const deliveryQuerySchema = z.strictObject({
  status: listParameter(z.enum(deliveryStatuses)).optional().describe('Comma-separated list of statuses to match.'),
  limit: integerParameter(1, 200).default(50).describe('Number of deliveries per page, 1 to 200.'),
  cursor: z.string().max(1_000).optional().describe('Opaque cursor from `page.next` of the previous page.'),
});

export const webhookParameterSchema = z.strictObject({ id: z.string().min(1).max(200).describe('Id of the webhook.') });
export const deliveryParameterSchema = z.strictObject({
  id: z.string().min(1).max(200).describe('Id of the webhook.'),
  deliveryId: z.string().min(1).max(200).describe('Id of the delivery.'),
});
