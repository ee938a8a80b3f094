import fp from 'fastify-plugin';
import { toDay } from '../domain/dates.ts';
import { currentPin } from '../releases/pinning.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The current time. */
    clock: () => Date;
    /** Today in UTC. In a request that is pinned to a release, the last day that the release knows. */
    today: () => string;
  }
}

const dayMs = 86_400_000;

/** Formats the day of a clock once a day: most requests need it more than once. */
const memoizeToday = (clock: () => Date): (() => string) => {
  let [start, day] = [Number.NaN, ''];
  return () => {
    const now = clock();
    const elapsed = now.getTime() - start;
    if (!(elapsed >= 0 && elapsed < dayMs)) {
      day = toDay(now);
      start = Date.parse(day);
    }
    return day;
  };
};

export const clockPlugin = fp(
  async (app, { clock }: { clock: () => Date }) => {
    const today = memoizeToday(clock);
    app.decorate('clock', clock);
    app.decorate('today', () => currentPin()?.release.knownTo ?? today());
  },
  { name: 'clock' },
);
