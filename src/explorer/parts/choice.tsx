import { describeCertainty, toWords } from '../../api-client/words.ts';

/** A choice of one value of a vocabulary, or none of them. */
export const Choice = <Value extends string>({
  name,
  label,
  values,
  selected,
  none = 'any',
  counts,
  format = toWords,
}: {
  name: string;
  label: string;
  values: readonly Value[];
  selected: string | undefined;
  none?: string;
  /** The number of results of each value. Values that are not in it have none. */
  counts?: readonly { value: string; count: number }[] | undefined;
  /** Writes a value. */
  format?: (value: Value) => string;
}) => (
  <label>
    {label}
    <select name={name}>
      <option value="">{none}</option>
      {values.map((value) => (
        <option value={value} selected={value === selected}>
          {format(value)}
          {counts === undefined ? null : ` (${(counts.find((one) => one.value === value)?.count ?? 0).toLocaleString('en-US')})`}
        </option>
      ))}
    </select>
  </label>
);

/** A choice of the certainty that amounts have at least. */
export const CertaintyChoice = ({ selected }: { selected: string | undefined }) => (
  <Choice
    name="certainty"
    label="At least this firm"
    values={['speculative', 'binding']}
    selected={selected}
    none="intended"
    format={describeCertainty}
  />
);
