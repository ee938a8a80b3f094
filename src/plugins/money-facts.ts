import fp from 'fastify-plugin';
import { createMoneyFacts, type MoneyFactsOn } from '../facts/money-facts.ts';
import { currentPin } from '../releases/pinning.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Loads the flows known on a day, of the newest data or of the release that the request is pinned to. */
    moneyFacts: MoneyFactsOn;
  }
}

export const moneyFactsPlugin = fp(
  async (app) => {
    const newest = createMoneyFacts(app.database, app.today);
    app.decorate('moneyFacts', (asOf) => (currentPin()?.moneyFacts ?? newest)(asOf));
  },
  { name: 'money-facts', dependencies: ['database', 'clock'] },
);
