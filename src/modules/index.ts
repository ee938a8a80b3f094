import type { App } from '../http/routes.ts';
import { cacheHitsPlugin } from '../plugins/cache-hits.ts';
import { pinningPlugin } from '../plugins/pinning.ts';
import type { AnalysisContext } from '../worker-pool/worker-pool.ts';
import { catalogueRoutes } from './catalogue/catalogue.routes.ts';
import { changeRoutes, changeStreamRoutes } from './changes/changes.routes.ts';
import { chipCommitmentList } from './chip-commitments/chip-commitments.repository.ts';
import { chipCommitmentRoutes } from './chip-commitments/chip-commitments.routes.ts';
import { chipCommitmentFilterShape } from './chip-commitments/chip-commitments.schemas.ts';
import { chipRoutes } from './chips/chips.routes.ts';
import { citationRoutes } from './citations/citations.routes.ts';
import { companyRoutes } from './companies/companies.routes.ts';
import { cycleRoutes } from './cycles/cycles.routes.ts';
import { dealList } from './deals/deals.repository.ts';
import { dealRoutes } from './deals/deals.routes.ts';
import { dealListFilterShape } from './deals/deals.schemas.ts';
import { diffRoutes } from './diff/diff.routes.ts';
import { eventRoutes } from './events/events.routes.ts';
import { feedRoutes } from './events/feeds.routes.ts';
import { exportRoutes } from './exports/exports.routes.ts';
import { exposureRoutes } from './exposure/exposure.routes.ts';
import { flowList } from './flows/flows.repository.ts';
import { flowRoutes } from './flows/flows.routes.ts';
import { flowFilterShape } from './flows/flows.schemas.ts';
import { graphRoutes } from './graph/graph.routes.ts';
import { healthRoutes } from './health/health.routes.ts';
import { importRoutes } from './import/import.routes.ts';
import { metricsRoutes } from './metrics/metrics.routes.ts';
import { outlookRoutes } from './outlook/outlook.routes.ts';
import { pathRoutes } from './paths/paths.routes.ts';
import { writeRoutes } from './records/records.routes.ts';
import { releaseRoutes } from './releases/releases.routes.ts';
import { revisionRoutes } from './revisions/revisions.routes.ts';
import { scoreRoutes } from './scores/scores.routes.ts';
import { searchRoutes } from './search/search.routes.ts';
import { sourceRoutes } from './sources/sources.routes.ts';
import { stakeRoutes } from './stakes/stakes.routes.ts';
import { statsRoutes } from './stats/stats.routes.ts';
import { valuationRoutes } from './valuations/valuations.routes.ts';
import { webhookRoutes } from './webhooks/webhooks.routes.ts';

/** Builds the context of the read routes from the decorators of the application. */
const readContext = ({ database, responseCache, downloads, analyses, today, config }: App): AnalysisContext => ({
  database,
  answers: responseCache,
  downloads,
  analyses,
  today,
  publicUrl: config.publicUrl,
});

/** Registers routes that read the newest data or a release, with cached responses. */
const dataRoutes = async (app: App, context: AnalysisContext): Promise<void> => {
  await app.register(pinningPlugin);
  await app.register(cacheHitsPlugin);
  for (const routes of [
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
  ])
    await app.register(routes, context);
  const lists = { deals: dealList, flows: flowList, 'chip-commitments': chipCommitmentList };
  const shapes = { deals: dealListFilterShape, flows: flowFilterShape, 'chip-commitments': chipCommitmentFilterShape };
  await app.register((scope: App) => statsRoutes(scope, context, lists, shapes));
  await app.register((scope: App) => outlookRoutes(scope, context, lists));
};

/** Registers routes that read the newest data or a release, with separately cached formats. */
const formattedRoutes = async (app: App, context: AnalysisContext): Promise<void> => {
  await app.register(pinningPlugin);
  await app.register(graphRoutes, context);
  await app.register(citationRoutes, context);
};

/** Registers every route, in the order of the documentation. */
export const resourceRoutes = async (app: App): Promise<void> => {
  const context = readContext(app);
  await app.register(dataRoutes, context);
  await app.register(writeRoutes);
  await app.register(importRoutes);
  await app.register(releaseRoutes);
  await app.register(healthRoutes);
  await app.register(formattedRoutes, context);
  await app.register(changeStreamRoutes);
  await app.register(webhookRoutes);
  await app.register(exportRoutes);
  await app.register(feedRoutes);
  await app.register(metricsRoutes);
};
