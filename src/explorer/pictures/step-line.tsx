import { formatDate, formatUsd } from '../../api-client/words.ts';
import { lastDayOf } from '../../domain/dates.ts';

/** A value from a date on. A month or a year counts from its last day. */
export interface Step {
  day: string;
  value: number;
}

const width = 640;
const height = 160;
const left = 64;
const bottom = 22;

/** Draws a value that changes on known days, as steps: nothing is known in between. */
export const StepLine = ({ steps, until, label }: { steps: readonly Step[]; until: string; label: string }) => {
  const first = steps[0];
  const largest = Math.max(...steps.map(({ value }) => value));
  if (first === undefined || largest <= 0) return null;
  const time = (day: string): number => Math.min(Date.parse(lastDayOf(day)), Date.parse(until));
  const start = time(first.day);
  const duration = Math.max(1, Date.parse(until) - start);
  const x = (day: string): string => (left + ((time(day) - start) / duration) * (width - left - 8)).toFixed(1);
  const y = (value: number): string => (height - bottom - (value / largest) * (height - bottom - 16)).toFixed(1);
  const path = steps.map(({ day, value }, index) => (index === 0 ? `M${x(day)} ${y(value)}` : `H${x(day)}V${y(value)}`)).join('');
  return (
    <svg class="steps" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}. The table has the same numbers.`}>
      <path class="axis" d={`M${left} ${height - bottom}H${width}`} />
      <path class="line finance" d={`${path}H${width - 8}`} stroke-width="2.5" />
      {steps.map(({ day, value }) => (
        <circle class="bar finance" cx={x(day)} cy={y(value)} r="3" />
      ))}
      <text class="small" x={left - 6} y="20" text-anchor="end">
        {formatUsd(largest)}
      </text>
      <text class="small" x={left} y={height - 6}>
        {formatDate(first.day)}
      </text>
      <text class="small" x={width - 8} y={height - 6} text-anchor="end">
        {formatDate(until)}
      </text>
    </svg>
  );
};
