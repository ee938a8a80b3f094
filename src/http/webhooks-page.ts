import type { DocumentationSection } from './circularity-page.ts';

/** The page `/docs/webhooks`: what is sent, how to verify it, and what happens where it does not arrive. */
export const webhooksPage: readonly DocumentationSection[] = [
  {
    heading: 'Webhooks',
    paragraphs: [
      'A webhook is told of every change to the data, by the specification Standard Webhooks 1.0. Whoever has a key of the scope `write` makes one with `POST /v1/webhooks`: `{"url": "https://example.org/hook", "collections": ["deals"]}`. The answer shows the secret, this once. Up to 20 stand for each key; other keys do not see them, but those of the scope `admin` do.',
      'A message is a POST with the body `{"type", "timestamp", "data"}`: the type is `record.put`, `record.retracted`, `record.renamed` or `webhook.test`, the timestamp that of the change, and `data` the change exactly as `/v1/changes` answers it. More types may come: answer 2xx to those that you do not know.',
      'Begin by reading `/v1/changes` from 0, and let messages tell you of what comes after: a webhook begins with the first change after it was made.',
    ],
  },
  {
    heading: 'Verifying',
    paragraphs: [
      'Each message bears `webhook-id`, `webhook-timestamp` and `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>`, with the bytes that follow `whsec_` in the secret. The packages `standardwebhooks` (JavaScript, Python, Go, Ruby, Rust and more) verify it: `new Webhook(secret).verify(body, headers)`. Verify the bytes as they came, and refuse timestamps more than five minutes away.',
      '`POST /v1/webhooks/{id}/rotate-secret` gives a new secret. For a day each message has two signatures, one by either secret.',
      'Messages are signed, so that the server keeps the secret as it is and not as a hash: whoever can read the database of the server can sign in its name.',
    ],
  },
  {
    heading: 'Delivery',
    paragraphs: [
      'Any answer of 2xx within 15 seconds is a delivery. Redirects are not followed, and nothing of the body is read. Where there is none, the message is sent again after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours, each up to a tenth longer; `Retry-After` in seconds is heeded, up to a day. After the last attempt the delivery has failed and the webhook is disabled; an answer of 410 does so at once, and so does the end of its key, be it revoked or expired. `PATCH {"isEnabled": true}` lets it go on where it stopped.',
      'Every change is delivered at least once: a message can come twice, under the same `webhook-id`, if the server ended while it waited for the answer. Five messages are on their way to one address at a time, so that a slow one holds no other up. Messages can overtake one another; `data.sequence` tells their order.',
      '`GET /v1/webhooks/{id}/deliveries` lists what was sent, what is still to be and what came of it; `POST .../deliveries/{deliveryId}/replay` sends one again. What is done with is forgotten after 30 days.',
    ],
  },
  {
    heading: 'Where to',
    paragraphs: [
      'Messages go to https and to addresses of the public internet alone: never to private, loopback, link-local, shared, multicast, reserved or unspecified addresses, nor to IPv6 addresses that carry such ones. It is checked when a webhook is made, and again on the very address that is connected to. Whoever hosts the server can lift both by `WEBHOOK_ALLOW_PRIVATE=true`.',
    ],
  },
];
