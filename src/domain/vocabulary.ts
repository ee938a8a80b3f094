/** Enumerations of the record format. A release can add values; the meaning of a value never changes. */

export const collections = ['companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'] as const;
export type Collection = (typeof collections)[number];

export const companyRoles = [
  'ai_lab',
  'chip_designer',
  'foundry',
  'cloud_provider',
  'neocloud',
  'data_center_operator',
  'software',
  'robotics',
  'investor',
  'private_credit',
  'bank',
  'sovereign_fund',
  'government',
  'spv',
  'industrial',
] as const;

export const chipCategories = ['gpu', 'asic', 'cpu', 'wafer_scale', 'networking'] as const;

export const sourceKinds = ['regulatory_filing', 'press_release', 'news', 'blog', 'analysis', 'interview'] as const;

export const attributions = ['filing', 'company_statement', 'on_record', 'unnamed_source', 'analysis'] as const;

export const statuses = [
  'rumored',
  'in_talks',
  'letter_of_intent',
  'announced',
  'signed',
  'closed',
  'amended',
  'lapsed',
  'terminated',
] as const;
export type Status = (typeof statuses)[number];

/** From weakest to strongest; `dead` is outside the order. */
export const certainties = ['speculative', 'intended', 'binding', 'dead'] as const;
export type Certainty = (typeof certainties)[number];

export const certaintyByStatus: Readonly<Record<Status, Certainty>> = {
  rumored: 'speculative',
  in_talks: 'speculative',
  letter_of_intent: 'intended',
  announced: 'intended',
  signed: 'binding',
  closed: 'binding',
  amended: 'binding',
  lapsed: 'dead',
  terminated: 'dead',
};

export const participantRoles = [
  'lead_investor',
  'investor',
  'acquirer',
  'lender',
  'customer',
  'lessee',
  'guarantor',
  'issuer',
  'target',
  'seller',
  'borrower',
  'supplier',
  'lessor',
  'partner',
  'operator',
  'beneficiary',
] as const;
export type ParticipantRole = (typeof participantRoles)[number];

export const dealKinds = [
  'equity_round',
  'equity_investment',
  'secondary_sale',
  'restructuring',
  'acquisition',
  'acquihire_license',
  'licensing',
  'ipo',
  'debt',
  'convertible',
  'compute_contract',
  'chip_supply',
  'data_center_lease',
  'joint_venture',
  'warrant',
  'backstop',
  'spv_financing',
  'power_supply',
  'programme',
] as const;
export type DealKind = (typeof dealKinds)[number];

export const trancheStatuses = ['committed', 'conditional', 'paid', 'cancelled'] as const;
export const dealValuationBases = ['pre_money', 'post_money', 'unspecified'] as const;
export const valuationBases = ['post_money', 'pre_money', 'secondary_sale', 'market_cap', 'acquisition_price', 'unspecified'] as const;
export const stakeBases = ['as_converted_diluted', 'outstanding_shares', 'voting', 'unspecified'] as const;

export const flowNatures = ['financing', 'purchase'] as const;
export type FlowNature = (typeof flowNatures)[number];

export const cycleClasses = ['circular_financing', 'cross_holding', 'trade_loop'] as const;
export type CycleClass = (typeof cycleClasses)[number];

export const cyclePatterns = ['supplier_finances_customer', 'mutual'] as const;
export type CyclePattern = (typeof cyclePatterns)[number];
