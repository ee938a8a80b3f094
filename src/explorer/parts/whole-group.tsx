import type { CompanyDetail } from '../../api-client/answers.ts';
import type { PageInput } from '../page.ts';
import { GroupLink, type Names } from './links.tsx';

/** Says that the money of a subsidiary is that of its whole group. */
export const WholeGroup = ({ company: { id, name, group }, names, input }: { company: CompanyDetail; names: Names; input: PageInput }) =>
  group === id ? null : (
    <p>
      {name} belongs to <GroupLink id={group} names={names} input={input} />. The money is that of the whole group.
    </p>
  );
