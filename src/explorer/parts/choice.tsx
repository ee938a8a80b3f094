import { toWords } from '../../api-client/words.ts';

/** A choice of one value of a vocabulary, or none of them. */
export const Choice = ({
  name,
  label,
  values,
  selected,
  none = 'any',
  counts,
}: {
  name: string;
  label: string;
  values: readonly string[];
  selected: string | undefined;
  none?: string;
  /** The number of results of each value. Values that are not in it have none. */
  counts?: readonly { value: string; count: number }[] | undefined;
}) => (
  <label>
    {label}
    <select name={name}>
      <option value="">{none}</option>
      {values.map((value) => (
        <option value={value} selected={value === selected}>
          {toWords(value)}
          {counts === undefined ? null : ` (${(counts.find((one) => one.value === value)?.count ?? 0).toLocaleString('en-US')})`}
        </option>
      ))}
    </select>
  </label>
);
