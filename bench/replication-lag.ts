import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { formatMs, median, quantile } from './statistics.ts';
import { patch, type Writer } from './writes.ts';

/** How far a streaming replica lags behind its primary while a client writes. */

const seconds = 10;
const writeEveryMs = 100;
const sampleEveryMs = 20;

/** Patches a company again and again while another client reads, and samples the lag. */
export const measureLag = async <During>(
  primary: string,
  writer: Writer,
  read: (seconds: number) => Promise<During>,
): Promise<{ detail: string; during: During }> => {
  const client = new pg.Client({ connectionString: primary });
  await client.connect();
  const [lags, writes]: [number[], number[]] = [[], []];
  const reading = { isOver: false };
  const whileReading = async (everyMs: number, work: (index: number) => Promise<unknown>) => {
    for (let index = 1; !reading.isOver; index += 1) {
      await work(index);
      await delay(everyMs);
    }
  };
  const others = [
    whileReading(writeEveryMs, async (index) => {
      const { ms, status } = await patch(writer, 'nvidia', `Patched ${index} times for the bench.`);
      if (status !== 200) throw new Error(`PATCH is answered with ${status}.`);
      writes.push(ms);
    }),
    whileReading(sampleEveryMs, async () => {
      const { rows } = await client.query<{ lag: number | null }>(
        'select extract(epoch from replay_lag)::float8 * 1000 as lag from pg_stat_replication',
      );
      if (typeof rows[0]?.lag === 'number') lags.push(rows[0].lag);
    }),
  ];
  const during = await read(seconds);
  reading.isOver = true;
  await Promise.all(others);
  await client.end();
  return {
    during,
    detail: `- The replica lagged by ${formatMs(median(lags))} ms in the median and ${formatMs(quantile(lags, 0.99))} ms at p99 while one client patched Nvidia ${writes.length} times in ${seconds} s and another read at full speed. A PATCH took ${formatMs(median(writes))} ms in the median.`,
  };
};
