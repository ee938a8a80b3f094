import type { z } from 'zod';
import type { CompanyDetail, Detail } from '../api-client/answers.ts';
import { ApiError, type Read } from '../api-client/api.ts';
import type { searchResponseSchema } from '../modules/search/search.schemas.ts';
import { ToolError } from './tool-error.ts';

const isSameName = (a: string, b: string): boolean => {
  const normalize = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return normalize(a) === normalize(b);
};

/** Finds a company by its id or one of its names. Names the nearest companies if there is none. */
export const findCompany = async (read: Read, value: string): Promise<CompanyDetail> => {
  const load = async (id: string) => (await read<Detail<CompanyDetail>>(`/v1/companies/${encodeURIComponent(id)}`)).data;
  const id = value.trim().replace(/^companies\//, '');
  try {
    return await load(id);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.status >= 500 || error.problem.status === 429) throw error;
    if (error.currentId !== undefined) return load(error.currentId);
    if (error.problem.status !== 404) throw error;
    const hits = await read<z.infer<typeof searchResponseSchema>>('/v1/search', { q: id, collection: 'companies', limit: 5 });
    const found = hits.data.find(({ title, highlights }) =>
      [title, ...highlights.map(({ text }) => text)].some((name) => isSameName(name, id)),
    );
    if (found !== undefined) return load(found.id);
    const [issue] = error.problem.errors ?? [];
    const near = [...new Set([...(issue?.didYouMean === undefined ? [] : [issue.didYouMean]), ...hits.data.map((hit) => hit.id)])];
    const hint = near.length === 0 ? 'Use search to find its id.' : `Did you mean ${near.map((one) => `"${one}"`).join(', ')}?`;
    throw new ToolError(`No company is called "${value}". ${hint}`);
  }
};

/** Finds the id of the group of a company, if one is given. */
export const findGroup = async (read: Read, value: string | undefined): Promise<string | undefined> =>
  value === undefined || value === '' ? undefined : (await findCompany(read, value)).group;
