import { toUrl } from '../../api-client/api.ts';
import type { PageInput } from '../page.ts';

/** The parameters that links between pages keep: the day and the version of the data. */
export const keptState = ({ query }: PageInput) => ({ asOf: query.asOf, dataVersion: query.dataVersion });

/** Companies by id, of which links show the name. */
export type Names = Readonly<Record<string, { name: string }>> | undefined;

/** A link to the page of a group. */
export const GroupLink = ({ id, names, input }: { id: string; names: Names; input: PageInput }) => (
  <a href={toUrl(`/groups/${id}`, keptState(input))}>{names?.[id]?.name ?? id}</a>
);

/** Deals by id, of which links show the title. */
export type Titles = Readonly<Record<string, { title: string }>> | undefined;

/** A link to the page of a deal. */
export const DealLink = ({ id, titles, input }: { id: string; titles: Titles; input: PageInput }) => (
  <a href={toUrl(`/deals/${id}`, keptState(input))}>{titles?.[id]?.title ?? id}</a>
);
