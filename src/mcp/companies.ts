import type { CompanyDetail } from '../api-client/answers.ts';
import type { Read } from '../api-client/api.ts';
import { matchCompany } from '../api-client/companies.ts';
import { ToolError } from './tool-error.ts';

/** Finds a company by its id or one of its names. Names the nearest companies if there is none. */
export const findCompany = async (read: Read, value: string): Promise<CompanyDetail> => {
  const { company, near } = await matchCompany(read, value.trim().replace(/^companies\//, ''));
  if (company !== undefined) return company;
  const hint = near.length === 0 ? 'Use search to find its id.' : `Did you mean ${near.map(({ id }) => `"${id}"`).join(', ')}?`;
  throw new ToolError(`No company is called "${value}". ${hint}`);
};

/** Finds the id of the group of a company, if one is given. */
export const findGroup = async (read: Read, value: string | undefined): Promise<string | undefined> =>
  value === undefined || value === '' ? undefined : (await findCompany(read, value)).group;
