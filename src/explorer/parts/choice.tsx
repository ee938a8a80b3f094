import { toWords } from '../words.ts';

/** A choice of one value of a vocabulary, or any. */
export const Choice = ({
  name,
  label,
  values,
  selected,
}: {
  name: string;
  label: string;
  values: readonly string[];
  selected: string | undefined;
}) => (
  <label>
    {label}
    <select name={name}>
      <option value="">any</option>
      {values.map((value) => (
        <option value={value} selected={value === selected}>
          {toWords(value)}
        </option>
      ))}
    </select>
  </label>
);
