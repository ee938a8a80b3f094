import { setImmediate } from 'node:timers/promises';
import type { RouteContext } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import { hasMoreDealsThan } from './stats.repository.ts';
import { type FilterShapes, groupings, summed } from './stats.schemas.ts';
import { getStats } from './stats.service.ts';

/** How often it is looked whether the data have moved. */
const pollIntervalMs = 500;
/** Above so many deals a total takes too long to be made for nobody. */
const minDeals = 20_000;

/** Every total without a filter, by none, one or two keys: as it is asked for. */
const totals = summed.flatMap((of) => {
  const { keys } = groupings[of];
  const pairs = keys.flatMap((first) => keys.filter((second) => second !== first).map((second) => [first, second]));
  return [[], ...keys.map((key) => [key]), ...pairs].flatMap((groupBy) => {
    const parameters = groupBy.length === 0 ? [] : [`groupBy=${groupBy.join(',')}`];
    // What is summed can be left out where it is the deals.
    const forms = [[...parameters, `of=${of}`], ...(of === 'deals' ? [parameters] : [])];
    return forms.map((form) => ({ url: ['/v1/stats', form.join('&')].filter((part) => part !== '').join('?'), query: { of, groupBy } }));
  });
});

/**
 * Makes the totals without filters once the data have moved, one at a time, so that nobody waits for them. A server that does
 * not listen makes none.
 */
export const precomputeStats = (
  app: App,
  { database, answers, lists, today }: Pick<RouteContext, 'database' | 'answers' | 'lists' | 'today'>,
  shapes: FilterShapes,
): void => {
  let computedToken: number | undefined;
  let lastToken: number | undefined;
  let isComputing = false;
  const compute = async (token: number): Promise<void> => {
    if (await database.read((session) => hasMoreDealsThan(session, minDeals))) {
      computedToken = token;
      return;
    }
    for (const { url, query } of totals) {
      // Without word from the database the token differs each time: then it is not known what is new.
      if (database.changeToken() !== token) return;
      await answers.prepare(url, () => database.read((session) => getStats(session, lists, shapes, query, today())));
      await setImmediate();
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
      .catch((error: unknown) => app.log.warn({ err: error }, 'could not precompute totals'))
      .finally(() => {
        isComputing = false;
      });
  };
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onListen', async () => {
    timer = setInterval(poll, pollIntervalMs).unref();
  });
  app.addHook('preClose', async () => clearInterval(timer));
};
