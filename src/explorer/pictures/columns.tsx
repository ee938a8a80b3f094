import { formatUsd, type UsdSum } from '../../api-client/words.ts';

/** An amount in a stack. Its class sets the color. */
interface Segment {
  class: string;
  usd: UsdSum;
}

/** A period with one or more stacks side by side. Amounts that must not be added are in different stacks. */
export interface Period {
  year: string;
  stacks: readonly (readonly Segment[])[];
}

/** Explains a color. */
interface Entry {
  class: string;
  text: string;
}

/** The picture is drawn twice, and the style shows the one that fits the screen. */
const sizes = [
  { class: 'wide', width: 760 },
  { class: 'narrow', width: 340 },
];

const height = 190;
const left = 58;
const bottom = 22;
const keyRow = 20;
const keyWidth = 130;
/** The least distance between two labels of years. */
const labelDistance = 36;

const total = (segments: readonly Segment[], bound: (usd: UsdSum) => number): number =>
  segments.reduce((sum, { usd }) => sum + bound(usd), 0);
const lowOf = ({ low }: UsdSum): number => low;
const highOf = ({ low, high }: UsdSum): number => Math.max(low, high ?? low);

/** Returns the distance of the lines of the scale: 1, 2 or 5 times a power of ten, for at most four lines. */
const scaleStep = (largest: number): number => {
  const power = 10 ** Math.floor(Math.log10(largest / 4));
  return ([1, 2, 5, 10].find((one) => largest / (one * power) <= 4) ?? 10) * power;
};

/** Returns the periods below which the year is written: the first of each year, if there is space. */
const labelled = (xs: readonly number[], periods: readonly Period[]): number[] => {
  let last = Number.NEGATIVE_INFINITY;
  return periods.flatMap(({ year }, index) => {
    const x = xs[index] ?? 0;
    if (periods[index - 1]?.year === year || x - last < labelDistance) return [];
    last = x;
    return [index];
  });
};

const Stack = ({
  segments,
  x,
  width,
  base,
  scale,
}: {
  segments: readonly Segment[];
  x: number;
  width: number;
  base: number;
  scale: number;
}) => {
  let y = base;
  const rect = (classes: string, amount: number) => {
    const length = amount * scale;
    y -= length;
    return length === 0 ? null : (
      <rect class={`bar ${classes}`} x={x.toFixed(1)} y={y.toFixed(1)} width={width.toFixed(1)} height={length.toFixed(1)} />
    );
  };
  return (
    <>
      {segments.map((segment) => rect(segment.class, segment.usd.low))}
      {rect(`${segments[0]?.class.split(' ')[0] ?? ''} high`, total(segments, highOf) - total(segments, lowOf))}
    </>
  );
};

/** Draws amounts by period as columns: what is stated at least is solid, what is stated at most is pale on top of it. */
export const Columns = ({ periods, entries, label }: { periods: readonly Period[]; entries: readonly Entry[]; label: string }) => {
  const largest = Math.max(1, ...periods.flatMap(({ stacks }) => stacks.map((segments) => total(segments, highOf))));
  const step = scaleStep(largest);
  const lines = Array.from({ length: Math.floor(largest / step) + 1 }, (_, index) => index * step);
  return (
    <>
      {sizes.map((size) => {
        const inRow = Math.max(1, Math.floor((size.width - left) / keyWidth));
        const top = Math.ceil(entries.length / inRow) * keyRow + 10;
        const base = top + height;
        const scale = height / largest;
        const slot = (size.width - left) / periods.length;
        const xs = periods.map((_, index) => left + index * slot);
        return (
          <svg
            class={size.class}
            viewBox={`0 0 ${size.width} ${base + bottom}`}
            role="img"
            aria-label={`${label} The table has the same numbers.`}
          >
            {entries.map((entry, index) => {
              const [x, y] = [left + (index % inRow) * keyWidth, Math.floor(index / inRow) * keyRow];
              return (
                <>
                  <rect class={`bar ${entry.class}`} x={x} y={y + 3} width="14" height="10" />
                  <text class="small" x={x + 20} y={y + 12}>
                    {entry.text}
                  </text>
                </>
              );
            })}
            {lines.map((amount) => (
              <>
                <path
                  class="axis"
                  d={`M${left} ${(base - amount * scale).toFixed(1)}H${size.width}`}
                  {...(amount > 0 && { 'stroke-dasharray': '1 3' })}
                />
                <text class="small scale" x={left - 6} y={(base - amount * scale + 4).toFixed(1)} text-anchor="end">
                  {amount === 0 ? '$0' : formatUsd(amount)}
                </text>
              </>
            ))}
            {periods.map(({ stacks }, index) => {
              const width = (slot * 0.8) / stacks.length;
              return stacks.map((segments, position) => (
                <Stack segments={segments} x={(xs[index] ?? 0) + slot * 0.1 + position * width} width={width} base={base} scale={scale} />
              ));
            })}
            {labelled(xs, periods).map((index) => (
              <text class="small" x={((xs[index] ?? 0) + slot / 2).toFixed(1)} y={base + 15} text-anchor="middle">
                {periods[index]?.year}
              </text>
            ))}
          </svg>
        );
      })}
    </>
  );
};
