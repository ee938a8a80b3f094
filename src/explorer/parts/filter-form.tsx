import type { ComponentChildren } from 'preact';
import type { PageInput } from '../page.ts';
import { keptState } from './links.tsx';

/** Parameters that a form passes on without showing them. */
export const HiddenFields = ({ values }: { values: Readonly<Record<string, string | undefined>> }) => (
  <>{Object.entries(values).map(([name, value]) => (value === undefined ? null : <input type="hidden" name={name} value={value} />))}</>
);

/** A form that shows a page with other parameters. It keeps the day and the version of the data. */
export const FilterForm = ({
  action,
  input,
  button = 'Filter',
  children,
}: {
  action: string;
  input: PageInput;
  button?: string;
  children: ComponentChildren;
}) => (
  <form class="filters" method="get" action={action}>
    {children}
    <HiddenFields values={keptState(input)} />
    <button type="submit">{button}</button>
  </form>
);
