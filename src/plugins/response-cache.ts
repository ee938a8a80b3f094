import fp from 'fastify-plugin';
import { createReadyAnswers, type ReadyAnswers } from '../http/ready-answers.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Keeps response bodies, compressed, until the data or the day change. */
    responseCache: ReadyAnswers;
  }
}

const responseCacheBytesMax = 64 * 1_048_576;

export const responseCachePlugin = fp(
  async (app) => {
    const { database, today, metrics } = app;
    app.decorate(
      'responseCache',
      createReadyAnswers({
        bytesMax: responseCacheBytesMax,
        changeToken: () => `${database.changeToken()} ${today()}`,
        onOutcome: metrics.noteCache,
      }),
    );
  },
  { name: 'response-cache', dependencies: ['database', 'clock', 'metrics'] },
);
