import fp from 'fastify-plugin';
import type { Config } from '../config.ts';

/** The settings that the application uses. Excludes those of the process, such as the port. */
export type AppConfig = Pick<
  Config,
  'corsOrigins' | 'dataDir' | 'rateLimitMax' | 'publicUrl' | 'securityContact' | 'trustedProxies' | 'webhookAllowPrivate'
>;

declare module 'fastify' {
  interface FastifyInstance {
    config: AppConfig;
  }
}

export const configPlugin = fp(
  async (app, config: AppConfig) => {
    app.decorate('config', config);
  },
  { name: 'config' },
);
