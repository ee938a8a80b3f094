import type { FastifyPluginAsync } from 'fastify';
import { cacheHitsPlugin } from '../http/cache-hits.ts';
import type { App } from '../http/routes.ts';
import { catalogueRoutes } from './catalogue/catalogue.routes.ts';
import { changeRoutes, changeStreamRoutes } from './changes/changes.routes.ts';
import { chipCommitmentRoutes } from './chip-commitments/chip-commitments.routes.ts';
import { chipRoutes } from './chips/chips.routes.ts';
import { citationRoutes } from './citations/citations.routes.ts';
import { companyRoutes } from './companies/companies.routes.ts';
import { computedListRoutes } from './computed-lists.ts';
import { cycleRoutes } from './cycles/cycles.routes.ts';
import { dealRoutes } from './deals/deals.routes.ts';
import { eventRoutes } from './events/events.routes.ts';
import { feedRoutes } from './events/feeds.routes.ts';
import { exportRoutes } from './exports/exports.routes.ts';
import { exposureRoutes } from './exposure/exposure.routes.ts';
import { financialRoutes } from './financials/financials.routes.ts';
import { flowRoutes } from './flows/flows.routes.ts';
import { fundingRoutes } from './funding/funding.routes.ts';
import { graphRoutes } from './graph/graph.routes.ts';
import { healthRoutes } from './health/health.routes.ts';
import { importRoutes } from './import/import.routes.ts';
import { filterShapes, lists } from './lists.ts';
import { metricsRoutes } from './metrics/metrics.routes.ts';
import { pathRoutes } from './paths/paths.routes.ts';
import { writeRoutes } from './records/records.routes.ts';
import { releaseRoutes } from './releases/releases.routes.ts';
import { revisionRoutes } from './revisions/revisions.routes.ts';
import { scoreRoutes } from './scores/scores.routes.ts';
import { seriesRoutes } from './series/series.routes.ts';
import { sourceRoutes } from './sources/sources.routes.ts';
import { stakeRoutes } from './stakes/stakes.routes.ts';
import { toStatsColumns } from './stats/stats.columns.ts';
import { statsRoutes } from './stats/stats.routes.ts';
import { type StatsQuery, statsQuerySchema, statsSchema } from './stats/stats.schemas.ts';
import { type AnalysisContext, readTotals } from './tasks.ts';
import { valuationRoutes } from './valuations/valuations.routes.ts';
import { webhookRoutes } from './webhooks/webhooks.routes.ts';

/** The dependencies of read routes. The pinning plugin is passed in, because modules must not import plugins. */
interface RoutesContext extends AnalysisContext {
  pinning: FastifyPluginAsync;
}

/** Builds the context of the read routes from the decorators of the application. */
const readContext = ({ database, responseCache, downloads, analyses, today, config }: App): AnalysisContext => ({
  database,
  responseCache,
  lists,
  downloads,
  analyses,
  today,
  publicUrl: config.publicUrl,
});

/** Registers the routes that read current data or a release, and serve cache hits before validation. */
const dataRoutes = async (app: App, context: RoutesContext): Promise<void> => {
  await app.register(context.pinning);
  await app.register(cacheHitsPlugin);
  for (const routes of [
    catalogueRoutes,
    companyRoutes,
    dealRoutes,
    computedListRoutes('transitions'),
    stakeRoutes,
    chipCommitmentRoutes,
    chipRoutes,
    valuationRoutes,
    financialRoutes,
    sourceRoutes,
    eventRoutes,
    computedListRoutes('diff'),
    flowRoutes,
    cycleRoutes,
    pathRoutes,
    exposureRoutes,
    fundingRoutes,
    scoreRoutes,
    computedListRoutes('search'),
    changeRoutes,
    revisionRoutes,
    computedListRoutes('outlook'),
    computedListRoutes('contradictions'),
    computedListRoutes('vendorFinancing'),
  ])
    await app.register(routes, context);
  await app.register((scope: App) => statsRoutes(scope, context, filterShapes));
  const totals = {
    querySchema: statsQuerySchema(filterShapes),
    shape: statsSchema.shape.data.shape,
    toColumns: (query: object) => toStatsColumns(query as StatsQuery),
    read: readTotals,
  };
  await app.register((scope: App) => seriesRoutes(scope, context, totals));
  for (const list of ['durations', 'headlineRevisions'] as const) await app.register(computedListRoutes(list), context);
};

/** Registers the routes that read current data or a release in several formats, whose cache key includes the format. */
const formattedRoutes = async (app: App, context: RoutesContext): Promise<void> => {
  await app.register(context.pinning);
  await app.register(graphRoutes, context);
  await app.register(citationRoutes, context);
};

/** Registers every route, in the order of the documentation. */
export const resourceRoutes = async (app: App, { pinning }: { pinning: FastifyPluginAsync }): Promise<void> => {
  const context = { ...readContext(app), pinning };
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
