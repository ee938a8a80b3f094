import fp from 'fastify-plugin';
import { createDeliverer } from '../webhooks/deliverer.ts';

/** Delivers webhooks while the server listens. */
export const webhooksPlugin = fp(
  async (app) => {
    const { config, database, clock, log } = app;
    const deliverer = createDeliverer({ database, clock, allowPrivate: config.webhookAllowPrivate, log });
    app.addHook('onListen', async () => deliverer.start());
    app.addHook('preClose', () => deliverer.stop());
  },
  { name: 'webhooks', dependencies: ['config', 'data-source'] },
);
