import { formatUsd, type UsdSum } from '../../api-client/words.ts';

const barWidth = 34;
const gap = 14;
const height = 220;
const bottom = 24;
const top = 20;

const highOf = ({ low, high }: UsdSum): number => high ?? low;

/** Draws the highest stated amounts of each year, the parts side by side, as they must not be added. */
export const YearBars = ({ years, label }: { years: readonly { year: string; parts: readonly UsdSum[] }[]; label: string }) => {
  const largest = Math.max(1, ...years.flatMap(({ parts }) => parts.map(highOf)));
  const width = years.length * (barWidth + gap);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label} The table has the same numbers.`}>
      {years.map(({ year, parts }, index) => {
        const x = index * (barWidth + gap) + gap / 2;
        const size = barWidth / parts.length;
        return (
          <>
            {parts.map((part, position) => {
              const length = ((height - bottom - top) * highOf(part)) / largest;
              return (
                <rect
                  class={`bar purchase${position === 0 ? '' : ' high'}`}
                  x={x + position * size}
                  y={(height - bottom - length).toFixed(1)}
                  width={size - 1}
                  height={length.toFixed(1)}
                />
              );
            })}
            <text class="small" x={x + barWidth / 2} y={height - 8} text-anchor="middle">
              {year}
            </text>
          </>
        );
      })}
      <text class="small" x="0" y="12">
        {formatUsd(largest)} in the largest year
      </text>
      <path class="axis" d={`M0 ${height - bottom}H${width}`} />
    </svg>
  );
};
