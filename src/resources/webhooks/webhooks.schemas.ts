import { z } from 'zod';
import { pageSchema } from '../../answers/envelope.ts';
import { deliveryStatuses } from '../../database/tables/webhooks.ts';
import { collections } from '../../domain/vocabulary.ts';
import { listOf, wholeNumber } from '../../http/parameters.ts';

const url = z.string().max(2_048).describe('Where messages are sent: https, and an address of the public internet.');
const description = z.string().max(500).describe('What it is for.');
const wanted = z.array(z.enum(collections)).min(1).describe('Collections whose changes are sent; all without it.');

export const webhookCreationSchema = z
  .strictObject({ url, description: description.optional(), collections: wanted.optional() })
  .meta({ id: 'WebhookCreation', description: 'A webhook that is to be made.' });

export const webhookChangeSchema = z
  .strictObject({
    url: url.optional(),
    description: description.nullable().describe('What it is for; null takes it out.').optional(),
    collections: wanted.nullable().describe('Collections whose changes are sent; null for all.').optional(),
    isEnabled: z.boolean().describe('true lets it go on where it stopped; false stops it.').optional(),
  })
  .meta({ id: 'WebhookChange', description: 'What is to change in a webhook; null takes a value out.' });

const webhookShape = {
  id: z.string().describe('Id of the webhook.'),
  url: z.string().describe('Where messages are sent.'),
  description: z.string().nullable().describe('What it is for.'),
  collections: z.array(z.enum(collections)).nullable().describe('Collections whose changes are sent; null for all.'),
  isEnabled: z.boolean().describe('Whether messages are sent.'),
  disabledReason: z.string().nullable().describe('Why it was disabled, where it was not its owner who did it.'),
  position: z.int().describe('Number of the newest change for which deliveries were made.'),
  createdAt: z.string().describe('When it was made (UTC, ISO 8601).'),
};

const webhookSchema = z.object(webhookShape).meta({ id: 'Webhook', description: 'A subscription to changes of the data.' });

const secret = z.string().describe('The secret that messages are signed with (`whsec_...`). It is shown this once.');

export const webhookAnswerSchema = z.object({ data: webhookSchema }).meta({ id: 'WebhookAnswer', description: 'One webhook.' });
export const webhookWithSecretSchema = z
  .object({ data: z.object({ ...webhookShape, secret }).meta({ id: 'WebhookWithSecret', description: 'A webhook, and its new secret.' }) })
  .meta({ id: 'WebhookWithSecretAnswer', description: 'One webhook with its secret.' });
export const webhookListSchema = z
  .object({ data: z.array(webhookSchema).describe('The webhooks of the key, the oldest first; with the scope `admin` those of all keys.') })
  .meta({ id: 'WebhookList', description: 'Webhooks.' });

const deliverySchema = z
  .object({
    id: z.string().describe('The `webhook-id` of the message: the same however often it is sent.'),
    sequence: z.int().nullable().describe('Number of the change that it tells; null for a test.'),
    status: z.enum(deliveryStatuses).describe('Whether it was delivered, is still to be, or was given up. The list of values may grow.'),
    attempts: z.int().nonnegative().describe('How often it was sent.'),
    nextAttemptAt: z.string().nullable().describe('When it is sent next; null where it is not.'),
    lastAttemptAt: z.string().nullable().describe('When it was sent last.'),
    lastStatus: z.int().nullable().describe('HTTP status that was answered last; null where there was no answer.'),
    lastError: z.string().nullable().describe('What went wrong with the last attempt.'),
    createdAt: z.string().describe('When it was made (UTC, ISO 8601).'),
  })
  .meta({ id: 'WebhookDelivery', description: 'A message to a subscriber, and what became of it.' });

export const deliveryAnswerSchema = z.object({ data: deliverySchema }).meta({ id: 'WebhookDeliveryAnswer', description: 'One delivery.' });
export const deliveryListSchema = z
  .object({ data: z.array(deliverySchema).describe('The deliveries, the newest first.'), page: pageSchema })
  .meta({ id: 'WebhookDeliveryList', description: 'A page of deliveries.' });

export const deliveryQuerySchema = z.strictObject({
  status: listOf(z.enum(deliveryStatuses)).optional().describe('Comma list of statuses, of which any will do.'),
  limit: wholeNumber(1, 200).default(50).describe('Deliveries on a page, 1 to 200.'),
  cursor: z.string().max(1_000).optional().describe('Opaque position from `page.next` of the page before.'),
});

export const webhookParameterSchema = z.strictObject({ id: z.string().min(1).max(200).describe('Id of the webhook.') });
export const deliveryParameterSchema = z.strictObject({
  id: z.string().min(1).max(200).describe('Id of the webhook.'),
  deliveryId: z.string().min(1).max(200).describe('Id of the delivery.'),
});
