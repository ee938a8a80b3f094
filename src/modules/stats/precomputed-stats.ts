import { Problem } from '../../http/problems.ts';
import type { App } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { hasMoreDealsThan } from './stats.repository.ts';
import { groupings, summed } from './stats.schemas.ts';

/** How often to check for new data. */
const pollIntervalMs = 500;
/** Above this number of deals, totals take too long to compute in advance. */
const minDeals = 20_000;

/**
 * The URL and query of every total without a filter: grouped by no key, by one, or by two that partition the list. Pairs with a company
 * have so many rows that they would fill the response cache.
 */
const totals = summed.flatMap((of) => {
  const { keys, partitions } = groupings[of];
  const pairs = partitions.flatMap((first) => partitions.filter((second) => second !== first).map((second) => [first, second]));
  return [[], ...keys.map((key) => [key]), ...pairs].flatMap((groupBy) => {
    const parameters = groupBy.length === 0 ? [] : [`groupBy=${groupBy.join(',')}`];
    // `of=deals` is the default, so both forms are requested.
    const forms = [[...parameters, `of=${of}`], ...(of === 'deals' ? [parameters] : [])];
    return forms.map((form) => ({ url: ['/v1/stats', form.join('&')].filter((part) => part !== '').join('?'), query: { of, groupBy } }));
  });
});

/**
 * Computes the totals without filters after every change of the data, one at a time on a worker thread, so that no request waits for
 * them. Starts when the server listens.
 */
export const precomputeStats = (app: App, { analyses, database, responseCache }: AnalysisContext): void => {
  const closing = new AbortController();
  let computedToken: number | undefined;
  let lastToken: number | undefined;
  let isComputing = false;
  const compute = async (token: number): Promise<void> => {
    if (await database.read((session) => hasMoreDealsThan(session, minDeals))) {
      computedToken = token;
      return;
    }
    for (const { url, query } of totals) {
      // Without change notifications, the token differs on every call, so nothing is computed in advance.
      if (database.changeToken() !== token) return;
      await responseCache.prepare(url, () => analyses.run('stats', { query }, closing.signal));
    }
    computedToken = token;
  };
  const poll = () => {
    const token = database.changeToken();
    const isStable = token === lastToken;
    lastToken = token;
    if (!isStable || token === computedToken || isComputing) return;
    isComputing = true;
    compute(token)
      .catch((error: unknown) => {
        // The worker threads have too much to do. The next poll tries again.
        if (error instanceof Problem || closing.signal.aborted) return;
        app.log.warn({ err: error }, 'could not precompute totals');
      })
      .finally(() => {
        isComputing = false;
      });
  };
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onListen', async () => {
    timer = setInterval(poll, pollIntervalMs).unref();
  });
  app.addHook('preClose', async () => {
    clearInterval(timer);
    closing.abort();
  });
};
