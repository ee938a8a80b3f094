import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommitmentContent } from '../../src/domain/commitment-states.ts';
import type { DealContent } from '../../src/domain/deal-states.ts';
import { deriveCommitmentFlows, deriveDealFlows, findGroup, listAncestors } from '../../src/domain/flows.ts';
import type { Participant } from '../../src/domain/records/deal.ts';
import { sumTranches } from '../../src/domain/usd-sum.ts';
import { type DealKind, dealKinds, type ParticipantRole, participantRoles } from '../../src/domain/vocabulary.ts';

const usd = (amount: number) => ({ min: amount, max: amount, approximate: false, currency: 'USD' });

const party = (company: string, role: ParticipantRole, amount?: number): Participant => ({
  company,
  role,
  ...(amount !== undefined && { amount: usd(amount) }),
});

const parents: Record<string, string> = { aws: 'amazon', google: 'alphabet' };
const chains = (id: string) => listAncestors(id, (company) => ({ parent: parents[company] }));

/** Derives the flows of a deal with only a kind, participants and an amount. */
const flowsOf = (kind: DealKind, participants: Participant[], amountUsd: { min: number | null; max: number | null } | null = null) =>
  deriveDealFlows(
    {
      document: { id: 'deal', kind, participants, amountUsd, certainty: 'binding' } as DealContent['document'],
    },
    '2026-01-01',
    chains,
  ).map(({ from, to, nature, implied, amount }) => ({
    edge: `${from}>${to}`,
    nature: `${implied ? 'implied ' : ''}${nature}`,
    amount: [amount.low, amount.high],
  }));

