import type { UsdSum } from '../../api-client/words.ts';

/** The amount of one side, and the part of it that is binding. */
export interface BarSide extends UsdSum {
  usdByCertainty: { binding?: UsdSum | undefined };
}

const height = 14;

const Bar = ({
  side,
  direction,
  scale,
  middle,
  y,
}: {
  side: BarSide | undefined;
  direction: -1 | 1;
  scale: number;
  middle: number;
  y: number;
}) => {
  const { low, high } = side ?? { low: 0, high: null };
  const binding = side?.usdByCertainty.binding?.low ?? 0;
  const color = direction === -1 ? 'finance' : 'purchase';
  const rect = (amount: number, classes: string) => {
    const width = Math.max(amount * scale, 0.5);
    return (
      <rect
        class={`bar ${color} ${classes}`}
        x={(direction === -1 ? middle - width : middle).toFixed(1)}
        y={y}
        width={width.toFixed(1)}
        height={height}
      />
    );
  };
  if (low === 0 && (high === null || high === 0))
    return <path class={`bar none ${color}`} d={`M${middle + direction * 6} ${y + height / 2}h${direction * 12}`} />;
  return (
    <>
      {high !== null && high > low ? rect(high, 'high') : null}
      {low > binding ? rect(low, 'intended') : null}
      {binding > 0 ? rect(binding, 'binding') : null}
    </>
  );
};

/** Draws two amounts from a line in the middle: what is binding at least is solid, what is stated at least is lighter, up to the most is pale. Three dots are an unknown amount. */
export const Bars = ({
  left,
  right,
  largest,
  width,
  x = 0,
  y = 3,
}: {
  left: BarSide | undefined;
  right: BarSide | undefined;
  /** The largest amount of either side, which the lengths refer to. */
  largest: number;
  width: number;
  x?: number;
  y?: number;
}) => {
  const scale = largest === 0 ? 0 : width / 2 / largest;
  const middle = x + width / 2;
  return (
    <>
      <Bar side={left} direction={-1} scale={scale} middle={middle - 1} y={y} />
      <Bar side={right} direction={1} scale={scale} middle={middle + 1} y={y} />
      <path class="axis" d={`M${middle} ${y - 3}v${height + 6}`} />
    </>
  );
};
