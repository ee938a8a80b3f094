import type { ChipCommitment, Deal, List } from '../../api-client/answers.ts';
import type { Read } from '../../api-client/api.ts';
import type { Titles } from '../parts/links.tsx';

/** Reads the titles of the deals behind items. */
export const readTitles = async (read: Read, items: readonly { deal: string | null }[]): Promise<NonNullable<Titles>> => {
  const ids = [...new Set(items.flatMap(({ deal }) => (deal === null ? [] : [deal])))];
  if (ids.length === 0) return {};
  const { data } = await read<List<Deal>>('/v1/deals', { id: ids, fields: ['id', 'title'], limit: 200 });
  return Object.fromEntries(data.map((deal) => [deal.id, deal]));
};

/** The sentence that stands for the title of a chip commitment, and its companies. */
export interface CommitmentTitle {
  title: string;
  buyer: string;
  chipVendor: string;
}

/** Reads who committed to the chips of whom, for commitments without a deal. */
export const readCommitmentTitles = async (
  read: Read,
  items: readonly { chipCommitment: string | null }[],
): Promise<Readonly<Record<string, CommitmentTitle>>> => {
  const ids = items.flatMap(({ chipCommitment }) => chipCommitment ?? []);
  if (ids.length === 0) return {};
  const { data, included } = await read<List<ChipCommitment>>('/v1/chip-commitments', {
    id: ids,
    include: ['companies', 'chips'],
    limit: 100,
  });
  const nameOf = (id: string): string => included?.companies?.[id]?.name ?? id;
  return Object.fromEntries(
    data.map(({ id, buyer, chipVendor, chips }) => {
      const names = chips.map((chip) => included?.chips?.[chip]?.name ?? chip).join(', ');
      const title = `${nameOf(buyer)}: chips of ${nameOf(chipVendor)}${names === '' ? '' : ` (${names})`}`;
      return [id, { title, buyer, chipVendor }];
    }),
  );
};
