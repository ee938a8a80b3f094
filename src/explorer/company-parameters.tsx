import { type Read, toUrl } from '../api-client/api.ts';
import { matchCompany } from '../api-client/companies.ts';
import type { Page, PageInput, PageView } from './page.ts';

/** Asks which company is meant. */
const choiceView = (text: string, near: readonly { id: string; name: string }[], toHref: (id: string) => string): PageView => {
  const sentence = near.length === 0 ? `No company is called “${text}”.` : `Which company do you mean by “${text}”?`;
  return {
    title: 'Choose a company',
    sentence,
    description: sentence,
    isNotice: true,
    json: toUrl('/v1/search', { q: text, collection: 'companies' }),
    body:
      near.length === 0 ? (
        <p>
          <a href="/search">Search</a> for it, or go back.
        </p>
      ) : (
        <ul>
          {near.map(({ id, name }) => (
            <li>
              <a href={toHref(id)}>{name}</a>
            </li>
          ))}
        </ul>
      ),
  };
};

/** Replaces the names of companies in query parameters by their ids. If a name is not clear, returns a page that asks. */
export const resolveCompanies = async (read: Read, page: Page, input: PageInput): Promise<PageInput | { question: PageView }> => {
  const query = { ...input.query };
  const companyNames: Record<string, string> = {};
  for (const parameter of page.companyParameters ?? []) {
    const text = query[parameter];
    // Several ids, as in the API.
    if (text === undefined || text.includes(',')) continue;
    const { company, near } = await matchCompany(read, text);
    if (company === undefined) {
      const toHref = (id: string) => toUrl(page.path, { ...query, [parameter]: id, cursor: undefined });
      return { question: choiceView(text, near, toHref) };
    }
    query[parameter] = company.id;
    companyNames[parameter] = company.name;
  }
  return { ...input, query, companyNames };
};
