import { describeSum, type UsdSum } from '../../api-client/words.ts';
import { type Link, natureClass, shorten } from './link.ts';

/** Sizes that both columns share. */
interface Frame {
  size: Size;
  height: number;
  boxHeight: number;
  /** The largest amount, which the widths of the lines refer to. */
  largest: number;
}

/** A counterparty on one side of the picture, with the links between it and the group. */
export interface Side {
  name: string;
  /** Whether money also flows the other way. */
  isOnBothSides: boolean;
  links: readonly Link[];
}

interface Size {
  class: string;
  width: number;
  /** Width of the labels on each side. */
  label: number;
}

/** The picture is drawn twice, and the style shows the one that fits the screen. */
const sizes: readonly Size[] = [
  { class: 'wide', width: 1000, label: 260 },
  { class: 'narrow', width: 360, label: 132 },
];

const rowHeight = 38;
const labelGap = 8;
/** Average widths of a character of a name and of an amount. */
const nameWidth = 7.7;
const amountWidth = 6.3;
const boxWidth = 36;
const maxLineWidth = 16;
const minLineWidth = 1.2;

/** Scales line widths by the square root of the amount, so that small amounts stay visible. */
const lineWidth = (amount: number, largest: number): number =>
  largest === 0 ? minLineWidth : Math.max(minLineWidth, maxLineWidth * Math.sqrt(amount / largest));

const highOf = ({ low, high }: UsdSum): number => high ?? low;

const Curves = ({
  side,
  links,
  frame,
  y,
  boxY,
}: {
  side: 'left' | 'right';
  links: readonly Link[];
  frame: Frame;
  y: number;
  boxY: number;
}) => {
  const { size, largest } = frame;
  const outer = side === 'left' ? size.label : size.width - size.label;
  const inner = side === 'left' ? (size.width - boxWidth) / 2 : (size.width + boxWidth) / 2;
  const middle = (outer + inner) / 2;
  return (
    <>
      {links.map((link, index) => {
        const offset = (index - (links.length - 1) / 2) * 7;
        const path = `M${outer} ${y + offset}C${middle} ${y + offset} ${middle} ${boxY + offset / 2} ${inner} ${boxY + offset / 2}`;
        const low = lineWidth(link.usd.low, largest).toFixed(1);
        const high = lineWidth(highOf(link.usd), largest).toFixed(1);
        const classes = `line ${natureClass(link.nature)}`;
        return (
          <>
            {high === low ? null : <path class={`${classes} halo`} d={path} stroke-width={high} />}
            <path class={`${classes} ${link.certainty}`} d={path} stroke-width={low} />
          </>
        );
      })}
    </>
  );
};

const Column = ({ side, rows, frame }: { side: 'left' | 'right'; rows: readonly Side[]; frame: Frame }) => {
  const { size, height, boxHeight } = frame;
  const top = (height - rows.length * rowHeight) / 2;
  const maxCharacters = (width: number): number => Math.floor((size.label - labelGap) / width);
  return (
    <>
      {rows.map((row, index) => {
        const y = top + (index + 0.5) * rowHeight;
        const boxY = height / 2 + ((index + 0.5) / rows.length - 0.5) * boxHeight;
        const x = side === 'left' ? size.label - labelGap : size.width - size.label + labelGap;
        const anchor = side === 'left' ? 'end' : 'start';
        return (
          <>
            <Curves side={side} links={row.links} frame={frame} y={y} boxY={boxY} />
            <text x={x} y={y} text-anchor={anchor} {...(row.isOnBothSides && { 'font-weight': 'bold' })}>
              {shorten(row.isOnBothSides ? `⟲ ${row.name}` : row.name, maxCharacters(nameWidth))}
            </text>
            <text class="small" x={x} y={y + 14} text-anchor={anchor}>
              {shorten(row.links.map(({ usd }) => describeSum(usd)).join('; '), maxCharacters(amountWidth))}
            </text>
          </>
        );
      })}
    </>
  );
};

/** Draws who pays a group on the left and whom it pays on the right. The lines are as wide as the stated low, with a halo for the high. */
export const MoneyInOut = ({ name, left, right }: { name: string; left: readonly Side[]; right: readonly Side[] }) => {
  const height = Math.max(left.length, right.length, 3) * rowHeight + 10;
  const largest = Math.max(0, ...[...left, ...right].flatMap(({ links }) => links.map(({ usd }) => highOf(usd))));
  const boxHeight = Math.min(height - 20, Math.max(60, Math.max(left.length, right.length) * 10));
  return (
    <>
      {sizes.map((size) => {
        const frame = { size, height, boxHeight, largest };
        return (
          <svg
            class={size.class}
            viewBox={`0 0 ${size.width} ${height}`}
            role="img"
            aria-label={`Money that ${name} receives, on the left, and pays, on the right. The tables below have the same numbers.`}
          >
            <Column side="left" rows={left} frame={frame} />
            <Column side="right" rows={right} frame={frame} />
            <rect class="box" x={(size.width - boxWidth) / 2} y={(height - boxHeight) / 2} width={boxWidth} height={boxHeight} rx="5" />
          </svg>
        );
      })}
    </>
  );
};
