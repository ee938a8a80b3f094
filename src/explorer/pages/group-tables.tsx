import type { z } from 'zod';
import type { ChipCommitment, List, Stake, Valuation } from '../../api-client/answers.ts';
import {
  describeInterval,
  describeStatement,
  formatAmount,
  formatDate,
  formatPower,
  toWords,
  type UsdSum,
} from '../../api-client/words.ts';
import type { exposureSchema } from '../../modules/exposure/exposure.schemas.ts';
import type { PageInput } from '../page.ts';
import { Firmness, Stated, SumsByNature } from '../parts/amount.tsx';
import { DealLink, GroupLink } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { StepLine } from '../pictures/step-line.tsx';

export type Exposure = z.infer<typeof exposureSchema>;
type Ratio = { low: number | null; high: number | null } | null;

const formatRatio = (ratio: Ratio): string => {
  // "At least 0" says nothing.
  if (ratio === null || (!ratio.low && ratio.high === null)) return 'not known';
  const { low, high } = ratio;
  const digits = (value: number): string => Number(value.toPrecision(2)).toString();
  if (low !== null && high !== null) return low === high ? digits(low) : `${digits(low)} to ${digits(high)}`;
  return low === null ? `up to ${digits(high ?? 0)}` : `at least ${digits(low)}`;
};

/** What a company buys from those who finance it, for each dollar of financing. */
export const RatioTable = ({ exposure, name }: { exposure: Exposure; name: (id: string) => string }) => {
  const rows = exposure.data.counterparties.filter(
    ({ roundTripAsCustomer, roundTripAsFinancier }) => roundTripAsCustomer !== null || roundTripAsFinancier !== null,
  );
  return (
    <Table
      caption="Round trips: binding purchases for each dollar of binding financing"
      rows={rows}
      columns={[
        { heading: 'Counterparty', cell: ({ group }) => name(group) },
        {
          heading: 'It finances, and sells to, the company',
          label: 'Finances and sells:',
          cell: ({ roundTripAsCustomer }) => (roundTripAsCustomer === null ? '' : formatRatio(roundTripAsCustomer)),
        },
        {
          heading: 'The company finances, and sells to, it',
          label: 'Is financed and buys:',
          cell: ({ roundTripAsFinancier }) => (roundTripAsFinancier === null ? '' : formatRatio(roundTripAsFinancier)),
        },
      ]}
    />
  );
};

const weight = (sums: Readonly<Record<string, UsdSum | undefined>>): number =>
  Object.values(sums).reduce((total, sum) => total + (sum?.low ?? 0), 0);

/** The number of counterparties whose failure the table shows. */
const shownFailures = 8;

/** What would stop if a counterparty failed. */
export const FailureTable = ({ exposure, name, input }: { exposure: Exposure; name: (id: string) => string; input: PageInput }) => {
  const rows = exposure.data.counterparties
    .toSorted((a, b) => weight(b.ifFailed.received) + weight(b.ifFailed.paid) - weight(a.ifFailed.received) - weight(a.ifFailed.paid))
    .slice(0, shownFailures);
  const companies = Object.fromEntries(rows.map(({ group }) => [group, { name: name(group) }]));
  return (
    <Table
      caption="What would stop if a partner failed (the largest)"
      rows={rows}
      columns={[
        { heading: 'Partner', cell: ({ group }) => <GroupLink id={group} names={companies} input={input} /> },
        { heading: 'Money that would not come in', label: 'In:', cell: ({ ifFailed }) => <SumsByNature sums={ifFailed.received} /> },
        { heading: 'Money that would not go out', label: 'Out:', cell: ({ ifFailed }) => <SumsByNature sums={ifFailed.paid} /> },
        { heading: 'Circles cut', label: 'Circles cut:', class: 'number', cell: ({ ifFailed }) => ifFailed.cyclesCut },
      ]}
    />
  );
};

