import type { Load, Loaded } from './load.ts';
import type { Subject } from './subjects.ts';

/**
 * The memory of a server through a mixed load: whatever the document lets one ask, each request another one, beside whole lists.
 * Answers the lines of a report.
 */
export const measureMemory = async (
  subject: Subject,
  load: (wanted: Omit<Load, 'seconds' | 'connections'>, seconds: number) => Promise<Loaded>,
  paths: readonly string[],
  { seconds, boundMb }: { seconds: number; boundMb: number },
): Promise<string[]> => {
  const samples: { at: number; mb: number }[] = [];
  const begun = performance.now();
  const sampling = setInterval(() => samples.push({ at: (performance.now() - begun) / 1_000, mb: subject.memory() }), 1_000);
  const wholes = setInterval(() => {
    void fetch(`${subject.origin}/v1/deals?format=csv&asOf=2026-0${1 + (samples.length % 9)}-15`).then((response) =>
      response.arrayBuffer(),
    );
  }, 5_000);
  const { perSecond, others } = await load({ origin: subject.origin, paths: [...paths], headers: {}, perSecond: 400 }, seconds);
  clearInterval(sampling);
  clearInterval(wholes);
  const between = (from: number, to: number) => {
    const part = samples.filter(({ at }) => at >= seconds * from && at < seconds * to).map(({ mb }) => mb);
    return part.reduce((sum, mb) => sum + mb, 0) / part.length;
  };
  const greatest = Math.max(...samples.map(({ mb }) => mb));
  const [third, fourth] = [between(0.5, 0.75), between(0.75, 1)];
  return [
    `${seconds} seconds of ${Math.round(perSecond)} requests a second, ${paths.length.toLocaleString('en')} different ones drawn from the document (${others} were refused or answered that there is nothing), and a whole list as CSV every five seconds:`,
    '',
    '| | MB |',
    '|---|---:|',
    ...[0, 0.25, 0.5, 0.75].map(
      (from) => `| mean, ${from * 100} to ${(from + 0.25) * 100} % of the time | ${Math.round(between(from, from + 0.25))} |`,
    ),
    `| most | ${Math.round(greatest)} (bound: ${boundMb}, ${greatest <= boundMb ? 'kept' : 'exceeded'}) |`,
    `| last quarter against the one before | ${((fourth / third - 1) * 100).toFixed(1)} % |`,
  ];
};
