import type { Session } from '../../database/database.ts';
import { earlierDay } from '../../domain/dates.ts';
import { collections } from '../../domain/vocabulary.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { countRecords } from './catalogue.repository.ts';

const links = [
  { name: 'search', url: '/v1/search' },
  { name: 'timeline', url: '/v1/events' },
  { name: 'changes between two days', url: '/v1/diff' },
  { name: 'status transitions', url: '/v1/transitions' },
  { name: 'how long deals take', url: '/v1/durations' },
  { name: 'first headlines beside current ones', url: '/v1/headline-revisions' },
  { name: 'reports that contradict each other', url: '/v1/contradictions' },
  { name: 'money flows', url: '/v1/flows' },
  { name: 'circular financing and other cycles', url: '/v1/cycles' },
  { name: 'the money graph as one document', url: '/v1/graph' },
  { name: 'scores of circularity', url: '/v1/scores' },
  { name: 'totals', url: '/v1/stats' },
  { name: 'totals over time', url: '/v1/series' },
  { name: 'vendors that finance their customers', url: '/v1/vendor-financing' },
  { name: 'committed spending by calendar year', url: '/v1/outlook' },
  { name: 'releases to cite and pin', url: '/v1/releases' },
  { name: 'change feed', url: '/v1/changes' },
  { name: 'change feed as server-sent events', url: '/v1/changes/stream' },
  { name: 'the whole dataset as files', url: '/v1/exports' },
  { name: 'newest events as Atom', url: '/feed.atom' },
  { name: 'newest events as JSON Feed', url: '/feed.json' },
  { name: 'documentation', url: '/docs' },
  { name: 'OpenAPI as JSON', url: '/openapi.json' },
  { name: 'OpenAPI as YAML', url: '/openapi.yaml' },
  { name: 'dates: what each date means', url: '/docs/clocks' },
  { name: 'circularity: method and limits', url: '/docs/circularity' },
  { name: 'analyses', url: '/docs/analyses' },
  { name: 'bulk data', url: '/docs/bulk' },
  { name: 'tools for agents', url: '/docs/agents' },
  { name: 'scaling', url: '/docs/scaling' },
  { name: 'webhooks', url: '/docs/webhooks' },
  { name: 'problem types', url: '/docs/problems' },
  { name: 'liveness', url: '/health/live' },
  { name: 'readiness', url: '/health/ready' },
];

/** Returns the index: links, record counts, the dataset version and its license. */
export const getCatalogue = async (session: Session, asOf: string | undefined, today: string): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  const counts = await countRecords(session, resolvedAsOf);
  const { name, version, date, license } = dataset;
  const data = {
    dataset: {
      name,
      version,
      date,
      firstDay: [...counts.values()].flatMap(({ firstDay }) => firstDay ?? []).sort()[0] ?? null,
      lastDay: earlierDay(dataset.knownTo, resolvedAsOf.day),
      license,
      licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
      attribution: `Roundtrip, ${name} dataset ${version}, ${license}`,
    },
    collections: collections.map((collection) => ({
      name: collection,
      url: `/v1/${collection}`,
      count: counts.get(collection)?.total ?? 0,
    })),
    links,
  };
  return { body: JSON.stringify({ data, meta: toMeta(dataset, resolvedAsOf) }), headers: cacheHeaders(resolvedAsOf) };
};
