const natures = ['financing', 'purchase', 'guarantee', 'warrant'] as const;
type ByNature = Readonly<Record<(typeof natures)[number], Usd>>;

/** An interval in whole US dollars. `high` is null if no upper bound is known; `unknown` counts the flows without one. */
interface Usd {
  low: number;
  high: number | null;
  unknown: number;
}

/** A node: a group with its totals. */
export interface GraphNode {
  id: string;
  name: string;
  roles: readonly string[];
  country: string | null;
  paid: ByNature;
  received: ByNature;
}

/** A directed link. Links between the same nodes differ in `nature`. */
export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  nature: string;
  certainty: string;
  implied: boolean;
  contingent: boolean;
  usd: Usd;
  flows: number;
  deals: readonly string[];
  chipCommitments: readonly string[];
}

export interface GraphDocument {
  nodes: readonly GraphNode[];
  links: readonly GraphEdge[];
}

type Value = string | number | boolean | null;
export type AttributeType = 'string' | 'double' | 'int' | 'boolean';

/** An attribute as the XML formats declare it, and a function that reads it. */
export interface Attribute<Item> {
  name: string;
  type: AttributeType;
  read: (item: Item) => Value;
}

const totalAttributes = (['low', 'high'] as const).flatMap((end) =>
  (['paid', 'received'] as const).flatMap((side) => natures.map((nature) => ({ end, side, nature }))),
);

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Attributes of a node, in the order in which the XML formats declare them. */
export const nodeAttributes: readonly Attribute<GraphNode>[] = [
  { name: 'roles', type: 'string', read: ({ roles }) => roles.join(' ') },
  { name: 'country', type: 'string', read: ({ country }) => country },
  ...totalAttributes.map(
    ({ end, side, nature }): Attribute<GraphNode> => ({
      name: `${side}${capitalize(nature)}Usd${capitalize(end)}`,
      type: 'double',
      read: (node) => node[side][nature][end],
    }),
  ),
];

/** Attributes of a link, in the order in which the XML formats declare them. */
export const edgeAttributes: readonly Attribute<GraphEdge>[] = [
  { name: 'nature', type: 'string', read: ({ nature }) => nature },
  { name: 'certainty', type: 'string', read: ({ certainty }) => certainty },
  { name: 'implied', type: 'boolean', read: ({ implied }) => implied },
  { name: 'contingent', type: 'boolean', read: ({ contingent }) => contingent },
  { name: 'usdLow', type: 'double', read: ({ usd }) => usd.low },
  { name: 'usdHigh', type: 'double', read: ({ usd }) => usd.high },
  { name: 'usdUnknown', type: 'int', read: ({ usd }) => usd.unknown },
  { name: 'flows', type: 'int', read: ({ flows }) => flows },
  { name: 'deals', type: 'string', read: ({ deals }) => deals.join(' ') },
  { name: 'chipCommitments', type: 'string', read: ({ chipCommitments }) => chipCommitments.join(' ') },
];

const weightMin = 0.001;

/**
 * Returns the weight of a link for layouts and drawings: its upper bound, or else its lower bound, in billions of US dollars. At least
 * a million dollars, because Gephi omits edges with a weight of 0.
 */
export const linkWeight = ({ usd: { low, high } }: GraphEdge): number => Math.max((high ?? low) / 1e9, weightMin);

/** Formats an amount as a short label: an interval in billions of US dollars, or as much of it as is known. */
const formatAmount = ({ low, high }: Usd): string => {
  const billions = (amount: number) => String(Number((amount / 1e9).toPrecision(3)));
  if (high === null) return low === 0 ? 'amount unknown' : `$${billions(low)}bn or more`;
  if (low === high) return `$${billions(high)}bn`;
  return low === 0 ? `up to $${billions(high)}bn` : `$${billions(low)}-${billions(high)}bn`;
};

/** Formats the label of a link: its nature and its amount. */
export const formatLabel = ({ nature, usd }: GraphEdge): string => `${nature}: ${formatAmount(usd)}`;
