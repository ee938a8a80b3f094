import { toWords } from '../../api-client/words.ts';

/** A choice of one value of a vocabulary, or none of them. */
export const Choice = ({
  name,
  label,
  values,
  selected,
  none = 'any',
}: {
  name: string;
  label: string;
  values: readonly string[];
  selected: string | undefined;
  none?: string;
}) => (
  <label>
    {label}
    <select name={name}>
      <option value="">{none}</option>
      {values.map((value) => (
        <option value={value} selected={value === selected}>
          {toWords(value)}
        </option>
      ))}
    </select>
  </label>
);
