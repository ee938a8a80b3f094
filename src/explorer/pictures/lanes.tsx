import type { Certainty } from '../../domain/vocabulary.ts';
import { shorten } from './link.ts';

/** A group in a lane. */
export interface LaneNode {
  id: string;
  name: string;
  lane: number;
  /** Position within the lane, from the top. */
  place: number;
  href: string;
}

/** A connection between two groups: support is blue, a purchase orange. */
export interface LaneLink {
  from: string;
  to: string;
  color: 'finance' | 'purchase';
  certainty: Certainty;
  /** The amount that sets the width; 0 if it is not stated. */
  amount: number;
}

const laneWidth = 300;
const nodeWidth = 150;
const nodeHeight = 26;
const top = 40;
const maxLineWidth = 14;

/** Draws groups in lanes with the money between them. With a group in focus, everything that does not touch it fades. */
export const Lanes = ({
  lanes,
  nodes,
  links,
  focus,
}: {
  lanes: readonly string[];
  nodes: readonly LaneNode[];
  links: readonly LaneLink[];
  focus: string | undefined;
}) => {
  const rows = Math.max(1, ...lanes.map((_, lane) => nodes.filter((node) => node.lane === lane).length));
  const height = top + rows * 44;
  const width = lanes.length * laneWidth - (laneWidth - nodeWidth);
  const position = (node: LaneNode) => {
    const count = nodes.filter(({ lane }) => lane === node.lane).length;
    return { x: node.lane * laneWidth, y: top + ((node.place + 0.5) / count) * (height - top) };
  };
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const largest = Math.max(1, ...links.map(({ amount }) => amount));
  const touches = (...ids: readonly string[]): boolean => focus === undefined || ids.includes(focus);
  const inFocus = new Set(links.filter(({ from, to }) => touches(from, to)).flatMap(({ from, to }) => [from, to]));
  const path = (from: LaneNode, to: LaneNode, color: LaneLink['color']): string => {
    const [a, b] = [position(from), position(to)];
    const shift = color === 'finance' ? -4 : 4;
    const [y1, y2] = [a.y + shift, b.y + shift];
    if (from.lane === to.lane) {
      const x = a.x + nodeWidth;
      return `M${x} ${y1}C${x + 60} ${y1} ${x + 60} ${y2} ${x} ${y2}`;
    }
    const [x1, x2] = a.x < b.x ? [a.x + nodeWidth, b.x] : [a.x, b.x + nodeWidth];
    const middle = (x1 + x2) / 2;
    return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  };
  return (
    <svg
      class="lanes"
      viewBox={`-4 0 ${width + 70} ${height}`}
      aria-label="Groups in circles, and the money between them. The table below has the same links."
    >
      {lanes.map((name, lane) => (
        <text class="lane" x={lane * laneWidth + nodeWidth / 2} y="18" text-anchor="middle">
          {name}
        </text>
      ))}
      {links.map(({ from, to, color, certainty, amount }) => {
        const [start, end] = [byId.get(from), byId.get(to)];
        if (start === undefined || end === undefined) return null;
        const lineWidth = Math.max(1.2, maxLineWidth * Math.sqrt(amount / largest)).toFixed(1);
        return (
          <path
            class={`line ${color} ${certainty}${touches(from, to) ? '' : ' faded'}`}
            d={path(start, end, color)}
            stroke-width={lineWidth}
          />
        );
      })}
      {nodes.map((node) => {
        const { x, y } = position(node);
        return (
          <a href={node.href} class={`node${inFocus.has(node.id) ? '' : ' faded'}${node.id === focus ? ' focus' : ''}`}>
            <rect x={x} y={y - nodeHeight / 2} width={nodeWidth} height={nodeHeight} rx="13" />
            <text x={x + nodeWidth / 2} y={y + 4} text-anchor="middle">
              {shorten(node.name, 20)}
            </text>
          </a>
        );
      })}
    </svg>
  );
};
