import type { PageInput } from '../page.ts';

/** A field for the name of a company. The script adds suggestions. */
export const CompanyField = ({ name, label, input }: { name: string; label: string; input: PageInput }) => (
  <label>
    {label}
    <input name={name} value={input.companyNames?.[name] ?? input.query[name]} autocomplete="off" list={`${name}-names`} />
    <datalist id={`${name}-names`} />
  </label>
);