/** Valuations over time, as steps and as a table. */
export const ValuationSection = ({ valuations, asOf }: { valuations: List<Valuation>; asOf: string }) => {
  const { data } = valuations;
  if (data.length === 0) return null;
  const steps = data.flatMap(({ observedOn, amountUsd }) =>
    amountUsd === null ? [] : [{ day: observedOn, value: amountUsd.max ?? amountUsd.min ?? 0 }],
  );
  return (
    <section>
      <h2>Valuations</h2>
      {steps.length > 1 ? <StepLine steps={steps} until={asOf} label="Valuation over time" /> : null}
      <Table
        rows={data.toReversed()}
        columns={[
          { heading: 'On', cell: ({ observedOn }) => formatDate(observedOn) },
          { heading: 'Valuation', cell: ({ amount }) => describeStatement(amount) },
          { heading: 'Basis', cell: ({ basis }) => toWords(basis) },
        ]}
      />
    </section>
  );
};

/** Says the share of a stake, or its value if no report states a share. */
const describeShare = ({ percent, value, endedOn }: Stake): string => {
  const share = percent == null ? describeStatement(value) : describeInterval(percent, (amount) => `${amount}%`);
  return endedOn == null ? share : `${share}, until ${formatDate(endedOn)}`;
};

/** The newest observation of each stake of which a company is the holder, or the issuer, with the earlier ones. */
export const StakeTable = ({
  caption,
  stakes: { data, included },
  company,
  is: end,
  input,
}: {
  caption: string;
  /** Sorted from the newest observation. */
  stakes: List<Stake>;
  company: string;
  is: 'holder' | 'issuer';
  input: PageInput;
}) => {
  const other = end === 'holder' ? 'issuer' : 'holder';
  const own = data.filter((stake) => stake[end] === company);
  return (
    <Table
      caption={caption}
      rows={own.filter((stake, index) => own.findIndex((newest) => newest[other] === stake[other]) === index)}
      columns={[
        { heading: 'Company', cell: (stake) => <GroupLink id={stake[other]} names={included?.companies} input={input} /> },
        { heading: 'Share', cell: describeShare },
        { heading: 'Observed on', label: 'Observed:', cell: ({ observedOn }) => formatDate(observedOn) },
        {
          heading: 'Earlier',
          label: 'Earlier:',
          class: 'note',
          cell: (newest) =>
            own
              .filter((stake) => stake[other] === newest[other] && stake !== newest)
              .map((stake) => `${describeShare(stake)} (${formatDate(stake.observedOn)})`)
              .join('; '),
        },
      ]}
    />
  );
};

/** Chip commitments with their size. */
export const ChipTable = ({ commitments, input }: { commitments: List<ChipCommitment>; input: PageInput }) => {
  const { data, included } = commitments;
  const link = (id: string) => <GroupLink id={id} names={included?.companies} input={input} />;
  return (
    <Table
      caption="Chip commitments"
      rows={data}
      columns={[
        {
          heading: 'Buyer, provider, vendor',
          cell: ({ buyer, provider, chipVendor }) => (
            <>
              {link(buyer)}
              {provider === undefined ? null : <> from {link(provider)}</>}, chips of {link(chipVendor)}
            </>
          ),
        },
        {
          heading: 'Power',
          label: 'Power:',
          cell: ({ powerMw }) => (powerMw === null ? 'not stated' : describeInterval(powerMw, formatPower)),
        },
        {
          heading: 'Chips',
          label: 'Chips:',
          cell: ({ units }) => (units === null ? 'not stated' : describeInterval(units, formatAmount)),
        },
        { heading: 'Amount', label: 'Amount:', cell: ({ amount }) => <Stated amount={amount} /> },
        { heading: 'Firmness', cell: ({ certainty }) => <Firmness certainty={certainty} /> },
        {
          heading: 'Deal',
          cell: ({ deal }) => (deal === undefined ? null : <DealLink id={deal} titles={included?.deals} input={input} />),
        },
      ]}
    />
  );
};
