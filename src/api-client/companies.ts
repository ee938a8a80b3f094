import type { z } from 'zod';
import type { searchResponseSchema } from '../modules/search/search.schemas.ts';
import type { CompanyDetail, Detail } from './answers.ts';
import { ApiError, type Read } from './api.ts';

/** What a text that a reader typed for a company can mean. */
export interface CompanyMatch {
  /** The company with this id or name, or the only one with the text in its name. */
  company?: CompanyDetail;
  /** Otherwise, the companies that it may mean. */
  near: readonly { id: string; name: string }[];
}

const normalize = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Finds a company by its id or one of its names, or the companies that may be meant. */
export const matchCompany = async (read: Read, text: string): Promise<CompanyMatch> => {
  const load = async (id: string): Promise<CompanyMatch> => ({
    company: (await read<Detail<CompanyDetail>>(`/v1/companies/${encodeURIComponent(id)}`)).data,
    near: [],
  });
  const id = text.trim();
  try {
    return await load(id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.currentId !== undefined) return load(error.currentId);
    if (error.problem.status !== 404) throw error;
    const hits = await read<z.infer<typeof searchResponseSchema>>('/v1/search', { q: id, collection: 'companies', limit: 5 });
    const found = hits.data.find(({ title, highlights }) =>
      [title, ...highlights.map(({ text: name }) => name)].some((name) => normalize(name) === normalize(id)),
    );
    const [first, ...others] = hits.data;
    if (found !== undefined) return load(found.id);
    if (first !== undefined && others.length === 0 && normalize(first.title).includes(normalize(id))) return load(first.id);
    // Names that begin with the text come first.
    const startsWithText = ({ title }: { title: string }) => Number(normalize(title).startsWith(normalize(id)));
    const near = new Map(hits.data.toSorted((a, b) => startsWithText(b) - startsWithText(a)).map((hit) => [hit.id, hit.title]));
    const suggestion = error.problem.errors?.[0]?.didYouMean;
    if (suggestion !== undefined && !near.has(suggestion)) near.set(suggestion, suggestion);
    return { near: [...near].map(([one, name]) => ({ id: one, name })) };
  }
};
