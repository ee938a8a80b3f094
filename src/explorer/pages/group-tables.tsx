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
import { Firmness, Stated, Sum } from '../parts/amount.tsx';
import { DealLink, GroupLink } from '../parts/links.tsx';
import { StepLine } from '../pictures/step-line.tsx';

export type Exposure = z.infer<typeof exposureSchema>;
type Ratio = { low: number | null; high: number | null } | null;

const formatRatio = (ratio: Ratio): string => {
  if (ratio === null || (ratio.low === null && ratio.high === null)) return 'not known';
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
  if (rows.length === 0) return null;
  return (
    <table class="cards">
      <caption>Round trips: binding purchases for each dollar of binding financing</caption>
      <thead>
        <tr>
          <th scope="col">Counterparty</th>
          <th scope="col">It finances, and sells to, the company</th>
          <th scope="col">The company finances, and sells to, it</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ group, roundTripAsCustomer, roundTripAsFinancier }) => (
          <tr>
            <th scope="row">{name(group)}</th>
            <td data-label="Finances and sells:">{roundTripAsCustomer === null ? '' : formatRatio(roundTripAsCustomer)}</td>
            <td data-label="Is financed and buys:">{roundTripAsFinancier === null ? '' : formatRatio(roundTripAsFinancier)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const weight = (sums: Readonly<Record<string, UsdSum | undefined>>): number =>
  Object.values(sums).reduce((total, sum) => total + (sum?.low ?? 0), 0);

/** The number of counterparties whose failure the table shows. */
const shownFailures = 8;

const ByNature = ({ sums }: { sums: Readonly<Record<string, UsdSum | undefined>> }) => {
  const entries = Object.entries(sums).flatMap(([nature, usd]) => (usd === undefined ? [] : [{ nature, usd }]));
  return (
    <>
      {entries.length === 0 ? 'nothing' : null}
      {entries.map(({ nature, usd }) => (
        <div>
          {toWords(nature)} <Sum usd={usd} />
        </div>
      ))}
    </>
  );
};

/** What would stop if a counterparty failed. */
export const FailureTable = ({ exposure, name, input }: { exposure: Exposure; name: (id: string) => string; input: PageInput }) => {
  const rows = exposure.data.counterparties
    .toSorted((a, b) => weight(b.ifFailed.received) + weight(b.ifFailed.paid) - weight(a.ifFailed.received) - weight(a.ifFailed.paid))
    .slice(0, shownFailures);
  if (rows.length === 0) return null;
  const companies = Object.fromEntries(rows.map(({ group }) => [group, { name: name(group) }]));
  return (
    <table class="cards">
      <caption>What would stop if a partner failed (the largest)</caption>
      <thead>
        <tr>
          <th scope="col">Partner</th>
          <th scope="col">Money that would not come in</th>
          <th scope="col">Money that would not go out</th>
          <th scope="col" class="number">
            Circles cut
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ group, ifFailed }) => (
          <tr>
            <th scope="row">
              <GroupLink id={group} names={companies} input={input} />
            </th>
            <td data-label="In:">
              <ByNature sums={ifFailed.received} />
            </td>
            <td data-label="Out:">
              <ByNature sums={ifFailed.paid} />
            </td>
            <td class="number" data-label="Circles cut:">
              {ifFailed.cyclesCut}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">On</th>
            <th scope="col">Valuation</th>
            <th scope="col">Basis</th>
          </tr>
        </thead>
        <tbody>
          {data.toReversed().map((valuation) => (
            <tr>
              <th scope="row">{formatDate(valuation.observedOn)}</th>
              <td>{describeStatement(valuation.amount)}</td>
              <td>{toWords(valuation.basis)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** Stakes, newest observation first. */
export const StakeTable = ({
  caption,
  stakes,
  other,
  input,
}: {
  caption: string;
  stakes: List<Stake>;
  other: 'holder' | 'issuer';
  input: PageInput;
}) =>
  stakes.data.length === 0 ? null : (
    <table class="cards">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Company</th>
          <th scope="col">Share</th>
          <th scope="col">Observed on</th>
        </tr>
      </thead>
      <tbody>
        {stakes.data.map((stake) => (
          <tr>
            <th scope="row">
              <GroupLink id={stake[other]} names={stakes.included?.companies} input={input} />
            </th>
            <td>{stake.percent == null ? 'not stated' : describeInterval(stake.percent, (percent) => `${percent}%`)}</td>
            <td data-label="Observed:">{formatDate(stake.observedOn)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

/** Chip commitments with their size. */
export const ChipTable = ({ commitments, input }: { commitments: List<ChipCommitment>; input: PageInput }) => {
  const { data, included } = commitments;
  if (data.length === 0) return null;
  const link = (id: string) => <GroupLink id={id} names={included?.companies} input={input} />;
  return (
    <table class="cards">
      <caption>Chip commitments</caption>
      <thead>
        <tr>
          <th scope="col">Buyer, provider, vendor</th>
          <th scope="col">Power</th>
          <th scope="col">Chips</th>
          <th scope="col">Amount</th>
          <th scope="col">Firmness</th>
          <th scope="col">Deal</th>
        </tr>
      </thead>
      <tbody>
        {data.map(({ buyer, provider, chipVendor, powerMw, units, amount, certainty, deal }) => (
          <tr>
            <th scope="row">
              {link(buyer)}
              {provider === undefined ? null : <> from {link(provider)}</>}, chips of {link(chipVendor)}
            </th>
            <td data-label="Power:">{powerMw === null ? 'not stated' : describeInterval(powerMw, formatPower)}</td>
            <td data-label="Chips:">{units === null ? 'not stated' : describeInterval(units, formatAmount)}</td>
            <td data-label="Amount:">
              <Stated amount={amount} />
            </td>
            <td>
              <Firmness certainty={certainty} />
            </td>
            <td>{deal === undefined ? null : <DealLink id={deal} included={included} input={input} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