describe('flows of a deal', () => {
  it.each<[string, DealKind, Participant[], string[]]>([
    ['an investor pays the issuer', 'equity_investment', [party('a', 'investor'), party('b', 'issuer')], ['a>b financing']],
    [
      'a partner pays only with a stated amount',
      'joint_venture',
      [party('a', 'partner', 5), party('b', 'partner'), party('c', 'issuer')],
      ['a>c financing'],
    ],
    [
      'a lender pays the borrower if there is one',
      'debt',
      [party('a', 'lender'), party('b', 'borrower'), party('c', 'beneficiary')],
      ['a>b financing'],
    ],
    ['a lender pays the issuer if there is no borrower', 'spv_financing', [party('a', 'lender'), party('b', 'issuer')], ['a>b financing']],
    [
      'a guarantor guarantees the beneficiary',
      'backstop',
      [party('a', 'guarantor'), party('b', 'beneficiary'), party('c', 'borrower')],
      ['a>b guarantee'],
    ],
    [
      'an acquirer pays the seller and not the target',
      'acquisition',
      [party('a', 'acquirer'), party('b', 'target'), party('c', 'seller')],
      ['a>c financing'],
    ],
    ['an acquisition without a named seller has no flows', 'acquisition', [party('a', 'acquirer'), party('b', 'target')], []],
    [
      'an acquirer pays the target of an acquihire with a license',
      'acquihire_license',
      [party('a', 'acquirer'), party('b', 'target')],
      ['a>b financing'],
    ],
    ['a customer pays the supplier', 'compute_contract', [party('a', 'customer'), party('b', 'supplier')], ['a>b purchase']],
    ['a lessee pays the lessor', 'data_center_lease', [party('a', 'lessee'), party('b', 'lessor')], ['a>b purchase']],
    [
      'a landlord beside a supplier and its customer pays nobody',
      'compute_contract',
      [party('a', 'customer'), party('b', 'supplier'), party('c', 'lessor')],
      ['a>b purchase'],
    ],
    [
      'a tenant pays the vehicle, which pays the supplier (implied)',
      'spv_financing',
      [party('a', 'lender'), party('v', 'issuer'), party('t', 'lessee'), party('n', 'supplier')],
      ['a>v financing', 't>v purchase', 'v>n implied purchase'],
    ],
    [
      'the issuer of a warrant grants it to the beneficiary, and nobody else pays',
      'warrant',
      [party('a', 'issuer'), party('b', 'beneficiary'), party('c', 'supplier'), party('d', 'customer')],
      ['a>b warrant'],
    ],
    [
      'a lessor between a tenant and a supplier pays the supplier (implied)',
      'data_center_lease',
      [party('t', 'lessee'), party('l', 'lessor'), party('n', 'supplier')],
      ['t>l purchase', 'l>n implied purchase'],
    ],
    [
      'a guarantor of its own debt, or of its own subsidiary, supports nobody',
      'debt',
      [
        party('a', 'guarantor'),
        party('a', 'borrower'),
        party('b', 'beneficiary'),
        party('amazon', 'guarantor'),
        party('aws', 'beneficiary'),
      ],
      ['amazon>b guarantee'],
    ],
    ['a programme has no flows', 'programme', [party('a', 'investor'), party('b', 'issuer')], []],
    ['a restructuring has no flows', 'restructuring', [party('a', 'investor'), party('b', 'issuer')], []],
    [
      'a company never pays itself',
      'equity_investment',
      [party('a', 'investor'), party('a', 'issuer'), party('b', 'investor')],
      ['b>a financing'],
    ],
  ])('%s', (_case, kind, participants, expected) => {
    expect(flowsOf(kind, participants).map(({ edge, nature }) => `${edge} ${nature}`)).toEqual(expected);
  });

  it('have the amount of the deal if there is one payer and one payee', () => {
    expect(flowsOf('compute_contract', [party('a', 'customer'), party('b', 'supplier')], { min: null, max: 10 })[0]?.amount).toEqual([
      0, 10,
    ]);
    expect(flowsOf('compute_contract', [party('a', 'customer'), party('b', 'supplier')], { min: 10, max: null })[0]?.amount).toEqual([
      10, 10,
    ]);
    expect(flowsOf('compute_contract', [party('a', 'customer'), party('b', 'supplier')])[0]?.amount).toEqual([0, null]);
  });

  it('have an unknown amount if others may pay as well', () => {
    const [mgx, venture] = [party('mgx', 'investor'), party('stargate', 'issuer')];
    const total = { min: 500, max: 500 };
    expect(flowsOf('joint_venture', [mgx, venture], total)[0]?.amount).toEqual([500, 500]);
    expect(flowsOf('joint_venture', [mgx, venture, party('openai', 'partner')], total)[0]?.amount).toEqual([0, 500]);
    const document = { id: 'd', kind: 'equity_round', participants: [mgx, venture], hasOtherParties: true, amountUsd: total };
    const [flow] = deriveDealFlows({ document: document as unknown as DealContent['document'] }, '2026-01-01', chains);
    expect(flow).toMatchObject({ amount: { low: 0, high: 500 }, bounds: { low: 0, high: 500 } });
  });

  it('take nothing from the amount of a deal about other money, except as an upper bound of guarantees and of what a vehicle spends', () => {
    const vehicle = [party('a', 'lender'), party('v', 'issuer'), party('t', 'lessee'), party('n', 'supplier'), party('g', 'guarantor')];
    const flows = flowsOf('spv_financing', vehicle, { min: 5, max: 5 });
    expect(Object.fromEntries(flows.map(({ edge, amount }) => [edge, amount]))).toEqual({
      'a>v': [5, 5],
      'g>t': [0, 5],
      't>v': [0, null],
      'v>n': [0, 5],
    });
  });

  it('count conditional tranches at the upper bound only', () => {
    const document = {
      id: 'd',
      kind: 'equity_investment',
      participants: [party('a', 'investor'), party('b', 'issuer')],
      amountUsd: { min: 50, max: 50 },
      trancheSums: sumTranches(
        [
          { label: 'Now', amount: usd(15), status: 'paid' },
          { label: 'Later', amount: usd(35), status: 'conditional' },
        ],
        { min: 50, max: 50 },
      ),
    };
    const [flow] = deriveDealFlows({ document: document as unknown as DealContent['document'] }, '2026-01-01', chains);
    expect(flow).toMatchObject({ amount: { low: 15, high: 50 }, bounds: { low: 15, high: 50 } });
  });

  it('limit an unknown share to the deal amount minus the stated shares', () => {
    const round = [party('a', 'lead_investor', 30), party('b', 'investor'), party('c', 'investor'), party('x', 'issuer')];
    expect(flowsOf('equity_round', round, { min: 40, max: 40 })).toMatchObject([
      { amount: [30, 30] },
      { amount: [0, 10] },
      { amount: [0, 10] },
    ]);
  });

  it('are unique, and never have a lower bound above the upper bound', () => {
    const participants = fc.array(
      fc.record({
        company: fc.constantFrom('a', 'b', 'c', 'd'),
        role: fc.constantFrom(...participantRoles),
        amount: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...dealKinds), participants, fc.option(fc.integer({ min: 0, max: 60 })), (kind, list, total) => {
        const flows = flowsOf(
          kind,
          list.map(({ company, role, amount }) => party(company, role, amount)),
          total === null ? null : { min: total, max: total },
        );
        expect(new Set(flows.map(({ edge, nature }) => `${edge} ${nature}`)).size).toBe(flows.length);
        for (const { amount } of flows) expect((amount[0] ?? 0) <= (amount[1] ?? Number.POSITIVE_INFINITY)).toBe(true);
      }),
    );
  });
});

