/** Enumerations of the record format. A release can add values; the meaning of a value never changes. */

export const collections = ['companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'] as const;
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

export const listingStatuses = ['listed', 'private', 'delisted', 'public_body'] as const;

export const sectors = [
  'artificial_intelligence',
  'semiconductors',
  'software',
  'internet',
  'cloud',
  'data_centers',
  'hardware',
  'telecommunications',
  'energy',
  'automotive',
  'aerospace',
  'robotics',
  'industrials',
  'media',
  'finance',
  'government',
  'other',
] as const;

export const chipCategories = ['gpu', 'asic', 'cpu', 'wafer_scale', 'networking'] as const;

export const sourceKinds = [
  'regulatory_filing',
  'filing_mirror',
  'company_newsroom',
  'original_reporting',
  'relay',
  'aggregator',
  'analysis',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Former kinds of sources, with the kinds that replaced them. Records can have them until version 0.3. */
export const formerSourceKinds = {
  press_release: ['company_newsroom'],
  news: ['original_reporting', 'relay', 'aggregator'],
  blog: ['aggregator'],
  interview: ['original_reporting'],
} as const satisfies Record<string, readonly SourceKind[]>;
export type FormerSourceKind = keyof typeof formerSourceKinds;

export const isFormerSourceKind = (kind: string): kind is FormerSourceKind => Object.hasOwn(formerSourceKinds, kind);

/** Every kind that a record can have. */
export const acceptedSourceKinds = [...sourceKinds, 'press_release', 'news', 'blog', 'interview'] as const satisfies readonly (
  | SourceKind
  | FormerSourceKind
)[];

export const attributions = ['filing', 'company_statement', 'on_record', 'unnamed_source', 'analysis'] as const;

export const statuses = [
  'rumored',
  'in_talks',
  'letter_of_intent',
  'announced',
  'signed',
  'closed',
  'amended',
  'stalled',
  'lapsed',
  'terminated',
] as const;
export type Status = (typeof statuses)[number];

/** From weakest to strongest; `dead` is outside the order. */
export const certainties = ['speculative', 'intended', 'binding', 'dead'] as const;
export type Certainty = (typeof certainties)[number];

/**
 * The certainty that a report of a status gives an agreement by itself. `amended` and `stalled` give none: they keep what the agreement
 * had reached.
 */
export const certaintyByStatus: Readonly<Record<Status, Certainty | null>> = {
  rumored: 'speculative',
  in_talks: 'speculative',
  letter_of_intent: 'intended',
  announced: 'intended',
  signed: 'binding',
  closed: 'binding',
  amended: null,
  stalled: null,
  lapsed: 'dead',
  terminated: 'dead',
};

/** From best to worst. */
export const evidenceGrades = ['primary', 'company', 'several_publishers', 'one_publisher', 'unnamed_only'] as const;
export type EvidenceGrade = (typeof evidenceGrades)[number];

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

/** What an amount is money for. Amounts of different classes are never added up. */
export const moneyClasses = ['equity', 'debt', 'acquisition', 'purchase', 'programme', 'guarantee', 'warrant', 'restructuring'] as const;
export type MoneyClass = (typeof moneyClasses)[number];

/**
 * The money class of each kind of deal. A convertible is debt until it converts. A secondary sale pays holders for existing shares, as an
 * acquisition does, and raises no capital. The amount of a joint venture or a programme is what its parties plan to invest, from any mix
 * of equity, debt and grants.
 */
export const moneyClassByKind: Readonly<Record<DealKind, MoneyClass>> = {
  equity_round: 'equity',
  equity_investment: 'equity',
  secondary_sale: 'acquisition',
  restructuring: 'restructuring',
  acquisition: 'acquisition',
  acquihire_license: 'acquisition',
  licensing: 'purchase',
  ipo: 'equity',
  debt: 'debt',
  convertible: 'debt',
  compute_contract: 'purchase',
  chip_supply: 'purchase',
  data_center_lease: 'purchase',
  joint_venture: 'programme',
  warrant: 'warrant',
  backstop: 'guarantee',
  spv_financing: 'debt',
  power_supply: 'purchase',
  programme: 'programme',
};

/** Stages of an equity round: series A and B are early, C and D growth, later ones late. */
export const roundStages = ['pre_seed', 'seed', 'early', 'growth', 'late', 'pre_ipo'] as const;

export const securities = [
  'common_stock',
  'preferred_stock',
  'convertible_preferred_stock',
  'convertible_note',
  'note',
  'hybrid_note',
  'asset_backed_note',
  'mortgage_backed_note',
  'term_loan',
  'delayed_draw_term_loan',
  'revolving_credit',
  'bridge_loan',
  'margin_loan',
] as const;

/** Whether a buyer pays the issuer for new securities, or a holder for existing ones. */
export const placements = ['primary', 'secondary', 'mixed'] as const;

export const seniorities = ['senior', 'junior', 'subordinated'] as const;

export const trancheStatuses = ['committed', 'conditional', 'paid', 'cancelled'] as const;
export const dealValuationBases = ['pre_money', 'post_money', 'unspecified'] as const;
export const valuationBases = ['post_money', 'pre_money', 'secondary_sale', 'market_cap', 'acquisition_price', 'unspecified'] as const;
/** Figures of a company. A run rate is the revenue of a month or quarter, multiplied to a year; a backlog, what customers contracted as the company counts it. */
export const financialMetrics = [
  'revenue',
  'run_rate_revenue',
  'capital_expenditure',
  'cash',
  'remaining_performance_obligations',
  'backlog',
  'debt',
] as const;
export const financialBases = ['reported', 'guidance', 'estimate'] as const;

export const stakeBases = ['as_converted_diluted', 'outstanding_shares', 'voting', 'unspecified'] as const;

export const flowNatures = ['financing', 'purchase', 'guarantee', 'warrant'] as const;
export type FlowNature = (typeof flowNatures)[number];

/** Natures in which no cash moves unless something happens. They never enter a sum of financing. */
export const contingentNatures: readonly FlowNature[] = ['guarantee', 'warrant'];

export const cycleClasses = ['circular_financing', 'cross_holding', 'trade_loop'] as const;
export type CycleClass = (typeof cycleClasses)[number];

export const cyclePatterns = ['supplier_finances_customer', 'supplier_incentive', 'mutual'] as const;
export type CyclePattern = (typeof cyclePatterns)[number];
