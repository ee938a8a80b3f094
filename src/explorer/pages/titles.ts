import type { Deal, Included, List } from '../../api-client/answers.ts';
import type { Read } from '../../api-client/api.ts';

/** Reads the titles of the deals behind items. */
export const readTitles = async (read: Read, items: readonly { deal: string | null }[]): Promise<NonNullable<Included['deals']>> => {
  const ids = [...new Set(items.flatMap(({ deal }) => (deal === null ? [] : [deal])))];
  if (ids.length === 0) return {};
  const { data } = await read<List<Deal>>('/v1/deals', { id: ids, fields: ['id', 'title'], limit: 200 });
  return Object.fromEntries(data.map((deal) => [deal.id, deal]));
};
