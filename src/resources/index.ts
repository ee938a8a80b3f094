import type { App } from '../http/routes.ts';
import type { RouteContext } from '../listing/routes.ts';
import { catalogueRoutes } from './catalogue/catalogue.routes.ts';
import { chipCommitmentRoutes } from './chip-commitments/chip-commitments.routes.ts';
import { chipRoutes } from './chips/chips.routes.ts';
import { companyRoutes } from './companies/companies.routes.ts';
import { dealRoutes } from './deals/deals.routes.ts';
import { diffRoutes } from './diff/diff.routes.ts';
import { eventRoutes } from './events/events.routes.ts';
import { searchRoutes } from './search/search.routes.ts';
import { sourceRoutes } from './sources/sources.routes.ts';
import { stakeRoutes } from './stakes/stakes.routes.ts';
import { valuationRoutes } from './valuations/valuations.routes.ts';

export { feedRoutes } from './events/feeds.routes.ts';
export { healthRoutes } from './health/health.routes.ts';

/** Every route that reads data, in the order of the documentation. */
export const dataRoutes = (app: App, context: RouteContext): void => {
  for (const register of [
    catalogueRoutes,
    companyRoutes,
    dealRoutes,
    stakeRoutes,
    chipCommitmentRoutes,
    chipRoutes,
    valuationRoutes,
    sourceRoutes,
    eventRoutes,
    diffRoutes,
    searchRoutes,
  ]) {
    register(app, context);
  }
};
