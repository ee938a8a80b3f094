import createClient from 'openapi-fetch';
import type { components, operations, paths } from '../generated/openapi-typescript.ts';
import { baseUrl, check } from './check.ts';

type DealQuery = NonNullable<operations['listDeals']['parameters']['query']>;

const query: DealQuery = { company: ['openai'], status: ['signed', 'closed'], sort: '-amountUsd', limit: 2 };
// @ts-expect-error An unknown status is a type error.
export const wrong: DealQuery = { status: ['shiny'] };
// @ts-expect-error A patch with an unknown status is a type error.
export const wrongPatch: components['schemas']['StakePatch'] = { basis: 'guessed' };
export const patch: components['schemas']['DealPatch'] = { partOf: null, title: 'Another title' };

const client = createClient<paths>({ baseUrl, querySerializer: { array: { style: 'form', explode: false } } });
const { data } = await client.GET('/v1/deals', { params: { query } });
const { error } = await client.GET('/v1/deals/{id}', { params: { path: { id: 'no-such-deal' } } });
check(data?.data, error);
// A field that every deal has is not optional.
export const headlines = data?.data.map(({ amountUsd }): number | null => amountUsd?.max ?? amountUsd?.min ?? null);
