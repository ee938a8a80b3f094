// Client code that CI compiles against the types that openapi-typescript generates from openapi/openapi.json.
import type { components, operations, paths } from './generated.ts';

type Deal = components['schemas']['Deal'];
type DealList = paths['/v1/deals']['get']['responses']['200']['content']['application/json'];
type DealQuery = NonNullable<operations['listDeals']['parameters']['query']>;

export const query: DealQuery = { company: ['openai'], status: ['in_talks', 'signed'], sort: '-amountUsd', limit: 5, total: true };

// @ts-expect-error An unknown status is a type error.
export const wrong: DealQuery = { status: ['shiny'] };

export const headline = (deal: Deal): number | null => deal.amountUsd?.max ?? deal.amountUsd?.min ?? null;

export const sources = ({ data }: DealList): string[] =>
  data.flatMap(({ history }) => (history ?? []).flatMap((event) => event.citations.map(({ source }) => source)));
