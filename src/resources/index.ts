import type { App } from '../http/routes.ts';
import type { AnalysisContext } from '../worker-pool/worker-pool.ts';
import { catalogueRoutes } from './catalogue/catalogue.routes.ts';
import { changeRoutes } from './changes/changes.routes.ts';
import { chipCommitmentList } from './chip-commitments/chip-commitments.queries.ts';
import { chipCommitmentRoutes } from './chip-commitments/chip-commitments.routes.ts';
import { chipCommitmentFilterShape } from './chip-commitments/chip-commitments.schemas.ts';
import { chipRoutes } from './chips/chips.routes.ts';
import { companyRoutes } from './companies/companies.routes.ts';
import { cycleRoutes } from './cycles/cycles.routes.ts';
import { dealList } from './deals/deals.queries.ts';
import { dealRoutes } from './deals/deals.routes.ts';
import { dealListFilterShape } from './deals/deals.schemas.ts';
import { diffRoutes } from './diff/diff.routes.ts';
import { eventRoutes } from './events/events.routes.ts';
import { exposureRoutes } from './exposure/exposure.routes.ts';
import { flowList } from './flows/flows.queries.ts';
import { flowRoutes } from './flows/flows.routes.ts';
import { flowFilterShape } from './flows/flows.schemas.ts';
import { outlookRoutes } from './outlook/outlook.routes.ts';
import { pathRoutes } from './paths/paths.routes.ts';
import { revisionRoutes } from './revisions/revisions.routes.ts';
import { scoreRoutes } from './scores/scores.routes.ts';
import { searchRoutes } from './search/search.routes.ts';
import { sourceRoutes } from './sources/sources.routes.ts';
import { stakeRoutes } from './stakes/stakes.routes.ts';
import { statsRoutes } from './stats/stats.routes.ts';
import { valuationRoutes } from './valuations/valuations.routes.ts';

export { changeStreamRoutes } from './changes/changes.routes.ts';
export { citationRoutes } from './citations/citations.routes.ts';
export { feedRoutes } from './events/feeds.routes.ts';
export { exportRoutes } from './exports/exports.routes.ts';
export { graphRoutes } from './graph/graph.routes.ts';
export { healthRoutes } from './health/health.routes.ts';
export { importRoutes } from './import/import.routes.ts';
export { metricsRoutes } from './metrics/metrics.routes.ts';
export { releaseRoutes } from './releases/releases.routes.ts';
export { webhookRoutes } from './webhooks/webhooks.routes.ts';
export { writeRoutes } from './writes/writes.routes.ts';

/** Every route that reads data, in the order of the documentation. */
export const dataRoutes = (app: App, context: AnalysisContext): void => {
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
    flowRoutes,
    cycleRoutes,
    pathRoutes,
    exposureRoutes,
    scoreRoutes,
    searchRoutes,
    changeRoutes,
    revisionRoutes,
  ]) {
    register(app, context);
  }
  const lists = { deals: dealList, flows: flowList, 'chip-commitments': chipCommitmentList };
  statsRoutes(app, context, lists, { deals: dealListFilterShape, flows: flowFilterShape, 'chip-commitments': chipCommitmentFilterShape });
  outlookRoutes(app, context, lists);
};