describe('flows of a chip commitment', () => {
  const commitment = {
    id: 'c',
    buyer: 'openai',
    chipVendor: 'nvidia',
    certainty: 'binding',
    amountUsd: { min: 5, max: 5 },
    knownFrom: '2025-06-01',
  } as CommitmentContent;
  const edges = (content: CommitmentContent, ofDeal: ReturnType<typeof deriveDealFlows> = []) =>
    deriveCommitmentFlows(content, '2026-01-01', chains, ofDeal).map(({ from, to, implied, amount }) => [
      `${from}>${to}`,
      implied,
      amount.low,
      amount.high,
    ]);

  it('go from the buyer to the vendor if there is no provider', () => {
    expect(edges(commitment)).toEqual([['openai>nvidia', false, 5, 5]]);
  });

  it('go from the buyer to the provider, and from there to the vendor with an unknown amount', () => {
    expect(edges({ ...commitment, provider: 'aws' })).toEqual([
      ['openai>aws', false, 5, 5],
      ['aws>nvidia', true, 0, null],
    ]);
  });

  it('omit a purchase that the deal already has between the same groups', () => {
    const deal = deriveDealFlows(
      {
        document: {
          id: 'd',
          kind: 'compute_contract',
          participants: [party('openai', 'customer'), party('amazon', 'supplier')],
          amountUsd: null,
          certainty: 'binding',
        } as unknown as DealContent['document'],
      },
      '2026-01-01',
      chains,
    );
    expect(edges({ ...commitment, provider: 'aws' }, deal)).toEqual([['aws>nvidia', true, 0, null]]);
  });

  it('omit the implied flow if the provider is the vendor', () => {
    expect(edges({ ...commitment, provider: 'google', chipVendor: 'google' })).toEqual([['openai>google', false, 5, 5]]);
  });
});

describe('group of a company', () => {
  it('is the topmost owner on the given day', () => {
    const owners: Record<string, { parent?: string; parentSince?: string }> = {
      x: { parent: 'y', parentSince: '2026-02' },
      y: { parent: 'z' },
    };
    const chain = listAncestors('x', (id) => owners[id]);
    expect(findGroup(chain, '2026-02-27')).toBe('x');
    expect(findGroup(chain, '2026-02-28')).toBe('z');
  });
});
