/** Verifies the messages of webhooks: `new Webhook(secret).verify(body, headers)`. */
export { Webhook, WebhookVerificationError } from 'standardwebhooks';
