// The types of the API, generated from openapi.slim.json by "npm run openapi". Do not edit.

/** A record whose API response changed because another record changed. */
export interface AffectedRecord {
  /** Collection of the record. */
  collection: Collection;
  /** Id of the record. */
  id: string;
}

/** One of these values, or a value that a later version adds. */
export type Attribution = "filing" | "company_statement" | "on_record" | "unnamed_source" | "analysis" | (string & {});

/** One of these values. Later versions can accept more. */
export type AttributionInput = "filing" | "company_statement" | "on_record" | "unnamed_source" | "analysis";

/** The index of the API. */
export interface Catalogue {
  data: CatalogueEntry;
  meta: Meta;
}

/** What the API offers. */
export interface CatalogueEntry {
  dataset: DatasetEntry;
  /** The collections. */
  collections: CollectionEntry[];
  /** Links to search, documentation and operations. */
  links: LinkEntry[];
}

/** One of these values, or a value that a later version adds. */
export type Certainty = "speculative" | "intended" | "binding" | "dead" | (string & {});

/** One of these values. Later versions can accept more. */
export type CertaintyInput = "speculative" | "intended" | "binding" | "dead";

/** A loop or cycle with its score. */
export interface ChainScore {
  /** Group ids in order, starting with the smallest. */
  groups: string[];
  /** Geometric mean of the weights of the legs, 0 to 1. */
  score: number;
}

/** One accepted change to the data. */
export interface Change {
  /** Sequence number of the change. Numbers have no gaps. */
  sequence: number;
  /** The operation. `rename` means that the record now has another id. The list of values may grow. */
  operation: ChangeOperation;
  /** Version of the record after the change. */
  version: number;
  /** When the change was accepted (UTC, ISO 8601). */
  recordedAt: string;
  /** Who made the change: the name of an API key, `import` for the bundled dataset, or `command-line`. */
  actor: string;
  /** The new id of a renamed record. */
  renamedTo?: string;
  /** Collection of the record. */
  collection: Collection;
  /** Id of the record. */
  id: string;
  /** The stored record; null if it was retracted or renamed. */
  record: CompanyRecord | ChipRecord | SourceRecord | DealRecord | StakeRecord | ValuationRecord | FinancialRecord | ChipCommitmentRecord | null;
  /** Other records whose API responses changed. When several changes are accepted in one transaction, the last one lists them for all. */
  affected: AffectedRecord[];
}

/** A page of the change feed. */
export interface ChangeList {
  /** The changes, in order. */
  data: Change[];
  page: ChangePage;
  meta: ChangeMeta;
}

/** State of the change feed. */
export interface ChangeMeta {
  /** Sequence number of the newest change. */
  newest: number;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
}

/** One of these values, or a value that a later version adds. */
export type ChangeOperation = "put" | "retract" | "rename" | (string & {});

/** Position of this page in the change feed. */
export interface ChangePage {
  /** Maximum number of changes on the page. */
  limit: number;
  /** `since` of the next page; null if there are no more changes yet. */
  nextSince: number | null;
}

/** An accelerator or companion product of a vendor. */
export interface Chip {
  /** Id of the chip. Never reused. */
  id: string;
  /** Name of the product. */
  name: string;
  /** Id of the vendor. */
  vendor: string;
  /** Category of the chip. The list of values may grow. */
  category: ChipCategory;
  /** Date on which the vendor announced it. */
  announcedOn?: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** One of these values, or a value that a later version adds. */
export type ChipCategory = "gpu" | "asic" | "cpu" | "wafer_scale" | "networking" | (string & {});

/** One of these values. Later versions can accept more. */
export type ChipCategoryInput = "gpu" | "asic" | "cpu" | "wafer_scale" | "networking";

/** A commitment to buy, rent or deploy AI accelerators, with its current terms. */
export interface ChipCommitment {
  /** Id of the commitment. Never reused. */
  id: string;
  /** Id of the deal under which it is made. */
  deal?: string;
  /** Id of the company that will use the chips. */
  buyer: string;
  /** Id of the company that designs the chips. */
  chipVendor: string;
  /** Id of the cloud provider in between, which buys the chips and rents them out. */
  provider?: string;
  /** Ids of the chips. */
  chips: string[];
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[];
  /** Dated reports, oldest first. */
  history: ChipCommitmentEvent[];
  /** Anything else that a reader should know. */
  note?: string;
  /** Status reported by the newest event. The list of values may grow. */
  status: Status;
  /** How firm it is: the certainty of the strongest status since it last lapsed or was terminated. `dead` if it lapsed, was terminated, or was superseded by something at least as firm. The list of values may grow. */
  certainty: Certainty;
  /** The best evidence among the citations published by then: `primary` (a filing, or a copy of one), `company` (a statement of a party), `several_publishers` or `one_publisher` (named sources, by the outlets that wrote the reports), or `unnamed_only`. For a deal or chip commitment, only the evidence for its certainty counts. The list of values may grow. */
  evidenceGrade: ChipCommitmentEvidenceGrade;
  /** Number of chips; null if not stated. */
  units: Quantity | null;
  /** Power of the deployment in megawatts; null if not stated. */
  powerMw: Quantity | null;
  /** Value of the commitment in whole currency units; null if not stated. */
  amount: Money | null;
  /** Value of the commitment in whole US dollars. */
  amountUsd: UsdInterval | null;
  /** `reportedOn` of the event that set the amount; null if not stated. */
  amountReportedOn: string | null;
  /** Date on which the first chips are due; null if not stated. */
  startsOn: string | null;
  /** Date on which the commitment ends; null if not stated. */
  endsOn: string | null;
  /** Length of the commitment in years; null if not stated. */
  termYears: number | null;
  /** Date of the first event of at least `intended` certainty; null until then. */
  announcedOn: string | null;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Date of the newest report. */
  lastReportedOn: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** One record. */
export interface ChipCommitmentDocument {
  data: ChipCommitment;
  included?: ChipCommitmentIncluded;
  meta: Meta;
}

/** One dated report in the history of a chip commitment. */
export interface ChipCommitmentEvent {
  /** When the public could first know it. */
  reportedOn: string;
  /** Status of the commitment according to this report. The list of values may grow. */
  status: Status;
  /** Number of chips. */
  units?: Quantity;
  /** Power of the deployment in megawatts. */
  powerMw?: Quantity;
  /** Value of the commitment in whole currency units. */
  amount?: Money;
  /** Date on which the first chips are due. */
  startsOn?: string;
  /** Date on which the commitment ends. */
  endsOn?: string;
  /** Length of the commitment in years. */
  termYears?: number;
  /** Anything else that the report states. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
}

/** One dated report in the history of a chip commitment. */
export interface ChipCommitmentEventInput {
  /** When the public could first know it. */
  reportedOn: string;
  /** Status of the commitment according to this report. The list of values may grow. */
  status: StatusInput;
  /** Number of chips. */
  units?: Quantity;
  /** Power of the deployment in megawatts. */
  powerMw?: Quantity;
  /** Value of the commitment in whole currency units. */
  amount?: Money;
  /** Date on which the first chips are due. */
  startsOn?: string;
  /** Date on which the commitment ends. */
  endsOn?: string;
  /** Length of the commitment in years. */
  termYears?: number;
  /** Anything else that the report states. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: CitationInput[];
}

/** One of these values, or a value that a later version adds. */
export type ChipCommitmentEvidenceGrade = "primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only" | (string & {});

/** Related records, each once, by collection and id. Only with `include`. */
export interface ChipCommitmentIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  sources?: Record<string, Source>;
  /** Related records by id. */
  chips?: Record<string, Chip>;
  /** Related records by id. */
  deals?: Record<string, Deal>;
}

/** A page of a list. */
export interface ChipCommitmentList {
  /** The records of the page, ordered by `sort`. */
  data: ChipCommitment[];
  page: Page;
  included?: ChipCommitmentIncluded;
  meta: Meta;
}

/** Changes to it (RFC 7396). A stored chip commitment: a commitment to buy, rent or deploy AI accelerators. */
export interface ChipCommitmentPatch {
  /** Id of the commitment. Never reused. */
  id?: string;
  /** Id of the deal under which it is made. */
  deal?: string | null;
  /** Id of the company that will use the chips. */
  buyer?: string;
  /** Id of the company that designs the chips. */
  chipVendor?: string;
  /** Id of the cloud provider in between, which buys the chips and rents them out. */
  provider?: string | null;
  /** Ids of the chips. */
  chips?: string[];
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[] | null;
  /** Dated reports, oldest first. */
  history?: ChipCommitmentEventInput[];
  /** Anything else that a reader should know. */
  note?: string | null;
}

/** A stored chip commitment: a commitment to buy, rent or deploy AI accelerators. */
export interface ChipCommitmentRecord {
  /** Id of the commitment. Never reused. */
  id: string;
  /** Id of the deal under which it is made. */
  deal?: string;
  /** Id of the company that will use the chips. */
  buyer: string;
  /** Id of the company that designs the chips. */
  chipVendor: string;
  /** Id of the cloud provider in between, which buys the chips and rents them out. */
  provider?: string;
  /** Ids of the chips. */
  chips: string[];
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[];
  /** Dated reports, oldest first. */
  history: ChipCommitmentEvent[];
  /** Anything else that a reader should know. */
  note?: string;
}

/** A stored chip commitment: a commitment to buy, rent or deploy AI accelerators. */
export interface ChipCommitmentRecordInput {
  /** Id of the commitment. Never reused. */
  id: string;
  /** Id of the deal under which it is made. */
  deal?: string;
  /** Id of the company that will use the chips. */
  buyer: string;
  /** Id of the company that designs the chips. */
  chipVendor: string;
  /** Id of the cloud provider in between, which buys the chips and rents them out. */
  provider?: string;
  /** Ids of the chips. */
  chips: string[];
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[];
  /** Dated reports, oldest first. */
  history: ChipCommitmentEventInput[];
  /** Anything else that a reader should know. */
  note?: string;
}

/** One record. */
export interface ChipDocument {
  data: Chip;
  included?: ChipIncluded;
  meta: Meta;
}

/** Related records, each once, by collection and id. Only with `include`. */
export interface ChipIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
}

/** A page of a list. */
export interface ChipList {
  /** The records of the page, ordered by `sort`. */
  data: Chip[];
  page: Page;
  included?: ChipIncluded;
  meta: Meta;
}

/** Changes to it (RFC 7396). A stored chip: an accelerator or companion product of a vendor. */
export interface ChipPatch {
  /** Id of the chip. Never reused. */
  id?: string;
  /** Name of the product. */
  name?: string;
  /** Id of the vendor. */
  vendor?: string;
  /** Category of the chip. The list of values may grow. */
  category?: ChipCategoryInput;
  /** Date on which the vendor announced it. */
  announcedOn?: string | null;
}

/** A stored chip: an accelerator or companion product of a vendor. */
export interface ChipRecord {
  /** Id of the chip. Never reused. */
  id: string;
  /** Name of the product. */
  name: string;
  /** Id of the vendor. */
  vendor: string;
  /** Category of the chip. The list of values may grow. */
  category: ChipCategory;
  /** Date on which the vendor announced it. */
  announcedOn?: string;
}

/** A stored chip: an accelerator or companion product of a vendor. */
export interface ChipRecordInput {
  /** Id of the chip. Never reused. */
  id: string;
  /** Name of the product. */
  name: string;
  /** Id of the vendor. */
  vendor: string;
  /** Category of the chip. The list of values may grow. */
  category: ChipCategoryInput;
  /** Date on which the vendor announced it. */
  announcedOn?: string;
}

/** A source and the attribution that it gives for the fact. */
export interface Citation {
  /** Id of the source. */
  source: string;
  /** Whom the source attributes the fact to: a filing, the company, a named person or body, unnamed sources, or the publication's own analysis. */
  attribution: Attribution;
  /** When the contributor read it. It has no effect on what was known when. */
  readOn?: string;
}

/** A source and the attribution that it gives for the fact. */
export interface CitationInput {
  /** Id of the source. */
  source: string;
  /** Whom the source attributes the fact to: a filing, the company, a named person or body, unnamed sources, or the publication's own analysis. */
  attribution: AttributionInput;
  /** When the contributor read it. It has no effect on what was known when. */
  readOn?: string;
}

/** A sum of deals of one money class. */
export interface ClassSum {
  /** Number of deals. */
  count: number;
  /** Their amount. */
  usd: UsdSum;
  /** Their amount by payment status. */
  tranches: TrancheSums;
}

/** One of these values, or a value that a later version adds. */
export type Collection = "companies" | "chips" | "sources" | "deals" | "stakes" | "valuations" | "financials" | "chip-commitments" | (string & {});

/** A collection and its number of records. */
export interface CollectionEntry {
  /** Name of the collection. The list of values may grow. */
  name: Collection;
  /** Path of its list. */
  url: string;
  /** Number of records. */
  count: number;
}

/** One of these values. Later versions can accept more. */
export type CollectionInput = "companies" | "chips" | "sources" | "deals" | "stakes" | "valuations" | "financials" | "chip-commitments";

/** A company, with its group. */
export interface Company {
  /** Id of the company. Never reused. */
  id: string;
  /** The name by which it is known. */
  name: string;
  /** Registered legal name. */
  legalName?: string;
  /** Its roles in AI financing. The list of values may grow. */
  roles: CompanyRole[];
  /** Country of its headquarters, ISO 3166-1 alpha-2. */
  country: string;
  /** Id of its current owner. */
  parent?: string;
  /** Date since which the parent has owned it. If absent, the parent counts as the owner at all times. */
  parentSince?: string;
  /** Exchange and ticker symbol, such as NASDAQ:NVDA. */
  ticker?: string;
  /** Market identifier code of the exchange, ISO 10383. */
  exchange?: string;
  /** Whether its shares are listed on an exchange. The list of values may grow. */
  listingStatus?: ListingStatus;
  /** Identifiers in public registers. */
  identifiers?: CompanyIdentifiers;
  /** Its main business. The list of values may grow. */
  sector?: Sector;
  /** City of its headquarters, with the state in the US. */
  headquarters?: string;
  /** Founding date. */
  founded?: string;
  /** Its website. */
  website?: string;
  /** Other names that it uses. */
  aliases?: string[];
  /** Anything else that a reader should know. */
  note?: string;
  /** Id of its topmost owner, or its own id if it has no owner. */
  group: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** Number of records that name the company. */
export interface CompanyCounts {
  /** Deals in which the company participates, in any role. */
  deals: number;
  /** Observations of stakes that the company holds. */
  stakesHeld: number;
  /** Observations of stakes in the company. */
  stakesIssued: number;
  /** Chip commitments in which the company is buyer, provider or chip vendor. */
  chipCommitments: number;
  /** Observations of the company's valuation. */
  valuations: number;
}

/** A company, with its group, newest valuation and counts. */
export interface CompanyDetail {
  /** Id of the company. Never reused. */
  id: string;
  /** The name by which it is known. */
  name: string;
  /** Registered legal name. */
  legalName?: string;
  /** Its roles in AI financing. The list of values may grow. */
  roles: CompanyRole[];
  /** Country of its headquarters, ISO 3166-1 alpha-2. */
  country: string;
  /** Id of its current owner. */
  parent?: string;
  /** Date since which the parent has owned it. If absent, the parent counts as the owner at all times. */
  parentSince?: string;
  /** Exchange and ticker symbol, such as NASDAQ:NVDA. */
  ticker?: string;
  /** Market identifier code of the exchange, ISO 10383. */
  exchange?: string;
  /** Whether its shares are listed on an exchange. The list of values may grow. */
  listingStatus?: ListingStatus;
  /** Identifiers in public registers. */
  identifiers?: CompanyIdentifiers;
  /** Its main business. The list of values may grow. */
  sector?: Sector;
  /** City of its headquarters, with the state in the US. */
  headquarters?: string;
  /** Founding date. */
  founded?: string;
  /** Its website. */
  website?: string;
  /** Other names that it uses. */
  aliases?: string[];
  /** Anything else that a reader should know. */
  note?: string;
  /** Id of its topmost owner, or its own id if it has no owner. */
  group: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
  /** The newest valuation, or null. */
  newestValuation: Valuation | null;
  counts: CompanyCounts;
}

/** One record. */
export interface CompanyDocument {
  data: CompanyDetail;
  included?: CompanyIncluded;
  meta: Meta;
}

/** Identifiers of a company in public registers. */
export interface CompanyIdentifiers {
  /** Item of Wikidata. */
  wikidata?: string;
  /** Legal Entity Identifier, ISO 17442. */
  lei?: string;
  /** Central Index Key of the SEC, without leading zeros. */
  cik?: string;
  /** International Securities Identification Number of its shares, ISO 6166. */
  isin?: string;
}

/** Changes to it (RFC 7396). Identifiers of a company in public registers. */
export interface CompanyIdentifiersPatch {
  /** Item of Wikidata. */
  wikidata?: string | null;
  /** Legal Entity Identifier, ISO 17442. */
  lei?: string | null;
  /** Central Index Key of the SEC, without leading zeros. */
  cik?: string | null;
  /** International Securities Identification Number of its shares, ISO 6166. */
  isin?: string | null;
}

/** Related records, each once, by collection and id. Only with `include`. */
export interface CompanyIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
}

/** A page of a list. */
export interface CompanyList {
  /** The records of the page, ordered by `sort`. */
  data: Company[];
  page: Page;
  included?: CompanyIncluded;
  meta: Meta;
}

/** Changes to it (RFC 7396). A stored company: anyone who takes part in AI financing. */
export interface CompanyPatch {
  /** Id of the company. Never reused. */
  id?: string;
  /** The name by which it is known. */
  name?: string;
  /** Registered legal name. */
  legalName?: string | null;
  /** Its roles in AI financing. The list of values may grow. */
  roles?: CompanyRoleInput[];
  /** Country of its headquarters, ISO 3166-1 alpha-2. */
  country?: string;
  /** Id of its current owner. */
  parent?: string | null;
  /** Date since which the parent has owned it. If absent, the parent counts as the owner at all times. */
  parentSince?: string | null;
  /** Exchange and ticker symbol, such as NASDAQ:NVDA. */
  ticker?: string | null;
  /** Market identifier code of the exchange, ISO 10383. */
  exchange?: string | null;
  /** Whether its shares are listed on an exchange. The list of values may grow. */
  listingStatus?: ListingStatusInput | null;
  /** Identifiers in public registers. */
  identifiers?: CompanyIdentifiersPatch | null;
  /** Its main business. The list of values may grow. */
  sector?: SectorInput | null;
  /** City of its headquarters, with the state in the US. */
  headquarters?: string | null;
  /** Founding date. */
  founded?: string | null;
  /** Its website. */
  website?: string | null;
  /** Other names that it uses. */
  aliases?: string[] | null;
  /** Anything else that a reader should know. */
  note?: string | null;
}

/** A stored company: anyone who takes part in AI financing. */
export interface CompanyRecord {
  /** Id of the company. Never reused. */
  id: string;
  /** The name by which it is known. */
  name: string;
  /** Registered legal name. */
  legalName?: string;
  /** Its roles in AI financing. The list of values may grow. */
  roles: CompanyRole[];
  /** Country of its headquarters, ISO 3166-1 alpha-2. */
  country: string;
  /** Id of its current owner. */
  parent?: string;
  /** Date since which the parent has owned it. If absent, the parent counts as the owner at all times. */
  parentSince?: string;
  /** Exchange and ticker symbol, such as NASDAQ:NVDA. */
  ticker?: string;
  /** Market identifier code of the exchange, ISO 10383. */
  exchange?: string;
  /** Whether its shares are listed on an exchange. The list of values may grow. */
  listingStatus?: ListingStatus;
  /** Identifiers in public registers. */
  identifiers?: CompanyIdentifiers;
  /** Its main business. The list of values may grow. */
  sector?: Sector;
  /** City of its headquarters, with the state in the US. */
  headquarters?: string;
  /** Founding date. */
  founded?: string;
  /** Its website. */
  website?: string;
  /** Other names that it uses. */
  aliases?: string[];
  /** Anything else that a reader should know. */
  note?: string;
}

/** A stored company: anyone who takes part in AI financing. */
export interface CompanyRecordInput {
  /** Id of the company. Never reused. */
  id: string;
  /** The name by which it is known. */
  name: string;
  /** Registered legal name. */
  legalName?: string;
  /** Its roles in AI financing. The list of values may grow. */
  roles: CompanyRoleInput[];
  /** Country of its headquarters, ISO 3166-1 alpha-2. */
  country: string;
  /** Id of its current owner. */
  parent?: string;
  /** Date since which the parent has owned it. If absent, the parent counts as the owner at all times. */
  parentSince?: string;
  /** Exchange and ticker symbol, such as NASDAQ:NVDA. */
  ticker?: string;
  /** Market identifier code of the exchange, ISO 10383. */
  exchange?: string;
  /** Whether its shares are listed on an exchange. The list of values may grow. */
  listingStatus?: ListingStatusInput;
  /** Identifiers in public registers. */
  identifiers?: CompanyIdentifiers;
  /** Its main business. The list of values may grow. */
  sector?: SectorInput;
  /** City of its headquarters, with the state in the US. */
  headquarters?: string;
  /** Founding date. */
  founded?: string;
  /** Its website. */
  website?: string;
  /** Other names that it uses. */
  aliases?: string[];
  /** Anything else that a reader should know. */
  note?: string;
}

/** One of these values, or a value that a later version adds. */
export type CompanyRole = "ai_lab" | "chip_designer" | "foundry" | "cloud_provider" | "neocloud" | "data_center_operator" | "software" | "robotics" | "investor" | "private_credit" | "bank" | "sovereign_fund" | "government" | "spv" | "industrial" | (string & {});

/** One of these values. Later versions can accept more. */
export type CompanyRoleInput = "ai_lab" | "chip_designer" | "foundry" | "cloud_provider" | "neocloud" | "data_center_operator" | "software" | "robotics" | "investor" | "private_credit" | "bank" | "sovereign_fund" | "government" | "spv" | "industrial";

/** How concentrated the payments are on a few counterparties. */
export interface Concentration {
  /** Herfindahl-Hirschman index of exact amounts, 0 to 1; null if they cover less than half of the total or of the flows. */
  index: number | null;
  /** Share of the total that exact amounts cover, 0 to 1; null if there is no total. */
  coverage: number | null;
  /** Share of the flows that have exact amounts, 0 to 1; null if there are no flows. */
  flowCoverage: number | null;
  /** Number of groups. */
  counterparties: number;
  /** Number of flows without an upper bound. The total does not include them. */
  unknown: number;
}

/** Two figures for the same term at the same time that cannot both be right. */
export interface Contradiction {
  /** Collection of the records. The list of values may grow. */
  collection: ContradictionCollection;
  /** The term that the reports disagree on. The list of values may grow. */
  term: ContradictionTerm;
  /** How much the higher figure exceeds the lower one, as a share of the lower one; null if the lower one is 0. */
  gap: number | null;
  /** The two statements, earlier first. */
  statements: Statement[];
}

/** One of these values, or a value that a later version adds. */
export type ContradictionCollection = "deals" | "chip-commitments" | "valuations" | "stakes" | (string & {});

/** One of these values, or a value that a later version adds. */
export type ContradictionTerm = "amount" | "valuation" | "termYears" | "units" | "powerMw" | "percent" | (string & {});

/** Figures that contradict each other. */
export interface Contradictions {
  /** Largest gap first, at most 1000. */
  contradictions: Contradiction[];
}

/** Figures that contradict each other, with the publications that state them. */
export interface ContradictionsDocument {
  data: Contradictions;
  meta: ContradictionsMeta;
}

/** The state of the data behind the response, and whether it lists everything. */
export interface ContradictionsMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if there are more than 1000. */
  truncated: boolean;
}

/** A group that pays the company or is paid by it. */
export interface Counterparty {
  /** Id of the counterparty's group. */
  group: string;
  /** What the company pays to it. */
  paid: UsdByNature;
  /** What it pays to the company. */
  received: UsdByNature;
  /** What the company buys from it, divided by the financing received from it; null if either is missing. */
  roundTripAsCustomer: RoundTripRatio | null;
  /** What it buys from the company, divided by the financing received from the company; null if either is missing. */
  roundTripAsFinancier: RoundTripRatio | null;
  ifFailed: IfFailed;
}

/** A closed path of flows through distinct groups. "Circular" describes a shape; it is not an accusation. */
export interface Cycle {
  /** The group ids in order, joined by periods. Stable for the same groups in the same order. */
  id: string;
  /** `circular_financing` has a leg that finances, guarantees or grants a warrant, and a purchase leg; `cross_holding` has no purchase leg; `trade_loop` has purchase legs only. */
  class: CycleClass;
  /** For circular financing between two groups: `mutual` if one of them also finances the company it buys from, otherwise `supplier_finances_customer`, or `supplier_incentive` if the supplier gives only a guarantee or a warrant. The list of values may grow. */
  pattern: CyclePattern | null;
  /** Number of legs. */
  length: number;
  /** Group ids in the order of the legs, starting with the smallest id. */
  groups: string[];
  /** Certainty of the weakest leg. */
  certainty: Certainty;
  /** True if any leg is implied. */
  implied: boolean;
  /** The amount that could move through every leg: the smallest `low` and the smallest known `high` of the legs. */
  usd: UsdSum;
  /** Number of legs without an upper bound. */
  unknownLegs: number;
  /** The legs in order. Each starts where the previous one ends. */
  legs: Leg[];
}

/** One of these values, or a value that a later version adds. */
export type CycleClass = "circular_financing" | "cross_holding" | "trade_loop" | (string & {});

/** One of these values. Later versions can accept more. */
export type CycleClassInput = "circular_financing" | "cross_holding" | "trade_loop";

/** A page of a list. */
export interface CycleList {
  /** The records of the page, ordered by `sort`. */
  data: Cycle[];
  page: Page;
  included?: MoneyIncluded;
  names?: Names;
  meta: CycleListMeta;
}

/** The state of the data behind the response, and whether the search was complete. */
export interface CycleListMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** Number of edges that the search visited. */
  edgesVisited: number;
  /** True if the search reached its limit before it was complete. Filter by group, certainty or length to get a complete answer. */
  truncated: boolean;
  /** Sums over the legs of all matching cycles, on every page. Each flow counts once. */
  usdByNature: UsdByNature;
  supplierFinancing: SupplierFinancing;
}

/** One of these values, or a value that a later version adds. */
export type CyclePattern = "supplier_finances_customer" | "supplier_incentive" | "mutual" | (string & {});

/** One of these values. Later versions can accept more. */
export type CyclePatternInput = "supplier_finances_customer" | "supplier_incentive" | "mutual";

/** The dataset and its terms of use. */
export interface DatasetEntry {
  /** Name of the dataset. */
  name: string;
  /** Its version. */
  version: string;
  /** Date of the dataset (YYYY-MM-DD): everything in it was public by then. */
  date: string;
  /** The first day from which a record with a date is known; null if none is known by the asOf day. Companies and chips have no date. */
  firstDay: string | null;
  /** The last day on which anything became known, up to the asOf day. */
  lastDay: string;
  /** License of the data, as an SPDX identifier. */
  license: string;
  /** URL of the license text. */
  licenseUrl: string;
  /** How to attribute the dataset. */
  attribution: string;
}

/** One agreement or prospective agreement, with its state folded from its reports. */
export interface Deal {
  /** Id of the deal. Never reused. */
  id: string;
  /** Title. It states no figure or outcome that the first event does not state. */
  title: string;
  /** Kind of agreement. The list of values may grow. */
  kind: DealKind;
  /** Participants and their roles. */
  participants: Participant[];
  /** True if parties that are not named also pay, such as the rest of a consortium. No named party then pays the whole amount. */
  hasOtherParties?: true;
  /** Id of the umbrella deal that contains it, so that it is not counted twice. */
  partOf?: string;
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[];
  /** Ids of older deals that it replaces. */
  supersedes?: string[];
  /** A short description of the deal. Present only in its newest state. */
  summary?: string;
  /** Status reported by the newest event. The list of values may grow. */
  status: Status;
  /** How firm it is: the certainty of the strongest status since it last lapsed or was terminated. `dead` if it lapsed, was terminated, or was superseded by something at least as firm. The list of values may grow. */
  certainty: Certainty;
  /** The best evidence among the citations published by then: `primary` (a filing, or a copy of one), `company` (a statement of a party), `several_publishers` or `one_publisher` (named sources, by the outlets that wrote the reports), or `unnamed_only`. For a deal or chip commitment, only the evidence for its certainty counts. The list of values may grow. */
  evidenceGrade: DealEvidenceGrade;
  /** Class of the money, which follows from the kind of deal. Totals never add up amounts of different classes. */
  moneyClass: DealMoneyClass;
  /** Total amount stated at the deal's certainty, in whole currency units; null if not stated. */
  amount: Money | null;
  /** The amount in whole US dollars. Sorting and filters use the headline: `max`, or `min` if there is no `max`. */
  amountUsd: UsdInterval | null;
  /** `reportedOn` of the event that set the amount, or the tranches if no amount is stated. Totals count the amount in the year of this date. */
  amountReportedOn: string | null;
  /** Valuation at which the deal is made, in whole currency units; null if not stated. */
  valuation: DealValuation | null;
  /** The valuation in whole US dollars. */
  valuationUsd: UsdInterval | null;
  /** Stated tranches of the amount; null if none are stated. */
  tranches: Tranche[] | null;
  /** The amount by payment status, in whole US dollars; null if no tranches are stated. */
  trancheSums: TrancheSums | null;
  /** Length of the contract in years; null if not stated. */
  termYears: number | null;
  /** Other terms: round, security, debt, sites, warrants, guarantees; null if none are stated. */
  terms: DealTerms | null;
  /** Terms stated by a later report of weaker certainty. They do not count. */
  reportedTerms?: ReportedTerms;
  /** Date of the first event of at least `intended` certainty (letter of intent or announcement); null until then. */
  announcedOn: string | null;
  /** Date of the first closing; null until then. */
  closedOn: string | null;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Date of the newest report. */
  lastReportedOn: string;
  /** Days from the newest report to the asOf day. Only for deals in talks, in `/v1/deals` and in the lists of a company. */
  staleDays?: number;
  /** Ids of the deals that replace this one. */
  supersededBy: string[];
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
  /** Dated reports, oldest first. In lists only with `include=history`. */
  history?: DealEvent[];
  /** The evidence for each term. Only with `include=evidence`. */
  evidence?: Evidence[];
}

/** One record. */
export interface DealDocument {
  data: Deal;
  included?: DealIncluded;
  meta: Meta;
}

/** One dated report in the history of a deal. It states only what it changed or confirmed. */
export interface DealEvent {
  /** When the public could first know it. */
  reportedOn: string;
  /** When it happened, if that differs from reportedOn. */
  occurredOn?: string;
  /** Status of the deal according to this report. The list of values may grow. */
  status: Status;
  /** Total amount of the deal in whole currency units. */
  amount?: Money;
  /** Stated tranches of the amount. The list replaces that of earlier events. */
  tranches?: Tranche[];
  /** Valuation at which the deal is made. */
  valuation?: DealValuation;
  /** Length of the contract in years. */
  termYears?: number;
  /** Other terms: round, security, debt, sites, warrants, guarantees. They replace those of earlier events. */
  terms?: DealTerms;
  /** Anything else that the report states. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
}

/** One dated report in the history of a deal. It states only what it changed or confirmed. */
export interface DealEventInput {
  /** When the public could first know it. */
  reportedOn: string;
  /** When it happened, if that differs from reportedOn. */
  occurredOn?: string;
  /** Status of the deal according to this report. The list of values may grow. */
  status: StatusInput;
  /** Total amount of the deal in whole currency units. */
  amount?: Money;
  /** Stated tranches of the amount. The list replaces that of earlier events. */
  tranches?: TrancheInput[];
  /** Valuation at which the deal is made. */
  valuation?: DealValuationInput;
  /** Length of the contract in years. */
  termYears?: number;
  /** Other terms: round, security, debt, sites, warrants, guarantees. They replace those of earlier events. */
  terms?: DealTermsInput;
  /** Anything else that the report states. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: CitationInput[];
}

/** One of these values, or a value that a later version adds. */
export type DealEvidenceGrade = "primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only" | (string & {});

/** Everything that was ever known about a deal, and when. */
export interface DealHistory {
  /** Id of the deal. */
  id: string;
  /** Every event in history order, with the day from which it was known. */
  events: Event[];
  /** The states, oldest first, with their validity intervals, which never overlap. */
  states: DealState[];
}

/** One record. */
export interface DealHistoryDocument {
  data: DealHistory;
  meta: Meta;
}

/** Related records, each once, by collection and id. Only with `include`. */
export interface DealIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  sources?: Record<string, Source>;
  /** Related records by id. */
  stakes?: Record<string, Stake>;
  /** Related records by id. */
  chipCommitments?: Record<string, ChipCommitment>;
}

/** One of these values, or a value that a later version adds. */
export type DealKind = "equity_round" | "equity_investment" | "secondary_sale" | "restructuring" | "acquisition" | "acquihire_license" | "licensing" | "ipo" | "debt" | "convertible" | "compute_contract" | "chip_supply" | "data_center_lease" | "joint_venture" | "warrant" | "backstop" | "spv_financing" | "power_supply" | "programme" | (string & {});

/** One of these values. Later versions can accept more. */
export type DealKindInput = "equity_round" | "equity_investment" | "secondary_sale" | "restructuring" | "acquisition" | "acquihire_license" | "licensing" | "ipo" | "debt" | "convertible" | "compute_contract" | "chip_supply" | "data_center_lease" | "joint_venture" | "warrant" | "backstop" | "spv_financing" | "power_supply" | "programme";

/** A page of a list. */
export interface DealList {
  /** The records of the page, ordered by `sort`. */
  data: Deal[];
  page: Page;
  included?: DealIncluded;
  meta: Meta;
}

/** One of these values, or a value that a later version adds. */
export type DealMoneyClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** Changes to it (RFC 7396). A stored deal: one agreement or prospective agreement. */
export interface DealPatch {
  /** Id of the deal. Never reused. */
  id?: string;
  /** Title. It states no figure or outcome that the first event does not state. */
  title?: string;
  /** Kind of agreement. The list of values may grow. */
  kind?: DealKindInput;
  /** Participants and their roles. */
  participants?: ParticipantInput[];
  /** True if parties that are not named also pay, such as the rest of a consortium. No named party then pays the whole amount. */
  hasOtherParties?: true | null;
  /** Id of the umbrella deal that contains it, so that it is not counted twice. */
  partOf?: string | null;
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[] | null;
  /** Ids of older deals that it replaces. */
  supersedes?: string[] | null;
  /** A short description of the deal. */
  summary?: string;
  /** Dated reports, oldest first. */
  history?: DealEventInput[];
}

/** A stored deal: one agreement or prospective agreement. */
export interface DealRecord {
  /** Id of the deal. Never reused. */
  id: string;
  /** Title. It states no figure or outcome that the first event does not state. */
  title: string;
  /** Kind of agreement. The list of values may grow. */
  kind: DealKind;
  /** Participants and their roles. */
  participants: Participant[];
  /** True if parties that are not named also pay, such as the rest of a consortium. No named party then pays the whole amount. */
  hasOtherParties?: true;
  /** Id of the umbrella deal that contains it, so that it is not counted twice. */
  partOf?: string;
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[];
  /** Ids of older deals that it replaces. */
  supersedes?: string[];
  /** A short description of the deal. */
  summary: string;
  /** Dated reports, oldest first. */
  history: DealEvent[];
}

/** A stored deal: one agreement or prospective agreement. */
export interface DealRecordInput {
  /** Id of the deal. Never reused. */
  id: string;
  /** Title. It states no figure or outcome that the first event does not state. */
  title: string;
  /** Kind of agreement. The list of values may grow. */
  kind: DealKindInput;
  /** Participants and their roles. */
  participants: ParticipantInput[];
  /** True if parties that are not named also pay, such as the rest of a consortium. No named party then pays the whole amount. */
  hasOtherParties?: true;
  /** Id of the umbrella deal that contains it, so that it is not counted twice. */
  partOf?: string;
  /** Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount. */
  overlaps?: string[];
  /** Ids of older deals that it replaces. */
  supersedes?: string[];
  /** A short description of the deal. */
  summary: string;
  /** Dated reports, oldest first. */
  history: DealEventInput[];
}

/** What was known about a deal during an interval of days. */
export interface DealState {
  /** First day on which the state was valid (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** First day on which it was no longer valid; null for the newest state. */
  knownTo: string | null;
  /** The deal as known in that interval, without its history. */
  deal: Deal;
}

/** Terms of a deal besides its amount, its valuation and its length. */
export interface DealTerms {
  /** The equity round. */
  round?: Round;
  /** What the investors or lenders receive. The list of values may grow. */
  security?: Security;
  /** Whether the securities are new (`primary`), existing ones (`secondary`), or both. */
  placement?: DealTermsPlacement;
  /** Terms of the debt. */
  debt?: DebtTerms;
  /** Sites that the deal concerns. */
  sites?: Site[];
  /** Warrants that the deal grants. */
  warrants?: WarrantTerms[];
  /** Guarantees that the deal contains. */
  guarantees?: GuaranteeTerms[];
}

/** Terms of a deal besides its amount, its valuation and its length. */
export interface DealTermsInput {
  /** The equity round. */
  round?: RoundInput;
  /** What the investors or lenders receive. The list of values may grow. */
  security?: SecurityInput;
  /** Whether the securities are new (`primary`), existing ones (`secondary`), or both. */
  placement?: DealTermsPlacementInput;
  /** Terms of the debt. */
  debt?: DebtTermsInput;
  /** Sites that the deal concerns. */
  sites?: Site[];
  /** Warrants that the deal grants. */
  warrants?: WarrantTerms[];
  /** Guarantees that the deal contains. */
  guarantees?: GuaranteeTerms[];
}

/** One of these values, or a value that a later version adds. */
export type DealTermsPlacement = "primary" | "secondary" | "mixed" | (string & {});

/** One of these values. Later versions can accept more. */
export type DealTermsPlacementInput = "primary" | "secondary" | "mixed";

/** Valuation of the issuer or target that the deal states, in whole currency units. */
export interface DealValuation {
  /** Lower bound in whole units of the currency; null if the report states none ("up to X"). */
  min: number | null;
  /** Upper bound in whole units of the currency; null if the report states none ("more than X"). */
  max: number | null;
  /** True if the report says "about", "nearly" or similar. */
  approximate: boolean;
  /** The figure as worded in the report, at most 60 characters. */
  stated?: string;
  /** ISO 4217 code. */
  currency: string;
  /** US dollars per unit of the currency, at the rate of the source or of that day. Omit for USD. */
  usdPerUnit?: number;
  /** Pre-money, post-money or not stated. */
  basis: DealValuationBasis;
}

/** One of these values, or a value that a later version adds. */
export type DealValuationBasis = "pre_money" | "post_money" | "unspecified" | (string & {});

/** One of these values. Later versions can accept more. */
export type DealValuationBasisInput = "pre_money" | "post_money" | "unspecified";

/** Valuation of the issuer or target that the deal states, in whole currency units. */
export interface DealValuationInput {
  /** Lower bound in whole units of the currency; null if the report states none ("up to X"). */
  min: number | null;
  /** Upper bound in whole units of the currency; null if the report states none ("more than X"). */
  max: number | null;
  /** True if the report says "about", "nearly" or similar. */
  approximate: boolean;
  /** The figure as worded in the report, at most 60 characters. */
  stated?: string;
  /** ISO 4217 code. */
  currency: string;
  /** US dollars per unit of the currency, at the rate of the source or of that day. Omit for USD. */
  usdPerUnit?: number;
  /** Pre-money, post-money or not stated. */
  basis: DealValuationBasisInput;
}

/** Terms of debt. */
export interface DebtTerms {
  /** Fixed interest rate in percent a year. For several parts, the lowest and the highest. */
  ratePercent?: Quantity;
  /** Reference rate of a floating rate, such as SOFR. */
  benchmark?: string;
  /** Spread over the benchmark in percentage points. */
  spreadPercent?: Quantity;
  /** Maturity of the first part, if the debt has several. */
  firstMaturesOn?: string;
  /** Maturity of the debt, or of its last part if it has several. */
  maturesOn?: string;
  /** Rank of the debt. The list of values may grow. */
  seniority?: Seniority;
  /** Whether collateral secures it. */
  secured?: boolean;
  /** The collateral. */
  collateral?: string;
  /** What the lenders committed, in whole currency units. */
  committed?: Money;
  /** What was drawn by the date of the report, in whole currency units. */
  drawn?: Money;
}

/** Terms of debt. */
export interface DebtTermsInput {
  /** Fixed interest rate in percent a year. For several parts, the lowest and the highest. */
  ratePercent?: Quantity;
  /** Reference rate of a floating rate, such as SOFR. */
  benchmark?: string;
  /** Spread over the benchmark in percentage points. */
  spreadPercent?: Quantity;
  /** Maturity of the first part, if the debt has several. */
  firstMaturesOn?: string;
  /** Maturity of the debt, or of its last part if it has several. */
  maturesOn?: string;
  /** Rank of the debt. The list of values may grow. */
  seniority?: SeniorityInput;
  /** Whether collateral secures it. */
  secured?: boolean;
  /** The collateral. */
  collateral?: string;
  /** What the lenders committed, in whole currency units. */
  committed?: Money;
  /** What was drawn by the date of the report, in whole currency units. */
  drawn?: Money;
}

/** A page of changes between two days. */
export interface Diff {
  /** The changes, by collection and id. */
  data: DiffChange[];
  page: Page;
  meta: DiffMeta;
}

/** A record that differs between the two days. */
export interface DiffChange {
  /** Collection of the record. */
  collection: DiffChangeCollection;
  /** Id of the record. */
  id: string;
  /** How the record changed, most important first. The list of values may grow. */
  classes: DiffChangeClasses[];
  /** The record as known on the earlier day; null if it was not known. */
  before: DiffSide | null;
  /** The record as known on the later day. */
  after: DiffSide;
}

/** One of these values, or a value that a later version adds. */
export type DiffChangeClasses = "new" | "raised" | "lowered" | "firmed" | "weakened" | "closed" | "lapsed" | "superseded" | "updated" | (string & {});

/** One of these values, or a value that a later version adds. */
export type DiffChangeCollection = "deals" | "stakes" | "valuations" | "financials" | "chip-commitments" | (string & {});

/** The compared days. */
export interface DiffMeta {
  /** The earlier day. */
  fromOn: string;
  /** The later day; today if a future day was requested. */
  toOn: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
}

/** The record as known on one of the days, without the history and `staleDays` of a deal. */
export type DiffSide = Deal | Stake | Valuation | Financial | ChipCommitment;

/** How long one stage of deals takes. */
export interface Duration {
  /** The stage. Talks start with the first rumor or report of talks; signing is the first report of a signed or closed deal. Stages that end with a closing include only kinds that close: equity_round, equity_investment, secondary_sale, acquisition, acquihire_license, ipo, debt, convertible, spv_financing. The list of values may grow. */
  stage: DurationStage;
  /** Kind of deal, or null for all kinds. The list of values may grow. */
  kind: DealKind | null;
  /** Deals that were in the stage. */
  deals: number;
  /** Deals that completed it. */
  completed: number;
  /** Deals still in it on the asOf day. They count as censored, not as missing. */
  unfinished: number;
  /** Deals that lapsed, were terminated or were replaced. They count as censored on the day of their last report. */
  ended: number;
  /** Deals with a date that states only the year. They are not measured. */
  imprecise: number;
  /** Days by which a quarter of the deals complete the stage; null if the estimate does not reach a quarter. */
  lowerQuartileDays: number | null;
  /** Days by which half of the deals complete the stage; null if the estimate does not reach a half. */
  medianDays: number | null;
  /** Days by which three quarters of the deals complete the stage; null if the estimate does not reach that share. */
  upperQuartileDays: number | null;
  /** The estimate after 0, 30, 60, 90, 180, 365, 730 days. */
  table: SurvivalPoint[];
}

/** One of these values, or a value that a later version adds. */
export type DurationStage = "talks_to_signing" | "talks_to_closing" | "announcement_to_closing" | "signing_to_closing" | (string & {});

/** How long deals take. */
export interface Durations {
  /** One row per stage, or per stage and kind. */
  durations: Duration[];
}

/** How long the matching deals take from talks to signing to closing. */
export interface DurationsDocument {
  data: Durations;
  meta: Meta;
}

/** One dated report on a deal and what it changed. */
export interface Event {
  /** Id of the event: the deal, the date and the status that it reports, and a number if an earlier event reports the same. */
  id: string;
  /** Its former id: the deal and the position in the history, which changes when an earlier report is added. Will be removed in version 0.3. */
  legacyId: string;
  /** Id of the deal. */
  deal: string;
  /** Title of the deal. */
  title: string;
  /** Kind of the deal. The list of values may grow. */
  kind: DealKind;
  /** When the public could first know it. */
  reportedOn: string;
  /** When it happened, if that differs from reportedOn. */
  occurredOn?: string;
  /** Status of the deal according to this report. The list of values may grow. */
  status: Status;
  /** Total amount of the deal in whole currency units. */
  amount?: Money;
  /** Stated tranches of the amount. The list replaces that of earlier events. */
  tranches?: Tranche[];
  /** Valuation at which the deal is made. */
  valuation?: DealValuation;
  /** Length of the contract in years. */
  termYears?: number;
  /** Other terms: round, security, debt, sites, warrants, guarantees. They replace those of earlier events. */
  terms?: DealTerms;
  /** Anything else that the report states. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
  /** Certainty of the reported status. The list of values may grow. */
  certainty: Certainty;
  /** What the event changed compared with the previous state. Empty if it only confirmed it. The list of values may grow. */
  changed: EventChanged[];
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
}

/** One of these values, or a value that a later version adds. */
export type EventChanged = "status" | "certainty" | "amount" | "tranches" | "valuation" | "termYears" | "terms" | (string & {});

/** Related records, each once, by collection and id. Only with `include`. */
export interface EventIncluded {
  /** Related records by id. */
  deals?: Record<string, Deal>;
  /** Related records by id. */
  sources?: Record<string, Source>;
}

/** A page of a list. */
export interface EventList {
  /** The records of the page, ordered by `sort`. */
  data: Event[];
  page: Page;
  included?: EventIncluded;
  meta: Meta;
}

/** The event and citations that set one term of the deal's state. */
export interface Evidence {
  /** The term that the event set. The list of values may grow. */
  term: EvidenceTerm;
  /** Id of the participant that the evidence is about. */
  company?: string;
  /** Role of that participant. */
  role?: ParticipantRole;
  /** `reportedOn` of the event that set the term. */
  reportedOn: string;
  /** `occurredOn` of that event, if it differs. */
  occurredOn?: string;
  /** Status reported by that event. */
  status: Status;
  /** Citations of that event. */
  citations: Citation[];
}

/** One of these values, or a value that a later version adds. */
export type EvidenceTerm = "status" | "amount" | "tranches" | "valuation" | "termYears" | "terms" | "participant" | "participantAmount" | (string & {});

/** Items that a sum excludes, with the reason and their amount. */
export interface Excluded {
  /** Why the items are excluded: they restate the money of counted deals, are dead or speculative, or are deals without flows. The list of values may grow. */
  reason: ExcludedReason;
  /** Number of excluded items. */
  count: number;
  /** Their amount; null if it would add up money of several classes or natures. */
  usd: UsdSum | null;
  /** The amount by payment status. Only for deals; null if they are of several money classes. */
  tranches?: TrancheSums | null;
  /** The deals by money class. Only for deals. The list of classes may grow. */
  byClass?: Record<string, ClassSum>;
  /** The flows by nature. Only for flows. */
  byNature?: UsdByNature;
}

/** One of these values, or a value that a later version adds. */
export type ExcludedByClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** One of these values, or a value that a later version adds. */
export type ExcludedReason = "overlaps_counted" | "dead" | "speculative" | "no_flow" | (string & {});

/** A file with part or all of the dataset. */
export interface ExportFile {
  /** Name of the file. */
  name: string;
  /** URL of the file. It contains the data version, so all files in one response have the same version. */
  url: string;
  /** Description. */
  title: string;
  /** Description of the file. */
  description: string;
  /** Its media type. */
  mediaType: string;
  /** Its size in bytes. */
  bytes: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  sha256: string;
}

/** The whole dataset as files from one snapshot. */
export interface ExportList {
  /** The files. */
  data: ExportFile[];
  meta: ExportMeta;
}

/** The state of the data in the files. */
export interface ExportMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
}

/** Whom a company depends on and who depends on it. */
export interface Exposure {
  /** Id of the company. Its subsidiaries are included. */
  company: string;
  /** Its group. */
  group: string;
  /** Everything that it pays to others. */
  paid: UsdByNature;
  /** Everything that others pay to it. */
  received: UsdByNature;
  /** Counterparties, ordered by id. */
  counterparties: Counterparty[];
  concentration: ExposureConcentration;
  cycles: ExposureCycles;
}

/** How much the company depends on few counterparties. */
export interface ExposureConcentration {
  /** Concentration of its suppliers. */
  suppliers: Concentration;
  /** Concentration of its customers. */
  customers: Concentration;
  /** Concentration of its financiers. */
  financiers: Concentration;
}

/** The circular-financing cycles that include the company. */
export interface ExposureCycles {
  /** Number of circular-financing cycles that include its group. */
  count: number;
  /** Ids of the largest cycles by volume, at most 50. See /v1/cycles. */
  greatest: string[];
}

/** The exposure of a company. */
export interface ExposureDocument {
  data: Exposure;
  names?: Names;
  meta: ExposureMeta;
}

/** The state of the data behind the response, and whether it is complete. */
export interface ExposureMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** Number of edges that the cycle search visited. */
  edgesVisited: number;
  /** True if the search reached its limit or counterparties were omitted. */
  truncated: boolean;
}

/** A value of a filter, and the number of records that have it. */
export interface FacetCount {
  /** A value of the filter. The list of values may grow. */
  value: string;
  /** Number of records that have it. */
  count: number;
}

/** One reported financial figure of a company. */
export interface Financial {
  /** Id of the figure. Never reused. */
  id: string;
  /** Id of the company. */
  company: string;
  /** What the figure measures. The list of values may grow. */
  metric: FinancialMetric;
  /** Last day of the period, or the day of a balance. */
  periodEnd: string;
  /** Length of the period in months. Absent for a balance or a run rate. */
  periodMonths?: number;
  /** The figure in whole currency units. */
  amount: Money;
  /** Whether the company reported it, expects it, or others estimate it. The list of values may grow. */
  basis: FinancialBasis;
  /** What the figure contains or leaves out. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
  /** The amount in whole US dollars. */
  amountUsd: UsdInterval;
  /** The best evidence among the citations published by then: `primary` (a filing, or a copy of one), `company` (a statement of a party), `several_publishers` or `one_publisher` (named sources, by the outlets that wrote the reports), or `unnamed_only`. For a deal or chip commitment, only the evidence for its certainty counts. The list of values may grow. */
  evidenceGrade: FinancialEvidenceGrade;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** One of these values, or a value that a later version adds. */
export type FinancialBasis = "reported" | "guidance" | "estimate" | (string & {});

/** One of these values. Later versions can accept more. */
export type FinancialBasisInput = "reported" | "guidance" | "estimate";

/** One record. */
export interface FinancialDocument {
  data: Financial;
  included?: FinancialIncluded;
  meta: Meta;
}

/** One of these values, or a value that a later version adds. */
export type FinancialEvidenceGrade = "primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only" | (string & {});

/** Related records, each once, by collection and id. Only with `include`. */
export interface FinancialIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  sources?: Record<string, Source>;
}

/** A page of a list. */
export interface FinancialList {
  /** The records of the page, ordered by `sort`. */
  data: Financial[];
  page: Page;
  included?: FinancialIncluded;
  meta: Meta;
}

/** One of these values, or a value that a later version adds. */
export type FinancialMetric = "revenue" | "run_rate_revenue" | "capital_expenditure" | "cash" | "remaining_performance_obligations" | "backlog" | "debt" | (string & {});

/** One of these values. Later versions can accept more. */
export type FinancialMetricInput = "revenue" | "run_rate_revenue" | "capital_expenditure" | "cash" | "remaining_performance_obligations" | "backlog" | "debt";

/** Changes to it (RFC 7396). A stored financial figure: a company's revenue, capital expenditure, cash or the like. */
export interface FinancialPatch {
  /** Id of the figure. Never reused. */
  id?: string;
  /** Id of the company. */
  company?: string;
  /** What the figure measures. The list of values may grow. */
  metric?: FinancialMetricInput;
  /** Last day of the period, or the day of a balance. */
  periodEnd?: string;
  /** Length of the period in months. Absent for a balance or a run rate. */
  periodMonths?: number | null;
  /** The figure in whole currency units. */
  amount?: MoneyPatch;
  /** Whether the company reported it, expects it, or others estimate it. The list of values may grow. */
  basis?: FinancialBasisInput;
  /** What the figure contains or leaves out. */
  note?: string | null;
  /** The sources that state it, with their attribution. */
  citations?: CitationInput[];
}

/** A stored financial figure: a company's revenue, capital expenditure, cash or the like. */
export interface FinancialRecord {
  /** Id of the figure. Never reused. */
  id: string;
  /** Id of the company. */
  company: string;
  /** What the figure measures. The list of values may grow. */
  metric: FinancialMetric;
  /** Last day of the period, or the day of a balance. */
  periodEnd: string;
  /** Length of the period in months. Absent for a balance or a run rate. */
  periodMonths?: number;
  /** The figure in whole currency units. */
  amount: Money;
  /** Whether the company reported it, expects it, or others estimate it. The list of values may grow. */
  basis: FinancialBasis;
  /** What the figure contains or leaves out. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
}

/** A stored financial figure: a company's revenue, capital expenditure, cash or the like. */
export interface FinancialRecordInput {
  /** Id of the figure. Never reused. */
  id: string;
  /** Id of the company. */
  company: string;
  /** What the figure measures. The list of values may grow. */
  metric: FinancialMetricInput;
  /** Last day of the period, or the day of a balance. */
  periodEnd: string;
  /** Length of the period in months. Absent for a balance or a run rate. */
  periodMonths?: number;
  /** The figure in whole currency units. */
  amount: Money;
  /** Whether the company reported it, expects it, or others estimate it. The list of values may grow. */
  basis: FinancialBasisInput;
  /** What the figure contains or leaves out. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: CitationInput[];
}

/** A sum of flows in whole US dollars, and how firm its parts are. */
export interface FirmSum {
  /** Lower bound in whole US dollars. */
  low: number;
  /** Upper bound: the sum of the known upper bounds; null if no term has one. */
  high: number | null;
  /** Number of terms without an upper bound. `high` does not include them. */
  unknown: number;
  /** Number of terms with a minimum only ("more than X"). `high` includes that minimum. */
  openEnded: number;
  /** The same by certainty. */
  usdByCertainty: UsdByCertainty;
}

/** A directed edge of the money graph: value moves from payer to payee. */
export interface Flow {
  /** Id of the flow. Stable over time. */
  id: string;
  /** Id of the paying company. */
  from: string;
  /** Id of the receiving company. */
  to: string;
  /** Group of the payer. */
  fromGroup: string;
  /** Group of the payee. */
  toGroup: string;
  /** `financing`: money given for equity or a loan. `purchase`: payment for goods or services. `guarantee`: a promise to pay if another does not. `warrant`: a right to shares, at the value granted. The list of values may grow. */
  nature: FlowNature;
  /** True for a guarantee or a warrant: no cash moves unless something happens. */
  contingent: boolean;
  /** Id of the deal behind the flow, or null. */
  deal: string | null;
  /** Id of the chip commitment behind the flow, or null. */
  chipCommitment: string | null;
  /** True if no report states the flow: an intermediary must buy what it rents out. */
  implied: boolean;
  /** Certainty of the deal or chip commitment. The list of values may grow. */
  certainty: Certainty;
  /** Amount of the flow. */
  usd: UsdSum;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
}

/** Related records, each once, by collection and id. Only with `include`. */
export interface FlowIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  deals?: Record<string, Deal>;
  /** Related records by id. */
  chipCommitments?: Record<string, ChipCommitment>;
}

/** A page of a list. */
export interface FlowList {
  /** The records of the page, ordered by `sort`. */
  data: Flow[];
  page: Page;
  included?: FlowIncluded;
  meta: FlowMeta;
}

/** The state of the data behind the response, and the deals without flows. */
export interface FlowMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** Matching deals that have no flow. */
  excluded: Excluded[];
}

/** One of these values, or a value that a later version adds. */
export type FlowNature = "financing" | "purchase" | "guarantee" | "warrant" | (string & {});

/** One of these values. Later versions can accept more. */
export type FlowNatureInput = "financing" | "purchase" | "guarantee" | "warrant";

/** A deal that brings money to the company. */
export interface FundedDeal {
  /** Id of the deal. */
  deal: string;
  /** Its title. */
  title: string;
  /** Its kind. The list of values may grow. */
  kind: DealKind;
  /** Class of money. Classes are never added up. The list of values may grow. */
  moneyClass: FundedDealMoneyClass;
  /** Its status. The list of values may grow. */
  status: Status;
  /** Its certainty. The list of values may grow. */
  certainty: Certainty;
  /** Id of the umbrella deal that contains it, or null. */
  partOf: string | null;
  /** Ids of the named investors and lenders. */
  payers: string[];
  /** Its amount in whole US dollars; null if not stated. */
  amountUsd: UsdInterval | null;
  /** Its own amount by payment status. */
  split: TrancheSums;
  /** What it adds to the total, with its parts; null if it counts in its umbrella. */
  counted: TrancheSums | null;
  /** Its stated tranches. Empty if none are stated. */
  tranches: Tranche[];
  /** The events and citations that state its status, amount and tranches. */
  evidence: Evidence[];
}

/** One of these values, or a value that a later version adds. */
export type FundedDealMoneyClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** What a company was paid and what was promised to it. */
export interface Funding {
  /** Id of the company. Its subsidiaries are included. */
  company: string;
  /** A total for each class of money with a counted deal. */
  totals: FundingTotal[];
  /** The deals behind the totals, largest first, at most 1000. */
  deals: FundedDeal[];
  /** Deals of the same kinds (equity_round, equity_investment, ipo, debt, convertible, spv_financing) that are not counted, and why. */
  excluded: FundingExcluded[];
}

/** The funding of a company, by payment status. */
export interface FundingDocument {
  data: Funding;
  names?: Names;
  meta: FundingMeta;
}

/** Deals that the totals exclude, and why. */
export interface FundingExcluded {
  /** Why the deals are excluded: in talks, dead, between companies of the group, or stating money of another deal again. The list of values may grow. */
  reason: FundingExcludedReason;
  /** Class of money. Classes are never added up. The list of values may grow. */
  moneyClass: FundingExcludedMoneyClass;
  /** Number of deals. */
  count: number;
  /** Sum of the amounts that they state. */
  usd: UsdSum;
}

/** One of these values, or a value that a later version adds. */
export type FundingExcludedMoneyClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** One of these values, or a value that a later version adds. */
export type FundingExcludedReason = "speculative" | "dead" | "within_group" | "overlaps_counted" | (string & {});

/** The state of the data behind the response, and whether it lists every deal. */
export interface FundingMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if there are more than 1000 deals. */
  truncated: boolean;
}

/** The funding of the company, as known at the end of a period. */
export interface FundingPeriod {
  /** The period: `2025`, `2025-Q3` or `2025-08`. */
  period: string;
  /** Its first day (YYYY-MM-DD). */
  firstDay: string;
  /** Its last day, or the asOf day if the period had not ended by then (YYYY-MM-DD). */
  lastDay: string;
  /** A total for each class of money with a counted deal. */
  totals: FundingTotal[];
  /** Deals of the same kinds (equity_round, equity_investment, ipo, debt, convertible, spv_financing) that are not counted, and why. */
  excluded: FundingExcluded[];
}

/** What was known of the funding of a company over time. */
export interface FundingSeries {
  /** Id of the company. Its subsidiaries are included. */
  company: string;
  /** The periods, in order. */
  periods: FundingPeriod[];
}

/** The funding of a company over time. */
export interface FundingSeriesDocument {
  data: FundingSeries;
  names?: Names;
  meta: Meta;
}

/** What a company raised in one class of money, by payment status. */
export interface FundingTotal {
  /** Class of money. Classes are never added up. The list of values may grow. */
  moneyClass: FundingTotalMoneyClass;
  /** Number of counted deals. A deal that is part of another one counts in it. */
  count: number;
  /** Tranches that are paid. */
  paid: UsdSum;
  /** Tranches that are committed and not paid yet. */
  committed: UsdSum;
  /** Tranches that depend on a condition. A lower bound never includes them. */
  conditional: UsdSum;
  /** The part of the amount that no tranche names. */
  unspecified: UsdSum;
  /** The part of `unspecified` that belongs to closed deals. A closing usually means payment, but no source says so. */
  unspecifiedClosed: UsdSum;
}

/** One of these values, or a value that a later version adds. */
export type FundingTotalMoneyClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** The money graph in node-link form. */
export interface Graph {
  /** Always true: links have a direction. */
  directed: true;
  /** Always true: two nodes can have several links, for each nature and for stated and implied flows. */
  multigraph: true;
  graph: GraphAttributes;
  /** Groups, ordered by id. */
  nodes: GraphNode[];
  /** Links, ordered by their ends. */
  links: GraphLink[];
  meta: GraphMeta;
}

/** Attributes of the graph as a whole. */
export interface GraphAttributes {
  /** Name of the graph. */
  name: string;
}

/** All stated, or all implied, flows of one nature from one group to another, combined. */
export interface GraphLink {
  /** Id of the link. It names the paying group, the receiving group and the nature, and distinguishes implied links. */
  id: string;
  /** Id of the paying group. */
  source: string;
  /** Id of the receiving group. */
  target: string;
  /** `financing`: money given for equity or a loan. `purchase`: payment for goods or services. `guarantee`: a promise to pay if another does not. `warrant`: a right to shares, at the value granted. The list of values may grow. */
  nature: FlowNature;
  /** Certainty of its strongest flow. */
  certainty: Certainty;
  /** True if its flows are implied. Stated flows between the same groups form another link. */
  implied: boolean;
  /** True for guarantees and warrants. */
  contingent: boolean;
  /** Sum of its flows. */
  usd: UsdSum;
  /** The same by certainty. */
  usdByCertainty: UsdByCertainty;
  /** Number of its flows. */
  flows: number;
  /** Ids of the deals behind the flows. */
  deals: string[];
  /** Ids of the chip commitments behind the flows. */
  chipCommitments: string[];
}

/** The state of the data behind the response, and whether it is complete. */
export interface GraphMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if there are more than 20000 links, of which the largest are returned, or if the search for the cycles of `class` reached its limit. Other formats have the header `Truncated: true`. */
  truncated: boolean;
}

/** A group. */
export interface GraphNode {
  /** Id of the group, which is the id of its topmost company. */
  id: string;
  /** Name of that company. */
  name: string;
  /** Its roles. The list of values may grow. */
  roles: CompanyRole[];
  /** Country of its headquarters (ISO 3166-1 alpha-2), or null. */
  country: string | null;
  /** What it pays to other groups, without implied flows, according to the links in the document. */
  paid: NodeTotals;
  /** What other groups pay to it, without implied flows, according to the links in the document. */
  received: NodeTotals;
}

/** Terms of a guarantee or backstop. */
export interface GuaranteeTerms {
  /** Who guarantees. */
  guarantor?: string;
  /** Whose obligations it guarantees, or to whom. */
  beneficiary?: string;
  /** The most that the guarantor pays, in whole currency units. */
  cap?: Money;
  /** When the guarantor has to pay. */
  trigger?: string;
}

/** The first headline of a deal and the current one. */
export interface HeadlineRevision {
  /** Id of the deal. */
  deal: string;
  /** Its title. */
  title: string;
  /** Kind of deal. The list of values may grow. */
  kind: DealKind;
  /** Current status. The list of values may grow. */
  status: Status;
  /** Current certainty. The list of values may grow. */
  certainty: Certainty;
  /** `raised`, `lowered` or `unchanged`: the current headline compared with the first. `not_confirmed`: no amount is stated at the deal's certainty. `ended`: the deal lapsed, was terminated or was replaced. The list of values may grow. */
  outcome: HeadlineRevisionOutcome;
  /** The first stated amount in whole US dollars. */
  firstUsd: UsdInterval;
  /** Date of the report that stated it. */
  firstReportedOn: string;
  /** Status in that report. The list of values may grow. */
  firstStatus: Status;
  /** The amount stated at the deal's current certainty, in whole US dollars; null if there is none or if the deal ended. */
  currentUsd: UsdInterval | null;
  /** Current headline less first headline, in whole US dollars. A headline is the upper bound, or the lower bound without one. */
  changeUsd: number | null;
  /** Current headline divided by first headline. */
  ratio: number | null;
}

/** One of these values, or a value that a later version adds. */
export type HeadlineRevisionOutcome = "raised" | "lowered" | "unchanged" | "not_confirmed" | "ended" | (string & {});

/** Deals of one kind and outcome, and what they stated first and state now. */
export interface HeadlineRevisionSum {
  /** Kind of deal. The list of values may grow. */
  kind: DealKind;
  /** `raised`, `lowered` or `unchanged`: the current headline compared with the first. `not_confirmed`: no amount is stated at the deal's certainty. `ended`: the deal lapsed, was terminated or was replaced. The list of values may grow. */
  outcome: HeadlineRevisionSumOutcome;
  /** Number of deals. */
  count: number;
  /** Sum of their first amounts. */
  firstUsd: UsdSum;
  /** Sum of their current amounts. A deal without one counts as 0. */
  currentUsd: UsdSum;
}

/** One of these values, or a value that a later version adds. */
export type HeadlineRevisionSumOutcome = "raised" | "lowered" | "unchanged" | "not_confirmed" | "ended" | (string & {});

/** First headlines compared with current ones. */
export interface HeadlineRevisions {
  /** Sums by kind and outcome. They add what each deal states, so an umbrella counts beside its parts. */
  sums: HeadlineRevisionSum[];
  /** The deals with a stated amount, largest change first, at most 1000. */
  revisions: HeadlineRevision[];
}

/** What the matching deals were first reported to be worth, and what they are now. */
export interface HeadlineRevisionsDocument {
  data: HeadlineRevisions;
  meta: HeadlineRevisionsMeta;
}

/** The state of the data behind the response, and whether it lists every deal. */
export interface HeadlineRevisionsMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if there are more than 1000 deals. */
  truncated: boolean;
}

/** The server is healthy. */
export interface Health {
  /** Always `ok`. Other states are returned as a problem. */
  status: "ok";
}

/** A text with matches. */
export interface Highlight {
  /** The field that contains the text. */
  field: string;
  /** The text, or the part around the first match. */
  text: string;
  /** Positions of the matches: start and end (exclusive), in UTF-16 code units. */
  ranges: number[][];
}

/** How much a group is at the center of circular financing. */
export interface HubScore {
  /** Id of the group. */
  group: string;
  /** Number of circular-financing cycles that include it. */
  cycles: number;
  /** Sum of the cycle volumes. Cycles share legs, so use it for ranking only; it is not an amount of money. `unknown` counts legs without an upper bound. */
  usd: UsdSum;
}

/** What would stop if the counterparty failed. */
export interface IfFailed {
  /** Binding and intended payments of the company that would stop. */
  paid: UsdByNature;
  /** Binding and intended payments to the company that would stop. */
  received: UsdByNature;
  /** Number of flows. */
  flows: number;
  /** Circular-financing cycles of the company that would be cut. */
  cyclesCut: number;
}

/** NDJSON: one JSON object per line with `collection` and `record`. At most 67108864 bytes. */
export type ImportBody = string;

/** Result of an import, line by line. */
export interface ImportReport {
  data: ImportSummary;
}

/** Summary of an import. */
export interface ImportSummary {
  /** True if nothing was written. */
  dryRun: boolean;
  /** Number of new records. */
  added: number;
  /** Number of changed records. */
  changed: number;
  /** Number of unchanged records. */
  unchanged: number;
  /** The outcome of each line. */
  lines: ImportedLine[];
}

/** The outcome of one line. */
export interface ImportedLine {
  /** Line number, from 1. */
  line: number;
  /** Collection of the record. */
  collection: Collection;
  /** Id of the record. */
  id: string;
  /** Outcome of the line. The list of values may grow. */
  outcome: ImportedLineOutcome;
  /** Version of the record after the change. */
  version: number;
}

/** One of these values, or a value that a later version adds. */
export type ImportedLineOutcome = "added" | "changed" | "unchanged" | (string & {});

/** How many deals lapsed or were terminated at least once. */
export interface Lapsed {
  /** Deals that lapsed or were terminated at any time. */
  count: number;
  /** Deals that match the filters. */
  ofDeals: number;
}

/** All flows from one group to another, combined. */
export interface Leg {
  /** Id of the paying group. */
  from: string;
  /** Id of the receiving group. */
  to: string;
  /** Natures of its flows, `financing` first. */
  natures: FlowNature[];
  /** Certainty of its strongest stated flow of cash. If it has none, of its implied flows, guarantees and warrants. */
  certainty: Certainty;
  /** True if all its flows are implied. */
  implied: boolean;
  /** True if the leg supports its receiver only by guarantees and warrants. */
  contingent: boolean;
  /** Cash at the certainty of the leg. Guarantees, warrants and implied flows count only if there is nothing else. */
  usd: UsdSum;
  /** The same, at weaker certainties. */
  weakerUsd: UsdSum;
  /** `usd` and `weakerUsd`, by certainty. */
  usdByCertainty: UsdByCertainty;
  /** All its flows by nature. */
  usdByNature: UsdByNature;
  /** Ids of its flows. */
  flows: string[];
  /** Ids of the deals behind the flows. */
  deals: string[];
  /** Ids of the chip commitments behind the flows. */
  chipCommitments: string[];
}

/** A link. */
export interface LinkEntry {
  /** Description. */
  name: string;
  /** Its path. */
  url: string;
}

/** One of these values, or a value that a later version adds. */
export type ListingStatus = "listed" | "private" | "delisted" | "public_body" | (string & {});

/** One of these values. Later versions can accept more. */
export type ListingStatusInput = "listed" | "private" | "delisted" | "public_body";

/** The state of the data behind the response. */
export interface Meta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
}

/** An amount of money as an interval, as reported, in whole units of its currency. */
export interface Money {
  /** Lower bound in whole units of the currency; null if the report states none ("up to X"). */
  min: number | null;
  /** Upper bound in whole units of the currency; null if the report states none ("more than X"). */
  max: number | null;
  /** True if the report says "about", "nearly" or similar. */
  approximate: boolean;
  /** The figure as worded in the report, at most 60 characters. */
  stated?: string;
  /** ISO 4217 code. */
  currency: string;
  /** US dollars per unit of the currency, at the rate of the source or of that day. Omit for USD. */
  usdPerUnit?: number;
}

/** Related records, each once, by collection and id. Only with `include`. */
export interface MoneyIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  flows?: Record<string, Flow>;
  /** Related records by id. */
  deals?: Record<string, Deal>;
  /** Related records by id. */
  chipCommitments?: Record<string, ChipCommitment>;
  /** Related records by id. */
  sources?: Record<string, Source>;
}

/** Changes to it (RFC 7396). An amount of money as an interval, as reported, in whole units of its currency. */
export interface MoneyPatch {
  /** Lower bound in whole units of the currency; null if the report states none ("up to X"). */
  min?: number | null;
  /** Upper bound in whole units of the currency; null if the report states none ("more than X"). */
  max?: number | null;
  /** True if the report says "about", "nearly" or similar. */
  approximate?: boolean;
  /** The figure as worded in the report, at most 60 characters. */
  stated?: string | null;
  /** ISO 4217 code. */
  currency?: string;
  /** US dollars per unit of the currency, at the rate of the source or of that day. Omit for USD. */
  usdPerUnit?: number | null;
}

/** Names of the records whose ids are in `data`, by collection and id. Only with `names=true`. */
export interface Names {
  /** Names of companies. */
  companies: Record<string, string>;
  /** Titles of deals. */
  deals: Record<string, string>;
  /** Names of chips. */
  chips: Record<string, string>;
}

/** Sums by nature. */
export interface NodeTotals {
  /** Financing. */
  financing: UsdSum;
  /** Payments for goods and services. */
  purchase: UsdSum;
  /** Guarantees: no cash moves unless they are called. */
  guarantee: UsdSum;
  /** Warrants: the value granted, not cash. */
  warrant: UsdSum;
}

/** The number of cycles compared with randomly rewired graphs. */
export interface NullModel {
  /** Number of random graphs. */
  samples: number;
  /** One entry per length. */
  byLength: NullModelLength[];
  /** What the comparison says, in plain words. */
  finding: string;
}

/** The number of cycles of one length, compared with random graphs. */
export interface NullModelLength {
  /** Number of legs. */
  length: number;
  /** Circular-financing cycles of this length in the graph. */
  observed: number;
  /** Mean number of such cycles per random graph. */
  mean: number;
  /** Standard deviation of that number. */
  standardDeviation: number;
  /** Number of standard deviations by which the graph exceeds the mean; null if the deviation is 0. */
  zScore: number | null;
}

/** Where a figure was published. */
export interface Outlet {
  /** Id of the source. */
  source: string;
  /** Its publisher. */
  publisher: string;
  /** Whom the source attributes the figure to. The list of values may grow. */
  attribution: Attribution;
}

/** Committed spending by calendar year. */
export interface Outlook {
  /** Calendar years, in order. */
  years: OutlookYear[];
  /** Everything that is counted, scheduled or not. */
  total: OutlookSum;
  /** Spending with a start and a term, largest first, at most 1000. */
  scheduled: OutlookUnit[];
  /** Spending without a term. */
  unscheduled: OutlookSum;
  /** The individual items, largest first, at most 1000. */
  unscheduledUnits: UnscheduledUnit[];
  /** Matching items that are not counted, and why. */
  excluded: OutlookExcluded[];
}

/** Committed spending by calendar year. */
export interface OutlookDocument {
  data: Outlook;
  names?: Names;
  meta: OutlookMeta;
}

/** What the outlook excludes, and why. */
export interface OutlookExcluded {
  /** Why the items are excluded: they restate the money of counted deals, or are chip commitments of deals that are not purchases. Linked commitments provide dates, never amounts. */
  reason: OutlookExcludedReason;
  /** Number of excluded items. */
  count: number;
  /** Sum of the amounts that they state. */
  usd: UsdSum;
}

/** One of these values, or a value that a later version adds. */
export type OutlookExcludedReason = "overlaps_counted" | "linked_to_deal" | (string & {});

/** The state of the data behind the response, and whether it lists everything. */
export interface OutlookMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if there are more than 1000 items. */
  truncated: boolean;
}

/** Number of items and their total. */
export interface OutlookSum {
  /** Number of items. */
  count: number;
  /** Their total. */
  usd: UsdSum;
  /** The part that is paid by groups that no counted purchase pays for compute. It counts no layer of the supply chain twice. */
  final: UsdSum;
  /** The rest: purchases by groups that resell compute. */
  intermediate: UsdSum;
}

/** Spending with a start and an end. */
export interface OutlookUnit {
  /** Id of the deal, or null for an unlinked chip commitment. */
  deal: string | null;
  /** Id of the unlinked chip commitment, or null. */
  chipCommitment: string | null;
  /** Groups that pay. */
  payers: string[];
  /** True if every payer is itself paid for compute by another counted purchase, such as a cloud that rents chips to resell them. */
  isIntermediate: boolean;
  /** Total amount; for an umbrella, less the amounts of its parts. */
  usd: UsdSum;
  /** Start. */
  startsOn: string;
  /** True if no start is stated. The announcement (or first report) date is used instead. */
  assumedStart: boolean;
  /** First day (YYYY-MM-DD). */
  fromDay: string;
  /** First day after the end (YYYY-MM-DD). */
  toDay: string;
}

/** Committed spending in a calendar year. */
export interface OutlookYear {
  /** Calendar year. */
  year: string;
  /** Number of items active in the year. */
  count: number;
  /** The share of their amount that falls in the year, by days. */
  usd: UsdSum;
  /** The part that is paid by groups that no counted purchase pays for compute. It counts no layer of the supply chain twice. */
  final: UsdSum;
  /** The rest: purchases by groups that resell compute. */
  intermediate: UsdSum;
}

/** Position of this page in the list. */
export interface Page {
  /** Maximum number of records on the page. */
  limit: number;
  /** Cursor of the next page; null on the last page. */
  next: string | null;
  /** Exact number of records that match the filters. Only with `total=true`. */
  total?: number;
  /** The values of each requested filter, most frequent first, counted among the records that match all other filters. Values without records are absent. Only with `facets`. */
  facets?: Record<string, FacetCount[]>;
}

/** A hub by the weights of the paper. */
export interface PaperHubScore {
  /** Id of the group. */
  group: string;
  /** Sum of the scores of its cycles, relative to the largest such sum. */
  score: number;
  /** Number of closed paths that include it. */
  cycles: number;
}

/** Scores with the edge weights of a published working paper. */
export interface PaperScores {
  /** The paper. */
  source: string;
  /** Pairs that pay each other both ways, at most 50. */
  loops: ChainScore[];
  /** Closed paths through three or more groups, of any nature, at most 50. */
  cycles: ChainScore[];
  /** Hubs, at most 50. */
  hubs: PaperHubScore[];
  /** How these scores differ from ours and from the paper's. */
  differences: string[];
}

/** A company with its role in the deal. */
export interface Participant {
  /** Id of the participating company. */
  company: string;
  /** Its role. The list of values may grow. */
  role: ParticipantRole;
  /** `reportedOn` of the event that disclosed the participant. If absent, the first event. */
  reportedOn?: string;
  /** Its share of the amount, in whole currency units. */
  amount?: Money;
  /** `reportedOn` of the event that disclosed its share, if later than its name. */
  amountReportedOn?: string;
}

/** A company with its role in the deal. */
export interface ParticipantInput {
  /** Id of the participating company. */
  company: string;
  /** Its role. The list of values may grow. */
  role: ParticipantRoleInput;
  /** `reportedOn` of the event that disclosed the participant. If absent, the first event. */
  reportedOn?: string;
  /** Its share of the amount, in whole currency units. */
  amount?: Money;
  /** `reportedOn` of the event that disclosed its share, if later than its name. */
  amountReportedOn?: string;
}

/** One of these values, or a value that a later version adds. */
export type ParticipantRole = "lead_investor" | "investor" | "acquirer" | "lender" | "customer" | "lessee" | "guarantor" | "issuer" | "target" | "seller" | "borrower" | "supplier" | "lessor" | "partner" | "operator" | "beneficiary" | (string & {});

/** One of these values. Later versions can accept more. */
export type ParticipantRoleInput = "lead_investor" | "investor" | "acquirer" | "lender" | "customer" | "lessee" | "guarantor" | "issuer" | "target" | "seller" | "borrower" | "supplier" | "lessor" | "partner" | "operator" | "beneficiary";

/** One operation of JSON Patch (RFC 6902). */
export interface PatchOperation {
  /** The operation. */
  op: PatchOperationOp;
  /** JSON Pointer into the record (RFC 6901). */
  path: string;
  /** Source of the value for `move` and `copy` (JSON Pointer). */
  from?: string;
  /** The new value, for `add` and `replace`. */
  value?: unknown;
}

/** One of these values, or a value that a later version adds. */
export type PatchOperationOp = "add" | "remove" | "replace" | "move" | "copy" | "test" | (string & {});

/** A path of flows from one group to another through distinct groups. */
export interface Path {
  /** Number of legs. */
  length: number;
  /** Ids of the groups along the path, including both ends. */
  groups: string[];
  /** Certainty of the weakest leg. */
  certainty: Certainty;
  /** True if any leg is implied. */
  implied: boolean;
  /** The amount that could move through every leg: the smallest `low` and the smallest known `high` of the legs. */
  usd: UsdSum;
  /** Number of legs without an upper bound. */
  unknownLegs: number;
  /** The legs in order. Each starts where the previous one ends. */
  legs: Leg[];
}

/** Paths of flows between two groups. */
export interface PathList {
  /** The paths, shortest first, then ordered by id. */
  data: Path[];
  included?: MoneyIncluded;
  names?: Names;
  meta: PathMeta;
}

/** The state of the data behind the response, and whether there may be more paths. */
export interface PathMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** Number of edges that the search visited. */
  edgesVisited: number;
  /** True if there may be more paths: the search stopped at `limit` or at its own limit. */
  truncated: boolean;
}

/** Problem details (RFC 9457). Types: invalid-request, invalid-cursor, unauthorized, forbidden, not-found, method-not-allowed, not-acceptable, request-timeout, conflict, gone, precondition-failed, content-too-large, uri-too-long, unsupported-media-type, range-not-satisfiable, unprocessable, too-many-requests, headers-too-large, internal-error, unavailable. */
export interface Problem {
  /** URL of the page that explains this type of problem. */
  type: string;
  /** Short name of the type of problem. */
  title: string;
  /** HTTP status code. */
  status: number;
  /** What is wrong with this request. */
  detail: string;
  /** Identifies this occurrence. The server log has the same identifier. */
  instance: string;
  /** The individual errors, by parameter or by place in the body. */
  errors?: ProblemDetail[];
}

/** One error in a request. */
export interface ProblemDetail {
  /** The query or path parameter that is wrong. */
  parameter?: string;
  /** JSON Pointer to the invalid part of the body. */
  pointer?: string;
  /** What is wrong and what is valid. */
  message: string;
  /** The nearest valid value or name. */
  didYouMean?: string;
}

/** A quantity as an interval, as reported. Exact figures have min = max. The field that contains it defines the unit. */
export interface Quantity {
  /** Lower bound; null if the report states none ("up to X"). */
  min: number | null;
  /** Upper bound; null if the report states none ("more than X"). */
  max: number | null;
  /** True if the report says "about", "nearly" or similar. */
  approximate: boolean;
  /** The figure as worded in the report, at most 60 characters. */
  stated?: string;
}

/** Changes to it (RFC 7396). A quantity as an interval, as reported. Exact figures have min = max. The field that contains it defines the unit. */
export interface QuantityPatch {
  /** Lower bound; null if the report states none ("up to X"). */
  min?: number | null;
  /** Upper bound; null if the report states none ("more than X"). */
  max?: number | null;
  /** True if the report says "about", "nearly" or similar. */
  approximate?: boolean;
  /** The figure as worded in the report, at most 60 characters. */
  stated?: string | null;
}

/** A sum of quantities as an interval. */
export interface QuantitySum {
  /** Lower bound. */
  low: number;
  /** Upper bound: the sum of the known upper bounds; null if no term has one. */
  high: number | null;
  /** Number of terms without an upper bound. `high` does not include them. */
  unknown: number;
  /** Number of terms with a minimum only. `high` includes that minimum. */
  openEnded: number;
}

/** A frozen state of the data. */
export interface Release {
  /** Name of the release, for use in `dataVersion`. */
  version: string;
  /** When it was created (UTC, ISO 8601). */
  createdAt: string;
  /** The data version that it froze, as in `meta.dataVersion`. You can use it in `dataVersion` too. */
  dataVersion: string;
  /** Date of the dataset (YYYY-MM-DD). */
  date: string;
  /** The last day that it covers (YYYY-MM-DD). */
  knownTo: string;
  /** License of the data, as an SPDX identifier. */
  license: string;
  /** Number of records by collection. */
  counts: Record<string, number>;
  /** The index of the API, as of the release. */
  url: string;
}

/** Every release. */
export interface ReleaseList {
  /** The releases, newest first. */
  data: Release[];
  meta: Meta;
}

/** The new id of a record. */
export interface Rename {
  /** The new id. */
  id: string;
}

/** Terms stated by a later report of weaker certainty, such as talks to enlarge a signed contract. They do not count. */
export interface ReportedTerms {
  /** Total amount of the deal in whole currency units. */
  amount?: Money;
  /** Stated tranches of the amount. The list replaces that of earlier events. */
  tranches?: Tranche[];
  /** Valuation at which the deal is made. */
  valuation?: DealValuation;
  /** Length of the contract in years. */
  termYears?: number;
  /** Other terms: round, security, debt, sites, warrants, guarantees. They replace those of earlier events. */
  terms?: DealTerms;
}

/** One version of a record: who made it, when and what it changed. */
export interface Revision {
  /** Sequence number of the change. Numbers have no gaps. */
  sequence: number;
  /** The operation. `rename` means that the record now has another id. The list of values may grow. */
  operation: RevisionOperation;
  /** Version of the record after the change. */
  version: number;
  /** When the change was accepted (UTC, ISO 8601). */
  recordedAt: string;
  /** Who made the change: the name of an API key, `import` for the bundled dataset, or `command-line`. */
  actor: string;
  /** The new id of a renamed record. */
  renamedTo?: string;
  /** Changes from the previous version as JSON Patch (RFC 6902). */
  changes: PatchOperation[];
}

/** A page of the revisions of a record. */
export interface RevisionList {
  /** The revisions, newest first. */
  data: Revision[];
  page: Page;
  meta: Meta;
}

/** One of these values, or a value that a later version adds. */
export type RevisionOperation = "put" | "retract" | "rename" | (string & {});

/** An equity round. */
export interface Round {
  /** Name of the round, such as Series F. */
  name?: string;
  /** Stage of the round. Series A and B are early, C and D growth, later ones late. The list of values may grow. */
  stage?: RoundStage;
}

/** An equity round. */
export interface RoundInput {
  /** Name of the round, such as Series F. */
  name?: string;
  /** Stage of the round. Series A and B are early, C and D growth, later ones late. The list of values may grow. */
  stage?: RoundStageInput;
}

/** One of these values, or a value that a later version adds. */
export type RoundStage = "pre_seed" | "seed" | "early" | "growth" | "late" | "pre_ipo" | (string & {});

/** One of these values. Later versions can accept more. */
export type RoundStageInput = "pre_seed" | "seed" | "early" | "growth" | "late" | "pre_ipo";

/** Binding purchases divided by the binding financing received, as an interval. */
export interface RoundTripRatio {
  /** Lowest purchases divided by highest financing; null if unknown. */
  low: number | null;
  /** Highest purchases divided by lowest financing; null if unknown. */
  high: number | null;
}

/** How circular the money graph is and who is at its center. */
export interface Scores {
  /** Groups with the most circular-financing cycles, at most 50. */
  hubs: HubScore[];
  paper: PaperScores;
  nullModel: NullModel;
}

/** Scores of circularity. */
export interface ScoresDocument {
  data: Scores;
  names?: Names;
  meta: ScoresMeta;
}

/** The state of the data behind the response, and whether the search was complete. */
export interface ScoresMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** Number of edges that the search visited. */
  edgesVisited: number;
  /** True if the search reached its limit. */
  truncated: boolean;
}

/** A page of search hits. */
export interface SearchAnswer {
  /** The hits, best first. Ties are ordered by collection and id. */
  data: SearchHit[];
  page: Page;
  meta: SearchMeta;
}

/** A search hit. */
export interface SearchHit {
  /** Collection of the record. The list of values may grow. */
  collection: SearchHitCollection;
  /** Id of the record. */
  id: string;
  /** Its name or title. */
  title: string;
  /** Path of the record. */
  url: string;
  /** Relevance: the sum over the terms of the weight of the best field, reduced for prefixes and typos. */
  score: number;
  /** Matching texts, best field first, at most three. */
  highlights: Highlight[];
}

/** One of these values, or a value that a later version adds. */
export type SearchHitCollection = "companies" | "deals" | "chips" | "sources" | (string & {});

/** The state of the data behind the response, and whether the search ranked every hit. */
export interface SearchMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if a term has more hits than the search ranks. Only the best are ranked. */
  truncated: boolean;
}

/** One of these values, or a value that a later version adds. */
export type Sector = "artificial_intelligence" | "semiconductors" | "software" | "internet" | "cloud" | "data_centers" | "hardware" | "telecommunications" | "energy" | "automotive" | "aerospace" | "robotics" | "industrials" | "media" | "finance" | "government" | "other" | (string & {});

/** One of these values. Later versions can accept more. */
export type SectorInput = "artificial_intelligence" | "semiconductors" | "software" | "internet" | "cloud" | "data_centers" | "hardware" | "telecommunications" | "energy" | "automotive" | "aerospace" | "robotics" | "industrials" | "media" | "finance" | "government" | "other";

/** One of these values, or a value that a later version adds. */
export type Security = "common_stock" | "preferred_stock" | "convertible_preferred_stock" | "convertible_note" | "note" | "hybrid_note" | "asset_backed_note" | "mortgage_backed_note" | "term_loan" | "delayed_draw_term_loan" | "revolving_credit" | "bridge_loan" | "margin_loan" | (string & {});

/** One of these values. Later versions can accept more. */
export type SecurityInput = "common_stock" | "preferred_stock" | "convertible_preferred_stock" | "convertible_note" | "note" | "hybrid_note" | "asset_backed_note" | "mortgage_backed_note" | "term_loan" | "delayed_draw_term_loan" | "revolving_credit" | "bridge_loan" | "margin_loan";

/** One of these values, or a value that a later version adds. */
export type Seniority = "senior" | "junior" | "subordinated" | (string & {});

/** One of these values. Later versions can accept more. */
export type SeniorityInput = "senior" | "junior" | "subordinated";

/** Totals over time. */
export interface Series {
  /** The periods, in order. */
  periods: SeriesPeriod[];
  /** The totals of earlier and later periods, and of undated amounts. Only with `by=event`. */
  outside?: StatsRow[];
  /** What the totals exclude. Only with `by=event`. */
  excluded?: Excluded[];
}

/** Totals over time. */
export interface SeriesDocument {
  data: Series;
  names?: Names;
  meta: SeriesMeta;
}

/** The state of the data behind the response, and whether its rows add up. */
export interface SeriesMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if each counted item is in exactly one row, so the rows of a period add up to its total. */
  partitions: boolean;
  /** True if there are more than 12000 rows. The keys with the largest amounts are returned, in every period. */
  truncated: boolean;
}

/** The totals of a period. */
export interface SeriesPeriod {
  /** The period: `2025`, `2025-Q3` or `2025-08`. */
  period: string;
  /** Its first day (YYYY-MM-DD). */
  firstDay: string;
  /** Its last day, or the asOf day if the period had not ended by then (YYYY-MM-DD). */
  lastDay: string;
  total: StatsTotal;
  /** The rows, ordered by key. Empty without `groupBy`. */
  rows: StatsRow[];
  /** What the totals exclude. Only with `by=vintage`. */
  excluded?: Excluded[];
}

/** Price of a share. */
export interface SharePrice {
  /** Price of a share. */
  price: number;
  /** ISO 4217 code. */
  currency: string;
}

/** A site of data centers or power that the deal concerns. */
export interface Site {
  /** Name of the site. */
  name: string;
  /** City or county, and state or country. */
  place?: string;
  /** Power in megawatts. */
  powerMw?: Quantity;
  /** Date on which power is planned. */
  plannedOn?: string;
  /** Date on which it was energized. */
  energizedOn?: string;
  /** Who uses or rents it. */
  tenant?: string;
}

/** A publication with a URL and a date. */
export interface Source {
  /** Id of the source. Never reused. */
  id: string;
  /** Name of the publisher. "A (via B)" means text by A carried by B. */
  publisher: string;
  /** Title of the publication. */
  title: string;
  /** False if the original title was not seen and `title` is a plain description. */
  titleStated: boolean;
  /** URL of the publication. */
  url: string;
  /** Date of publication. */
  publishedOn: string;
  /** Kind of publication: a filing on the site of the regulator, a copy of one, a party's own announcement, an outlet's own reporting, a text of another outlet, a summary of other publications, or an analysis. `press_release`, `news`, `blog` and `interview` are former kinds. The list of values may grow. */
  kind: SourceKind;
  /** Name of the outlet whose text it carries or retells. Required for a relay. */
  originalOutlet?: string;
  /** URL of the text that it carries or retells. */
  relayOf?: string;
  /** Accession number of a filing on sec.gov; null for other sources. */
  accessionNumber: string | null;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** A publication with the records that it supports. */
export interface SourceDetail {
  /** Id of the source. Never reused. */
  id: string;
  /** Name of the publisher. "A (via B)" means text by A carried by B. */
  publisher: string;
  /** Title of the publication. */
  title: string;
  /** False if the original title was not seen and `title` is a plain description. */
  titleStated: boolean;
  /** URL of the publication. */
  url: string;
  /** Date of publication. */
  publishedOn: string;
  /** Kind of publication: a filing on the site of the regulator, a copy of one, a party's own announcement, an outlet's own reporting, a text of another outlet, a summary of other publications, or an analysis. `press_release`, `news`, `blog` and `interview` are former kinds. The list of values may grow. */
  kind: SourceKind;
  /** Name of the outlet whose text it carries or retells. Required for a relay. */
  originalOutlet?: string;
  /** URL of the text that it carries or retells. */
  relayOf?: string;
  /** Accession number of a filing on sec.gov; null for other sources. */
  accessionNumber: string | null;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
  /** What the source supports, by collection, record and event. */
  supports: SupportedFact[];
}

/** One record. */
export interface SourceDocument {
  data: SourceDetail;
  included?: SourceIncluded;
  meta: Meta;
}

/** Related records, each once, by collection and id. Only with `include`. */
export interface SourceIncluded {
  /** Related records by id. */
  deals?: Record<string, Deal>;
}

/** One of these values, or a value that a later version adds. */
export type SourceKind = "regulatory_filing" | "filing_mirror" | "company_newsroom" | "original_reporting" | "relay" | "aggregator" | "analysis" | "press_release" | "news" | "blog" | "interview" | (string & {});

/** One of these values. Later versions can accept more. */
export type SourceKindInput = "regulatory_filing" | "filing_mirror" | "company_newsroom" | "original_reporting" | "relay" | "aggregator" | "analysis" | "press_release" | "news" | "blog" | "interview";

/** A page of a list. */
export interface SourceList {
  /** The records of the page, ordered by `sort`. */
  data: Source[];
  page: Page;
  included?: SourceIncluded;
  meta: Meta;
}

/** Changes to it (RFC 7396). A stored source: a publication with a URL and a date. */
export interface SourcePatch {
  /** Id of the source. Never reused. */
  id?: string;
  /** Name of the publisher. "A (via B)" means text by A carried by B. */
  publisher?: string;
  /** Title of the publication. */
  title?: string;
  /** False if the original title was not seen and `title` is a plain description. */
  titleStated?: boolean;
  /** URL of the publication. */
  url?: string;
  /** Date of publication. */
  publishedOn?: string;
  /** Kind of publication: a filing on the site of the regulator, a copy of one, a party's own announcement, an outlet's own reporting, a text of another outlet, a summary of other publications, or an analysis. `press_release`, `news`, `blog` and `interview` are former kinds. The list of values may grow. */
  kind?: SourceKindInput;
  /** Name of the outlet whose text it carries or retells. Required for a relay. */
  originalOutlet?: string | null;
  /** URL of the text that it carries or retells. */
  relayOf?: string | null;
}

/** A stored source: a publication with a URL and a date. */
export interface SourceRecord {
  /** Id of the source. Never reused. */
  id: string;
  /** Name of the publisher. "A (via B)" means text by A carried by B. */
  publisher: string;
  /** Title of the publication. */
  title: string;
  /** False if the original title was not seen and `title` is a plain description. */
  titleStated: boolean;
  /** URL of the publication. */
  url: string;
  /** Date of publication. */
  publishedOn: string;
  /** Kind of publication: a filing on the site of the regulator, a copy of one, a party's own announcement, an outlet's own reporting, a text of another outlet, a summary of other publications, or an analysis. `press_release`, `news`, `blog` and `interview` are former kinds. The list of values may grow. */
  kind: SourceKind;
  /** Name of the outlet whose text it carries or retells. Required for a relay. */
  originalOutlet?: string;
  /** URL of the text that it carries or retells. */
  relayOf?: string;
}

/** A stored source: a publication with a URL and a date. */
export interface SourceRecordInput {
  /** Id of the source. Never reused. */
  id: string;
  /** Name of the publisher. "A (via B)" means text by A carried by B. */
  publisher: string;
  /** Title of the publication. */
  title: string;
  /** False if the original title was not seen and `title` is a plain description. */
  titleStated: boolean;
  /** URL of the publication. */
  url: string;
  /** Date of publication. */
  publishedOn: string;
  /** Kind of publication: a filing on the site of the regulator, a copy of one, a party's own announcement, an outlet's own reporting, a text of another outlet, a summary of other publications, or an analysis. `press_release`, `news`, `blog` and `interview` are former kinds. The list of values may grow. */
  kind: SourceKindInput;
  /** Name of the outlet whose text it carries or retells. Required for a relay. */
  originalOutlet?: string;
  /** URL of the text that it carries or retells. */
  relayOf?: string;
}

/** Number of deals and how long they took. */
export interface Span {
  /** Number of deals. */
  count: number;
  /** Median number of days between the reports; null if there are none. A date of reduced precision counts as its last day. */
  medianDays: number | null;
}

/** One observation of how much of an issuer a holder owns. */
export interface Stake {
  /** Id of the observation. Never reused. */
  id: string;
  /** Id of the holder. */
  holder: string;
  /** Id of the issuer. */
  issuer: string;
  /** Date to which the observation applies. */
  observedOn: string;
  /** Percentage of the issuer that the holder owns, 0 to 100. */
  percent?: Quantity;
  /** Value of the stake in whole currency units. */
  value?: Money;
  /** What the percentage is based on. */
  basis: StakeBasis;
  /** Id of the deal that created it. */
  deal?: string;
  /** Date on which the holding ended. */
  endedOn?: string;
  /** Anything else that a reader should know. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
  /** Value of the stake in whole US dollars; null if not stated. */
  valueUsd: UsdInterval | null;
  /** The best evidence among the citations published by then: `primary` (a filing, or a copy of one), `company` (a statement of a party), `several_publishers` or `one_publisher` (named sources, by the outlets that wrote the reports), or `unnamed_only`. For a deal or chip commitment, only the evidence for its certainty counts. The list of values may grow. */
  evidenceGrade: StakeEvidenceGrade;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** One of these values, or a value that a later version adds. */
export type StakeBasis = "as_converted_diluted" | "outstanding_shares" | "voting" | "unspecified" | (string & {});

/** One of these values. Later versions can accept more. */
export type StakeBasisInput = "as_converted_diluted" | "outstanding_shares" | "voting" | "unspecified";

/** One record. */
export interface StakeDocument {
  data: Stake;
  included?: StakeIncluded;
  meta: Meta;
}

/** One of these values, or a value that a later version adds. */
export type StakeEvidenceGrade = "primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only" | (string & {});

/** Related records, each once, by collection and id. Only with `include`. */
export interface StakeIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  sources?: Record<string, Source>;
  /** Related records by id. */
  deals?: Record<string, Deal>;
}

/** A page of a list. */
export interface StakeList {
  /** The records of the page, ordered by `sort`. */
  data: Stake[];
  page: Page;
  included?: StakeIncluded;
  meta: Meta;
}

/** Changes to it (RFC 7396). A stored stake: one observation of how much of an issuer a holder owns. */
export interface StakePatch {
  /** Id of the observation. Never reused. */
  id?: string;
  /** Id of the holder. */
  holder?: string;
  /** Id of the issuer. */
  issuer?: string;
  /** Date to which the observation applies. */
  observedOn?: string;
  /** Percentage of the issuer that the holder owns, 0 to 100. */
  percent?: QuantityPatch | null;
  /** Value of the stake in whole currency units. */
  value?: MoneyPatch | null;
  /** What the percentage is based on. */
  basis?: StakeBasisInput;
  /** Id of the deal that created it. */
  deal?: string | null;
  /** Date on which the holding ended. */
  endedOn?: string | null;
  /** Anything else that a reader should know. */
  note?: string | null;
  /** The sources that state it, with their attribution. */
  citations?: CitationInput[];
}

/** A stored stake: one observation of how much of an issuer a holder owns. */
export interface StakeRecord {
  /** Id of the observation. Never reused. */
  id: string;
  /** Id of the holder. */
  holder: string;
  /** Id of the issuer. */
  issuer: string;
  /** Date to which the observation applies. */
  observedOn: string;
  /** Percentage of the issuer that the holder owns, 0 to 100. */
  percent?: Quantity;
  /** Value of the stake in whole currency units. */
  value?: Money;
  /** What the percentage is based on. */
  basis: StakeBasis;
  /** Id of the deal that created it. */
  deal?: string;
  /** Date on which the holding ended. */
  endedOn?: string;
  /** Anything else that a reader should know. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
}

/** A stored stake: one observation of how much of an issuer a holder owns. */
export interface StakeRecordInput {
  /** Id of the observation. Never reused. */
  id: string;
  /** Id of the holder. */
  holder: string;
  /** Id of the issuer. */
  issuer: string;
  /** Date to which the observation applies. */
  observedOn: string;
  /** Percentage of the issuer that the holder owns, 0 to 100. */
  percent?: Quantity;
  /** Value of the stake in whole currency units. */
  value?: Money;
  /** What the percentage is based on. */
  basis: StakeBasisInput;
  /** Id of the deal that created it. */
  deal?: string;
  /** Date on which the holding ended. */
  endedOn?: string;
  /** Anything else that a reader should know. */
  note?: string;
  /** The sources that state it, with their attribution. */
  citations: CitationInput[];
}

/** A figure that a report states. */
export interface Statement {
  /** Id of the record. */
  record: string;
  /** Date of the report, or of the observation. */
  on: string;
  /** Status in that report; null for an observation. The list of values may grow. */
  status: Status | null;
  /** Lower bound; null if the report states none. In whole US dollars for amounts and valuations. */
  min: number | null;
  /** Upper bound; null if the report states none. */
  max: number | null;
  /** True if the report says "about" or similar. Such a figure covers everything within 5 percent of it. */
  approximate: boolean;
  /** The figure as worded in the report. */
  stated?: string;
  /** Where the figure was published. */
  citations: Outlet[];
}

/** Totals in which nothing is counted twice. */
export interface Stats {
  total: StatsTotal;
  /** The rows, ordered by key. Empty without `groupBy`. */
  rows: StatsRow[];
  /** Matching items that are not counted, and why. */
  excluded: Excluded[];
}

/** Totals by group. */
export interface StatsDocument {
  data: Stats;
  names?: Names;
  meta: StatsMeta;
}

/** The state of the data behind the response, and whether its rows add up. */
export interface StatsMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if each counted item is in exactly one row, so the rows add up to the total. */
  partitions: boolean;
  /** True if there are more than 5000 rows. The largest are returned. */
  truncated: boolean;
}

/** One row of a grouping. */
export interface StatsRow {
  /** Keys of the row. `unknown` means a missing date or country, or a date that is not precise enough; `none` means that there is no provider. */
  key: Record<string, string>;
  /** Number of counted items. */
  count: number;
  /** Their amount; null if it would add up money of several classes or natures. */
  usd: UsdSum | null;
  /** The amount by payment status. Only for deals; null if they are of several money classes. */
  tranches?: TrancheSums | null;
  /** The deals by money class. Only for deals. The list of classes may grow. */
  byClass?: Record<string, ClassSum>;
  /** The flows by nature. Only for flows. */
  byNature?: UsdByNature;
  /** Number of chips. Only for chip commitments. */
  units?: QuantitySum;
  /** Megawatts. Only for chip commitments. */
  powerMw?: QuantitySum;
}

/** One of these values, or a value that a later version adds. */
export type StatsRowByClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** Everything that is counted. */
export interface StatsTotal {
  /** Number of counted items. */
  count: number;
  /** Their amount; null if it would add up money of several classes or natures. */
  usd: UsdSum | null;
  /** The amount by payment status. Only for deals; null if they are of several money classes. */
  tranches?: TrancheSums | null;
  /** The deals by money class. Only for deals. The list of classes may grow. */
  byClass?: Record<string, ClassSum>;
  /** The flows by nature. Only for flows. */
  byNature?: UsdByNature;
  /** Number of chips. Only for chip commitments. */
  units?: QuantitySum;
  /** Megawatts. Only for chip commitments. */
  powerMw?: QuantitySum;
}

/** One of these values, or a value that a later version adds. */
export type StatsTotalByClass = "equity" | "debt" | "acquisition" | "purchase" | "programme" | "guarantee" | "warrant" | "restructuring" | (string & {});

/** One of these values, or a value that a later version adds. */
export type Status = "rumored" | "in_talks" | "letter_of_intent" | "announced" | "signed" | "closed" | "amended" | "stalled" | "lapsed" | "terminated" | (string & {});

/** One of these values. Later versions can accept more. */
export type StatusInput = "rumored" | "in_talks" | "letter_of_intent" | "announced" | "signed" | "closed" | "amended" | "stalled" | "lapsed" | "terminated";

/** How many suppliers finance how many of their customers, and with how much. */
export interface SupplierFinancing {
  /** Number of groups that finance a customer. */
  suppliers: number;
  /** Number of groups that a supplier finances. */
  customers: number;
  /** Number of pairs of a supplier and a customer. */
  pairs: number;
  /** The financing. Guarantees and warrants do not count. */
  usd: UsdSum;
  /** The same by certainty. */
  usdByCertainty: UsdByCertainty;
}

/** A record or event that cites the source. */
export interface SupportedFact {
  /** Collection of the record that cites it. */
  collection: Collection;
  /** Id of the record that cites it. */
  id: string;
  /** `reportedOn` of the event that it supports; null if it supports the whole record. */
  reportedOn: string | null;
  /** Whom the source attributes the fact to. */
  attribution: Attribution;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
}

/** The estimate at one number of days. */
export interface SurvivalPoint {
  /** Days since the start of the stage. */
  days: number;
  /** Deals still in the stage just before that day. */
  atRisk: number;
  /** Deals that completed the stage by the end of that day. */
  completed: number;
  /** Estimated share of deals that complete the stage by the end of that day; null if no deal was observed for so long. */
  share: number | null;
}

/** A stated part of the amount. The headline amount is not the cash paid. */
export interface Tranche {
  /** Name of the tranche. */
  label: string;
  /** Amount of the tranche in whole currency units. */
  amount: Money;
  /** The condition that it depends on. */
  condition?: string;
  /** Whether the tranche is committed, conditional, paid or cancelled. */
  status: TrancheStatus;
  /** True if the amount of another deal already contains this money. Totals leave it out. */
  restated?: true;
  /** When it was paid. Only for a paid tranche. */
  paidOn?: string;
}

/** A stated part of the amount. The headline amount is not the cash paid. */
export interface TrancheInput {
  /** Name of the tranche. */
  label: string;
  /** Amount of the tranche in whole currency units. */
  amount: Money;
  /** The condition that it depends on. */
  condition?: string;
  /** Whether the tranche is committed, conditional, paid or cancelled. */
  status: TrancheStatusInput;
  /** True if the amount of another deal already contains this money. Totals leave it out. */
  restated?: true;
  /** When it was paid. Only for a paid tranche. */
  paidOn?: string;
}

/** One of these values, or a value that a later version adds. */
export type TrancheStatus = "committed" | "conditional" | "paid" | "cancelled" | (string & {});

/** One of these values. Later versions can accept more. */
export type TrancheStatusInput = "committed" | "conditional" | "paid" | "cancelled";

/** An amount by payment status, in whole US dollars. Tranches that are cancelled, or that the amount of another deal already contains, are left out. */
export interface TrancheSums {
  /** Tranches that are paid. */
  paid: UsdSum;
  /** Tranches that are committed and not paid yet. */
  committed: UsdSum;
  /** Tranches that depend on a condition. A lower bound never includes them. */
  conditional: UsdSum;
  /** The part of the amount that no tranche names. */
  unspecified: UsdSum;
}

/** A transition between two statuses: how often it happened, and how long after the first report of the previous status. */
export interface Transition {
  /** Previous status. The list of values may grow. */
  from: Status;
  /** Next status. The list of values may grow. */
  to: Status;
  /** Number of transitions. */
  count: number;
  /** Median number of days between the reports; null if there are none. A date of reduced precision counts as its last day. */
  medianDays: number | null;
}

/** How deals move between statuses. */
export interface Transitions {
  /** Deals that match the filters. */
  deals: number;
  /** Every transition, most frequent first. */
  transitions: Transition[];
  /** From the first rumor or talks to the first signing. */
  talksToSigned: Span;
  /** From the first announcement to the first closing. */
  announcedToClosed: Span;
  lapsed: Lapsed;
}

/** Status transitions of the matching deals. */
export interface TransitionsDocument {
  data: Transitions;
  meta: Meta;
}

/** Spending without a term. */
export interface UnscheduledUnit {
  /** Id of the deal, or null for an unlinked chip commitment. */
  deal: string | null;
  /** Id of the unlinked chip commitment, or null. */
  chipCommitment: string | null;
  /** Groups that pay. */
  payers: string[];
  /** True if every payer is itself paid for compute by another counted purchase, such as a cloud that rents chips to resell them. */
  isIntermediate: boolean;
  /** Total amount; for an umbrella, less the amounts of its parts. */
  usd: UsdSum;
}

/** A sum by certainty. The parts add up to the sum. */
export interface UsdByCertainty {
  /** Binding; absent if there is none. */
  binding?: UsdSum;
  /** Intended; absent if there is none. */
  intended?: UsdSum;
  /** Speculative; absent if there is none. */
  speculative?: UsdSum;
}

/** Sums of flows by nature. Different natures are not added up. */
export interface UsdByNature {
  /** Money given for equity or loans; absent if there is none. */
  financing?: FirmSum;
  /** Stated payments for goods and services; absent if there are none. */
  purchase?: FirmSum;
  /** Purchases that no report states: an intermediary must buy what it rents out; absent if there are none. */
  impliedPurchase?: FirmSum;
  /** Guarantees: no cash moves unless they are called; absent if there are none. */
  guarantee?: FirmSum;
  /** Warrants: the value granted, not cash; absent if there are none. */
  warrant?: FirmSum;
}

/** An interval in whole US dollars, converted at the rate in the record. */
export interface UsdInterval {
  /** Lower bound in whole US dollars, or null. */
  min: number | null;
  /** Upper bound in whole US dollars, or null. */
  max: number | null;
}

/** An interval, or a sum of intervals, in whole US dollars. */
export interface UsdSum {
  /** Lower bound in whole US dollars. */
  low: number;
  /** Upper bound: the sum of the known upper bounds; null if no term has one. */
  high: number | null;
  /** Number of terms without an upper bound. `high` does not include them. */
  unknown: number;
  /** Number of terms with a minimum only ("more than X"). `high` includes that minimum. */
  openEnded: number;
}

/** One observation of a company's valuation. */
export interface Valuation {
  /** Id of the observation. Never reused. */
  id: string;
  /** Id of the valued company. */
  company: string;
  /** Date to which the valuation applies. */
  observedOn: string;
  /** The valuation in whole currency units. */
  amount: Money;
  /** What the valuation is based on. */
  basis: ValuationBasis;
  /** Id of the deal that created it. */
  deal?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
  /** The valuation in whole US dollars. */
  amountUsd: UsdInterval;
  /** The best evidence among the citations published by then: `primary` (a filing, or a copy of one), `company` (a statement of a party), `several_publishers` or `one_publisher` (named sources, by the outlets that wrote the reports), or `unnamed_only`. For a deal or chip commitment, only the evidence for its certainty counts. The list of values may grow. */
  evidenceGrade: ValuationEvidenceGrade;
  /** First day on which the public could know it (UTC, YYYY-MM-DD). */
  knownFrom: string;
  /** Version of the stored record. Increases by one with every change to it. */
  version: number;
}

/** One of these values, or a value that a later version adds. */
export type ValuationBasis = "post_money" | "pre_money" | "secondary_sale" | "market_cap" | "acquisition_price" | "unspecified" | (string & {});

/** One of these values. Later versions can accept more. */
export type ValuationBasisInput = "post_money" | "pre_money" | "secondary_sale" | "market_cap" | "acquisition_price" | "unspecified";

/** One record. */
export interface ValuationDocument {
  data: Valuation;
  included?: ValuationIncluded;
  meta: Meta;
}

/** One of these values, or a value that a later version adds. */
export type ValuationEvidenceGrade = "primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only" | (string & {});

/** Related records, each once, by collection and id. Only with `include`. */
export interface ValuationIncluded {
  /** Related records by id. */
  companies?: Record<string, Company>;
  /** Related records by id. */
  sources?: Record<string, Source>;
  /** Related records by id. */
  deals?: Record<string, Deal>;
}

/** A page of a list. */
export interface ValuationList {
  /** The records of the page, ordered by `sort`. */
  data: Valuation[];
  page: Page;
  included?: ValuationIncluded;
  meta: Meta;
}

/** Changes to it (RFC 7396). A stored valuation: one observation of a company's valuation. */
export interface ValuationPatch {
  /** Id of the observation. Never reused. */
  id?: string;
  /** Id of the valued company. */
  company?: string;
  /** Date to which the valuation applies. */
  observedOn?: string;
  /** The valuation in whole currency units. */
  amount?: MoneyPatch;
  /** What the valuation is based on. */
  basis?: ValuationBasisInput;
  /** Id of the deal that created it. */
  deal?: string | null;
  /** The sources that state it, with their attribution. */
  citations?: CitationInput[];
}

/** A stored valuation: one observation of a company's valuation. */
export interface ValuationRecord {
  /** Id of the observation. Never reused. */
  id: string;
  /** Id of the valued company. */
  company: string;
  /** Date to which the valuation applies. */
  observedOn: string;
  /** The valuation in whole currency units. */
  amount: Money;
  /** What the valuation is based on. */
  basis: ValuationBasis;
  /** Id of the deal that created it. */
  deal?: string;
  /** The sources that state it, with their attribution. */
  citations: Citation[];
}

/** A stored valuation: one observation of a company's valuation. */
export interface ValuationRecordInput {
  /** Id of the observation. Never reused. */
  id: string;
  /** Id of the valued company. */
  company: string;
  /** Date to which the valuation applies. */
  observedOn: string;
  /** The valuation in whole currency units. */
  amount: Money;
  /** What the valuation is based on. */
  basis: ValuationBasisInput;
  /** Id of the deal that created it. */
  deal?: string;
  /** The sources that state it, with their attribution. */
  citations: CitationInput[];
}

/** Vendors that finance their customers. */
export interface VendorFinancing {
  /** For each pair of a vendor and a customer, a row for all years, then one for each year. Largest financing first, at most 500 pairs. */
  rows: VendorFinancingRow[];
}

/** Financing and sales of vendors to the same customers, by year. */
export interface VendorFinancingDocument {
  data: VendorFinancing;
  names?: Names;
  meta: VendorFinancingMeta;
}

/** The state of the data behind the response, and whether it lists every pair. */
export interface VendorFinancingMeta {
  /** The day up to which the response includes information (UTC, YYYY-MM-DD). */
  asOf: string;
  /** The requested day, if it is in the future. `asOf` is then today. */
  asOfRequested?: string;
  /** The data behind the response: dataset version and sequence number of the newest change. */
  dataVersion: string;
  /** True if there are more than 500 pairs. */
  truncated: boolean;
}

/** Financing and sales of a vendor to one of its customers. */
export interface VendorFinancingRow {
  /** Id of the vendor's group. */
  vendor: string;
  /** Id of the customer's group. */
  customer: string;
  /** Year in which the amounts were stated, `unknown` if a date is missing, or null for all years together. */
  year: string | null;
  /** What the vendor invests in the customer or lends to it. */
  financing: UsdSum;
  /** What the vendor guarantees or grants in warrants. It is not part of the financing. */
  contingent: UsdSum;
  /** What the customer buys from the vendor. A contract over several years counts in the year that stated it. */
  sales: UsdSum;
  /** Financing divided by sales in the year. */
  share: VendorFinancingShare;
  /** Financing divided by sales, counting everything stated up to the end of the year. */
  cumulativeShare: VendorFinancingShare;
}

/** Financing by a vendor divided by its sales to the same customer, as an interval. */
export interface VendorFinancingShare {
  /** Lowest financing divided by highest sales; null if unknown. */
  low: number | null;
  /** Highest financing divided by lowest sales; null if unknown. */
  high: number | null;
}

/** Terms of a warrant. */
export interface WarrantTerms {
  /** Who receives the warrant. */
  holder?: string;
  /** Number of shares. */
  shares?: Quantity;
  /** Price at which a share can be bought. */
  strike?: SharePrice;
  /** What it vests on. */
  vesting?: string;
  /** Date on which it expires. */
  expiresOn?: string;
}

/** A subscription to changes. */
export interface Webhook {
  /** Id of the webhook. */
  id: string;
  /** Destination URL. */
  url: string;
  /** Description of its purpose. */
  description: string | null;
  /** Collections whose changes are sent; null for all. */
  collections: Collection[] | null;
  /** Whether messages are sent. */
  isEnabled: boolean;
  /** Why the server disabled it, if it did. */
  disabledReason: string | null;
  /** Sequence number of the newest change for which deliveries were created. */
  position: number;
  /** When it was created (UTC, ISO 8601). */
  createdAt: string;
}

/** One webhook. */
export interface WebhookAnswer {
  data: Webhook;
}

/** Changes to a webhook; null removes a value. */
export interface WebhookChange {
  /** Destination URL: https, with a public IP address. */
  url?: string;
  /** Description of its purpose; null removes it. */
  description?: string | null;
  /** Collections whose changes are sent; null for all. */
  collections?: CollectionInput[] | null;
  /** `true` resumes the webhook where it stopped; `false` disables it. */
  isEnabled?: boolean;
}

/** A webhook to create. */
export interface WebhookCreation {
  /** Destination URL: https, with a public IP address. */
  url: string;
  /** Description of its purpose. */
  description?: string;
  /** Collections whose changes are sent. Default: all. */
  collections?: CollectionInput[];
}

/** A message to a subscriber and its outcome. */
export interface WebhookDelivery {
  /** The `webhook-id` of the message. Retries have the same id. */
  id: string;
  /** Sequence number of the change; null for a test message. */
  sequence: number | null;
  /** Whether the message was delivered, is pending or failed. The list of values may grow. */
  status: WebhookDeliveryStatus;
  /** Number of attempts. */
  attempts: number;
  /** Time of the next attempt, or null. */
  nextAttemptAt: string | null;
  /** Time of the last attempt. */
  lastAttemptAt: string | null;
  /** Last HTTP status of the receiver; null if it did not respond. */
  lastStatus: number | null;
  /** Error of the last attempt. */
  lastError: string | null;
  /** When it was created (UTC, ISO 8601). */
  createdAt: string;
}

/** One delivery. */
export interface WebhookDeliveryAnswer {
  data: WebhookDelivery;
}

/** A page of deliveries. */
export interface WebhookDeliveryList {
  /** The deliveries, newest first. */
  data: WebhookDelivery[];
  page: Page;
}

/** One of these values, or a value that a later version adds. */
export type WebhookDeliveryStatus = "pending" | "delivered" | "failed" | (string & {});

/** Webhooks. */
export interface WebhookList {
  /** The webhooks of the API key, oldest first. With the scope `admin`, those of all keys. */
  data: Webhook[];
}

/** A webhook and its new secret. */
export interface WebhookWithSecret {
  /** Id of the webhook. */
  id: string;
  /** Destination URL. */
  url: string;
  /** Description of its purpose. */
  description: string | null;
  /** Collections whose changes are sent; null for all. */
  collections: Collection[] | null;
  /** Whether messages are sent. */
  isEnabled: boolean;
  /** Why the server disabled it, if it did. */
  disabledReason: string | null;
  /** Sequence number of the newest change for which deliveries were created. */
  position: number;
  /** When it was created (UTC, ISO 8601). */
  createdAt: string;
  /** The signing secret (`whsec_...`). It is shown only once. */
  secret: string;
}

/** One webhook with its secret. */
export interface WebhookWithSecretAnswer {
  data: WebhookWithSecret;
}

/** The parameters, body and answer of each operation. */
export interface Operations {
  /** Get the index. */
  'GET /v1': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: Catalogue;
  };
  /** List companies. */
  'GET /v1/companies': {
    parameters: {
      /** Only companies with one of these roles. */
      role?: CompanyRoleInput[];
      /** Only these companies and their subsidiaries. */
      group?: string[];
      /** Only companies with headquarters in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** Only companies with one of these identifiers, such as `cik:1045810`, `lei:...`, `isin:...`, `wikidata:...` or `ticker:NASDAQ:NVDA`. */
      identifier?: string[];
      /** Only companies whose names, aliases, ticker or note contain every word or a word that starts with it. */
      q?: string;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "name" | "-name" | "country" | "-country" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: "companies"[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: CompanyList;
  };
  /** Get a company. */
  'GET /v1/companies/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: "companies"[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: CompanyDocument;
  };
  /** Create or replace a company. */
  'PUT /v1/companies/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: CompanyRecordInput;
    answer: CompanyRecord;
  };
  /** Change a company. */
  'PATCH /v1/companies/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: CompanyPatch;
    answer: CompanyRecord;
  };
  /** Retract a company. */
  'DELETE /v1/companies/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a company as stored. */
  'GET /v1/companies/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: CompanyRecord;
  };
  /** List deals. */
  'GET /v1/deals': {
    parameters: {
      /** Only deals in which one of these companies participates. */
      company?: string[];
      /** Only deals in which one of these companies or its subsidiaries participates. */
      group?: string[];
      /** Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** Only deals of these kinds. */
      kind?: DealKindInput[];
      /** Only deals with one of these statuses. */
      status?: StatusInput[];
      /** Only deals with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only deals with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** Only deals with a chip commitment to chips of one of these vendors. */
      chipVendor?: string[];
      /** Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only deals that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only deals with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Minimum headline amount in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline amount in US dollars. */
      amountUsdMax?: number;
      /** Only deals announced on or after this date. */
      announcedFrom?: string;
      /** Only deals announced on or before this date. */
      announcedTo?: string;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** Only debt that matures on or before this date. */
      maturesTo?: string;
      /** Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** Only deals whose title, participants, summary or notes contain every word or a word that starts with it. */
      q?: string;
      /** Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters. */
      facets?: ("kind" | "status" | "certainty" | "evidenceGrade")[];
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "lastReportedOn" | "-lastReportedOn" | "amountUsd" | "-amountUsd" | "valuationUsd" | "-valuationUsd" | "announcedOn" | "-announcedOn" | "closedOn" | "-closedOn" | "knownFrom" | "-knownFrom" | "title" | "-title" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "stakes" | "chipCommitments" | "history" | "evidence")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: DealList;
  };
  /** Get a deal. */
  'GET /v1/deals/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "stakes" | "chipCommitments" | "history" | "evidence")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: DealDocument;
  };
  /** Create or replace a deal. */
  'PUT /v1/deals/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: DealRecordInput;
    answer: DealRecord;
  };
  /** Change a deal. */
  'PATCH /v1/deals/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: DealPatch;
    answer: DealRecord;
  };
  /** Retract a deal. */
  'DELETE /v1/deals/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a deal as stored. */
  'GET /v1/deals/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: DealRecord;
  };
  /** List the deals of a company. */
  'GET /v1/companies/{id}/deals': {
    parameters: {
      /** Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** Only deals of these kinds. */
      kind?: DealKindInput[];
      /** Only deals with one of these statuses. */
      status?: StatusInput[];
      /** Only deals with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only deals with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** Only deals with a chip commitment to chips of one of these vendors. */
      chipVendor?: string[];
      /** Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only deals that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only deals with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Minimum headline amount in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline amount in US dollars. */
      amountUsdMax?: number;
      /** Only deals announced on or after this date. */
      announcedFrom?: string;
      /** Only deals announced on or before this date. */
      announcedTo?: string;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** Only debt that matures on or before this date. */
      maturesTo?: string;
      /** Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** Only deals whose title, participants, summary or notes contain every word or a word that starts with it. */
      q?: string;
      /** Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters. */
      facets?: ("kind" | "status" | "certainty" | "evidenceGrade")[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "lastReportedOn" | "-lastReportedOn" | "amountUsd" | "-amountUsd" | "valuationUsd" | "-valuationUsd" | "announcedOn" | "-announcedOn" | "closedOn" | "-closedOn" | "knownFrom" | "-knownFrom" | "title" | "-title" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "stakes" | "chipCommitments" | "history" | "evidence")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: DealList;
  };
  /** Get the history of a deal. */
  'GET /v1/deals/{id}/history': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: DealHistoryDocument;
  };
  /** Get status transitions. */
  'GET /v1/transitions': {
    parameters: {
      /** Only deals in which one of these companies participates. */
      company?: string[];
      /** Only deals in which one of these companies or its subsidiaries participates. */
      group?: string[];
      /** Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** Only deals of these kinds. */
      kind?: DealKindInput[];
      /** Only deals with one of these statuses. */
      status?: StatusInput[];
      /** Only deals with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only deals with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** Only deals with a chip commitment to chips of one of these vendors. */
      chipVendor?: string[];
      /** Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only deals that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only deals with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Minimum headline amount in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline amount in US dollars. */
      amountUsdMax?: number;
      /** Only deals announced on or after this date. */
      announcedFrom?: string;
      /** Only deals announced on or before this date. */
      announcedTo?: string;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** Only debt that matures on or before this date. */
      maturesTo?: string;
      /** Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** Only deals whose title, participants, summary or notes contain every word or a word that starts with it. */
      q?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: TransitionsDocument;
  };
  /** List stakes. */
  'GET /v1/stakes': {
    parameters: {
      /** Only stakes in which one of these companies is holder or issuer. */
      company?: string[];
      /** Only stakes in which one of these companies or its subsidiaries is holder or issuer. */
      group?: string[];
      /** Only stakes held by these companies. */
      holder?: string[];
      /** Only stakes in these companies. */
      issuer?: string[];
      /** Only stakes created by these deals. */
      deal?: string[];
      /** Only stakes with one of these bases. */
      basis?: StakeBasisInput[];
      /** Minimum headline percentage. */
      percentMin?: number;
      /** Maximum headline percentage. */
      percentMax?: number;
      /** Minimum headline value in US dollars. */
      valueUsdMin?: number;
      /** Maximum headline value in US dollars. */
      valueUsdMax?: number;
      /** Only observations on or after this date. */
      observedFrom?: string;
      /** Only observations on or before this date. */
      observedTo?: string;
      /** Only stakes that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only stakes that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only stakes that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only stakes with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only stakes whose holder, issuer or note contains every word or a word that starts with it. */
      q?: string;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "observedOn" | "-observedOn" | "percent" | "-percent" | "valueUsd" | "-valueUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: StakeList;
  };
  /** Get a stake. */
  'GET /v1/stakes/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: StakeDocument;
  };
  /** Create or replace a stake. */
  'PUT /v1/stakes/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: StakeRecordInput;
    answer: StakeRecord;
  };
  /** Change a stake. */
  'PATCH /v1/stakes/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: StakePatch;
    answer: StakeRecord;
  };
  /** Retract a stake. */
  'DELETE /v1/stakes/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a stake as stored. */
  'GET /v1/stakes/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: StakeRecord;
  };
  /** List the stakes of a company. */
  'GET /v1/companies/{id}/stakes': {
    parameters: {
      /** Only stakes held by these companies. */
      holder?: string[];
      /** Only stakes in these companies. */
      issuer?: string[];
      /** Only stakes created by these deals. */
      deal?: string[];
      /** Only stakes with one of these bases. */
      basis?: StakeBasisInput[];
      /** Minimum headline percentage. */
      percentMin?: number;
      /** Maximum headline percentage. */
      percentMax?: number;
      /** Minimum headline value in US dollars. */
      valueUsdMin?: number;
      /** Maximum headline value in US dollars. */
      valueUsdMax?: number;
      /** Only observations on or after this date. */
      observedFrom?: string;
      /** Only observations on or before this date. */
      observedTo?: string;
      /** Only stakes that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only stakes that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only stakes that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only stakes with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only stakes whose holder, issuer or note contains every word or a word that starts with it. */
      q?: string;
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "observedOn" | "-observedOn" | "percent" | "-percent" | "valueUsd" | "-valueUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: StakeList;
  };
  /** List chip commitments. */
  'GET /v1/chip-commitments': {
    parameters: {
      /** Only commitments in which one of these companies is buyer, provider or chip vendor. */
      company?: string[];
      /** Only commitments in which one of these companies or its subsidiaries is buyer, provider or chip vendor. */
      group?: string[];
      /** Only commitments whose buyer is one of these companies. */
      buyer?: string[];
      /** Only commitments whose cloud provider is one of these companies. */
      provider?: string[];
      /** Only commitments to chips of these vendors. */
      chipVendor?: string[];
      /** Only commitments to these chips. */
      chip?: string[];
      /** Only commitments made under these deals. */
      deal?: string[];
      /** Only commitments with one of these statuses. */
      status?: StatusInput[];
      /** Only commitments with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only commitments with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Minimum headline value in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline value in US dollars. */
      amountUsdMax?: number;
      /** Minimum headline number of chips. */
      unitsMin?: number;
      /** Maximum headline number of chips. */
      unitsMax?: number;
      /** Minimum headline power in megawatts. */
      powerMwMin?: number;
      /** Maximum headline power in megawatts. */
      powerMwMax?: number;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only commitments in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only commitments in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only commitments that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only commitments that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only commitments that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only commitments with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only commitments whose companies, chips or notes contain every word or a word that starts with it. */
      q?: string;
      /** Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters. */
      facets?: ("status" | "certainty" | "evidenceGrade")[];
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "lastReportedOn" | "-lastReportedOn" | "amountUsd" | "-amountUsd" | "units" | "-units" | "powerMw" | "-powerMw" | "startsOn" | "-startsOn" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "chips" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: ChipCommitmentList;
  };
  /** Get a chip commitment. */
  'GET /v1/chip-commitments/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "chips" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ChipCommitmentDocument;
  };
  /** Create or replace a chip commitment. */
  'PUT /v1/chip-commitments/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: ChipCommitmentRecordInput;
    answer: ChipCommitmentRecord;
  };
  /** Change a chip commitment. */
  'PATCH /v1/chip-commitments/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: ChipCommitmentPatch;
    answer: ChipCommitmentRecord;
  };
  /** Retract a chip commitment. */
  'DELETE /v1/chip-commitments/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a chip commitment as stored. */
  'GET /v1/chip-commitments/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ChipCommitmentRecord;
  };
  /** List the chip commitments of a company. */
  'GET /v1/companies/{id}/chip-commitments': {
    parameters: {
      /** Only commitments whose buyer is one of these companies. */
      buyer?: string[];
      /** Only commitments whose cloud provider is one of these companies. */
      provider?: string[];
      /** Only commitments to chips of these vendors. */
      chipVendor?: string[];
      /** Only commitments to these chips. */
      chip?: string[];
      /** Only commitments made under these deals. */
      deal?: string[];
      /** Only commitments with one of these statuses. */
      status?: StatusInput[];
      /** Only commitments with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only commitments with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Minimum headline value in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline value in US dollars. */
      amountUsdMax?: number;
      /** Minimum headline number of chips. */
      unitsMin?: number;
      /** Maximum headline number of chips. */
      unitsMax?: number;
      /** Minimum headline power in megawatts. */
      powerMwMin?: number;
      /** Maximum headline power in megawatts. */
      powerMwMax?: number;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only commitments in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only commitments in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only commitments that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only commitments that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only commitments that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only commitments with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only commitments whose companies, chips or notes contain every word or a word that starts with it. */
      q?: string;
      /** Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters. */
      facets?: ("status" | "certainty" | "evidenceGrade")[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "lastReportedOn" | "-lastReportedOn" | "amountUsd" | "-amountUsd" | "units" | "-units" | "powerMw" | "-powerMw" | "startsOn" | "-startsOn" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "chips" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ChipCommitmentList;
  };
  /** List chips. */
  'GET /v1/chips': {
    parameters: {
      /** Only chips of these vendors. */
      vendor?: string[];
      /** Only chips of these vendors or their subsidiaries. */
      group?: string[];
      /** Only chips of these categories. */
      category?: ChipCategoryInput[];
      /** Only chips whose name or vendor contains every word or a word that starts with it. */
      q?: string;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "name" | "-name" | "announcedOn" | "-announcedOn" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: "companies"[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: ChipList;
  };
  /** Get a chip. */
  'GET /v1/chips/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: "companies"[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ChipDocument;
  };
  /** Create or replace a chip. */
  'PUT /v1/chips/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: ChipRecordInput;
    answer: ChipRecord;
  };
  /** Change a chip. */
  'PATCH /v1/chips/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: ChipPatch;
    answer: ChipRecord;
  };
  /** Retract a chip. */
  'DELETE /v1/chips/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a chip as stored. */
  'GET /v1/chips/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ChipRecord;
  };
  /** List valuations. */
  'GET /v1/valuations': {
    parameters: {
      /** Only valuations of these companies. */
      company?: string[];
      /** Only valuations of these companies or their subsidiaries. */
      group?: string[];
      /** Only valuations set by these deals. */
      deal?: string[];
      /** Only valuations with one of these bases. */
      basis?: ValuationBasisInput[];
      /** Minimum headline valuation in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline valuation in US dollars. */
      amountUsdMax?: number;
      /** Only observations on or after this date. */
      observedFrom?: string;
      /** Only observations on or before this date. */
      observedTo?: string;
      /** Only valuations that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only valuations that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only valuations that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only valuations with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only valuations whose company name contains every word or a word that starts with it. */
      q?: string;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "observedOn" | "-observedOn" | "amountUsd" | "-amountUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: ValuationList;
  };
  /** Get a valuation. */
  'GET /v1/valuations/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ValuationDocument;
  };
  /** Create or replace a valuation. */
  'PUT /v1/valuations/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: ValuationRecordInput;
    answer: ValuationRecord;
  };
  /** Change a valuation. */
  'PATCH /v1/valuations/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: ValuationPatch;
    answer: ValuationRecord;
  };
  /** Retract a valuation. */
  'DELETE /v1/valuations/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a valuation as stored. */
  'GET /v1/valuations/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ValuationRecord;
  };
  /** List the valuations of a company. */
  'GET /v1/companies/{id}/valuations': {
    parameters: {
      /** Only valuations set by these deals. */
      deal?: string[];
      /** Only valuations with one of these bases. */
      basis?: ValuationBasisInput[];
      /** Minimum headline valuation in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline valuation in US dollars. */
      amountUsdMax?: number;
      /** Only observations on or after this date. */
      observedFrom?: string;
      /** Only observations on or before this date. */
      observedTo?: string;
      /** Only valuations that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only valuations that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only valuations that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only valuations with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only valuations whose company name contains every word or a word that starts with it. */
      q?: string;
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "observedOn" | "-observedOn" | "amountUsd" | "-amountUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources" | "deals")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ValuationList;
  };
  /** List financial figures. */
  'GET /v1/financials': {
    parameters: {
      /** Only figures of these companies. */
      company?: string[];
      /** Only figures of these companies or their subsidiaries. */
      group?: string[];
      /** Only these metrics. */
      metric?: FinancialMetricInput[];
      /** Only figures with one of these bases. */
      basis?: FinancialBasisInput[];
      /** Minimum headline figure in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline figure in US dollars. */
      amountUsdMax?: number;
      /** Only periods that end on or after this date. */
      periodFrom?: string;
      /** Only periods that end on or before this date. */
      periodTo?: string;
      /** Only figures that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only figures that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only figures that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only figures with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only figures whose company name or metric contains every word or a word that starts with it. */
      q?: string;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "periodEnd" | "-periodEnd" | "amountUsd" | "-amountUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: FinancialList;
  };
  /** Get a financial figure. */
  'GET /v1/financials/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: FinancialDocument;
  };
  /** Create or replace a financial figure. */
  'PUT /v1/financials/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: FinancialRecordInput;
    answer: FinancialRecord;
  };
  /** Change a financial figure. */
  'PATCH /v1/financials/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: FinancialPatch;
    answer: FinancialRecord;
  };
  /** Retract a financial figure. */
  'DELETE /v1/financials/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a financial figure as stored. */
  'GET /v1/financials/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: FinancialRecord;
  };
  /** List the financial figures of a company. */
  'GET /v1/companies/{id}/financials': {
    parameters: {
      /** Only these metrics. */
      metric?: FinancialMetricInput[];
      /** Only figures with one of these bases. */
      basis?: FinancialBasisInput[];
      /** Minimum headline figure in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline figure in US dollars. */
      amountUsdMax?: number;
      /** Only periods that end on or after this date. */
      periodFrom?: string;
      /** Only periods that end on or before this date. */
      periodTo?: string;
      /** Only figures that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only figures that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only figures that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only figures with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Only figures whose company name or metric contains every word or a word that starts with it. */
      q?: string;
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "periodEnd" | "-periodEnd" | "amountUsd" | "-amountUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "sources")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: FinancialList;
  };
  /** List sources. */
  'GET /v1/sources': {
    parameters: {
      /** Only sources of these publishers. Use the full name. */
      publisher?: string[];
      /** Only sources written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only sources of these kinds. A former kind also finds the kinds that replaced it. */
      kind?: SourceKindInput[];
      /** Only sources that are cited with one of these attributions. */
      attribution?: AttributionInput[];
      /** Only sources published on or after this date. */
      publishedFrom?: string;
      /** Only sources published on or before this date. */
      publishedTo?: string;
      /** Only sources whose title or publisher contains every word or a word that starts with it. */
      q?: string;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "publishedOn" | "-publishedOn" | "publisher" | "-publisher" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: "deals"[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: SourceList;
  };
  /** Get a source. */
  'GET /v1/sources/{id}': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: "deals"[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: SourceDocument;
  };
  /** Create or replace a source. */
  'PUT /v1/sources/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: SourceRecordInput;
    answer: SourceRecord;
  };
  /** Change a source. */
  'PATCH /v1/sources/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: SourcePatch;
    answer: SourceRecord;
  };
  /** Retract a source. */
  'DELETE /v1/sources/{id}': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    answer: undefined;
  };
  /** Get a source as stored. */
  'GET /v1/sources/{id}/record': {
    parameters: {
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: SourceRecord;
  };
  /** List events. */
  'GET /v1/events': {
    parameters: {
      /** Only events of deals in which one of these companies participates. */
      company?: string[];
      /** Only events of deals in which one of these companies or its subsidiaries participates. */
      group?: string[];
      /** Only events in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only events in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only events of these deals. */
      deal?: string[];
      /** Only events of deals of these kinds. */
      kind?: DealKindInput[];
      /** Only events that report one of these statuses. */
      status?: StatusInput[];
      /** Only events of these certainties. */
      certainty?: CertaintyInput[];
      /** Only events that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only events reported on or after this date. */
      reportedFrom?: string;
      /** Only events reported on or before this date. */
      reportedTo?: string;
      /** Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters. */
      facets?: ("kind" | "status" | "certainty")[];
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "reportedOn" | "-reportedOn" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("deals" | "sources")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: EventList;
  };
  /** Compare two days. */
  'GET /v1/diff': {
    parameters: {
      /** The earlier day (UTC, YYYY-MM-DD). */
      fromOn: string;
      /** The later day (UTC, YYYY-MM-DD). A future day means today. */
      toOn: string;
      /** Only records that name one of these companies. */
      company?: string[];
      /** Only records that name one of these companies or its subsidiaries. */
      group?: string[];
      /** Only records of these collections. */
      collection?: ("deals" | "stakes" | "valuations" | "financials" | "chip-commitments")[];
      /** Number of changes per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: Diff;
  };
  /** List flows. */
  'GET /v1/flows': {
    parameters: {
      /** Only flows paid by one of these companies. */
      from?: string[];
      /** Only flows received by one of these companies. */
      to?: string[];
      /** Only flows paid by one of these companies or its subsidiaries. */
      fromGroup?: string[];
      /** Only flows received by one of these companies or its subsidiaries. */
      toGroup?: string[];
      /** Only flows with one of these companies at either end. */
      company?: string[];
      /** Only flows with one of these companies or its subsidiaries at either end. */
      group?: string[];
      /** Only flows derived from these deals. */
      deal?: string[];
      /** Only flows derived from these chip commitments. */
      chipCommitment?: string[];
      /** Only flows of deals of these kinds. */
      kind?: DealKindInput[];
      /** Only flows of these natures. */
      nature?: FlowNatureInput[];
      /** Only flows of these certainties. */
      certainty?: CertaintyInput[];
      /** `true` returns only implied flows, `false` only stated ones. */
      implied?: "true" | "false";
      /** `true` returns only contingent flows (guarantees and warrants), `false` excludes them. */
      contingent?: "true" | "false";
      /** Minimum upper bound in US dollars. Flows without an upper bound do not match. */
      amountUsdMin?: number;
      /** Maximum upper bound in US dollars. Flows without an upper bound do not match. */
      amountUsdMax?: number;
      /** Comma-separated list of filters. Adds `page.facets`: how many records have each value of the filter, among those that match all other filters. */
      facets?: ("kind" | "nature" | "certainty")[];
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "amountUsd" | "-amountUsd" | "knownFrom" | "-knownFrom" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "deals" | "chipCommitments")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: FlowList;
  };
  /** List cycles. */
  'GET /v1/cycles': {
    parameters: {
      /** Only cycles through the group of one of these companies. */
      contains?: string[];
      /** Only cycles of these classes. */
      class?: CycleClassInput[];
      /** Only circular cycles between two groups with one of these patterns. */
      pattern?: CyclePatternInput[];
      /** Maximum number of legs in a cycle, 2 to 6. */
      maxLength?: number;
      /** Minimum known upper bound of the volume in US dollars. */
      amountUsdMin?: number;
      /** Weakest certainty of the flows to use. Dead flows are never used. */
      certaintyMin?: "speculative" | "intended" | "binding";
      /** `false` excludes implied flows, which no report states. */
      implied?: boolean;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Only records with one of these ids, at most 100. Ids that do not exist match no record. */
      id?: string[];
      /** Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id. */
      sort?: "volume" | "-volume" | "length" | "-length" | "id" | "-id";
      /** Records on a page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `page.total`, the exact number of records that match the filters. */
      total?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "flows" | "deals" | "chipCommitments" | "sources")[];
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: CycleList;
  };
  /** List payment paths between two companies. */
  'GET /v1/paths': {
    parameters: {
      /** Company whose group is the start of the paths. */
      from: string;
      /** Company whose group is the end of the paths. */
      to: string;
      /** Maximum number of legs in a path, 1 to 6. */
      maxLength?: number;
      /** Maximum number of paths, 1 to 200. */
      limit?: number;
      /** Weakest certainty of the flows to use. Dead flows are never used. */
      certaintyMin?: "speculative" | "intended" | "binding";
      /** `false` excludes implied flows, which no report states. */
      implied?: boolean;
      /** Comma-separated list of related records to return under `included`, each once. */
      include?: ("companies" | "flows" | "deals" | "chipCommitments" | "sources")[];
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: PathList;
  };
  /** Get the exposure of a company. */
  'GET /v1/companies/{id}/exposure': {
    parameters: {
      /** Weakest certainty of the flows to use. Speculative flows are excluded by default, dead ones always. */
      certaintyMin?: "speculative" | "intended" | "binding";
      /** `false` excludes implied flows, which no report states. */
      implied?: boolean;
      /** Maximum number of legs in a cycle, 2 to 6. */
      maxLength?: number;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: ExposureDocument;
  };
  /** Get the funding of a company. */
  'GET /v1/companies/{id}/funding': {
    parameters: {
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: FundingDocument;
  };
  /** Get the funding of a company over time. */
  'GET /v1/companies/{id}/funding/series': {
    parameters: {
      /** Length of a period. */
      interval?: "month" | "quarter" | "year";
      /** The series starts with the period of this date. By default, it starts with the first period that has a total. At most 120 are allowed. */
      fromOn?: string;
      /** The series ends with the period of this date. By default, it ends with that of the asOf day. */
      toOn?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: FundingSeriesDocument;
  };
  /** Get circularity scores. */
  'GET /v1/scores': {
    parameters: {
      /** Maximum number of legs in a cycle, 2 to 5. */
      maxLength?: number;
      /** Number of random graphs in the null model, 0 to 500. */
      samples?: number;
      /** Seed of the null model. The same seed returns the same result. */
      seed?: number;
      /** Weakest certainty of the flows to use. Dead flows are never used. */
      certaintyMin?: "speculative" | "intended" | "binding";
      /** `false` excludes implied flows, which no report states. */
      implied?: boolean;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: ScoresDocument;
  };
  /** Search. */
  'GET /v1/search': {
    parameters: {
      /** Search terms, at most eight. Every term must match a word or its prefix. If no word has the prefix, words with the same first letter within an edit distance of one match (two for terms of eight letters or more). */
      q: string;
      /** Only records of these collections. */
      collection?: ("companies" | "deals" | "chips" | "sources")[];
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Number of hits per page, 1 to 100. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: SearchAnswer;
  };
  /** List changes. */
  'GET /v1/changes': {
    parameters: {
      /** Sequence number of the newest change that you have. Changes after it are returned. 0 starts from the beginning. */
      since?: number;
      /** Number of changes per page, 1 to 1000. */
      limit?: number;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: ChangeList;
  };
  /** List the revisions of a company. */
  'GET /v1/companies/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a deal. */
  'GET /v1/deals/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a stake. */
  'GET /v1/stakes/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a chip commitment. */
  'GET /v1/chip-commitments/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a chip. */
  'GET /v1/chips/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a valuation. */
  'GET /v1/valuations/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a financial figure. */
  'GET /v1/financials/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** List the revisions of a source. */
  'GET /v1/sources/{id}/revisions': {
    parameters: {
      /** Number of revisions per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. All other parameters must stay the same. */
      cursor?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
      /** Id of the record. */
      id: string;
    };
    answer: RevisionList;
  };
  /** Get committed spending by year. */
  'GET /v1/outlook': {
    parameters: {
      /** Only spending in which one of these companies participates. */
      company?: string[];
      /** Only spending in which one of these companies or its subsidiaries participates. */
      group?: string[];
      /** Only deals of these kinds. Unlinked chip commitments have no kind. */
      kind?: DealKindInput[];
      /** Only spending of these certainties. */
      certainty?: ("intended" | "binding")[];
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: OutlookDocument;
  };
  /** Find reports that contradict each other. */
  'GET /v1/contradictions': {
    parameters: {
      /** Only figures in these collections. */
      collection?: ("deals" | "chip-commitments" | "valuations" | "stakes")[];
      /** Only figures for these terms. */
      term?: ("amount" | "valuation" | "termYears" | "units" | "powerMw" | "percent")[];
      /** Only records that one of these companies takes part in. */
      company?: string[];
      /** Only records that one of these companies or its subsidiaries takes part in. */
      group?: string[];
      /** How many days the dates of two reports can be apart, 0 to 365. By default, they must overlap. */
      withinDays?: number;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: ContradictionsDocument;
  };
  /** Compare what vendors finance with what they sell. */
  'GET /v1/vendor-financing': {
    parameters: {
      /** Only vendors in the groups of these companies. */
      vendor?: string[];
      /** Only customers in the groups of these companies. */
      customer?: string[];
      /** Weakest certainty of the flows to use. Speculative flows are excluded by default, dead ones always. */
      certaintyMin?: "speculative" | "intended" | "binding";
      /** `false` excludes implied flows, which no report states. */
      implied?: boolean;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: VendorFinancingDocument;
  };
  /** Get totals. */
  'GET /v1/stats': {
    parameters: {
      /** What to sum. */
      of?: "deals" | "flows" | "chip-commitments";
      /** One or two keys. of=deals: kind, moneyClass, status, certainty, year, quarter, announcedYear, company, role, country. of=flows: nature, from, to, fromGroup, toGroup, certainty, year. of=chip-commitments: buyer, provider, chipVendor, chip, status, year. Year and quarter are those of the report that set the amount of the deal or flow (its announcement if no amount is stated), or of the chip commitment's start. announcedYear is that of the announcement. */
      groupBy?: ("kind" | "moneyClass" | "status" | "certainty" | "year" | "quarter" | "announcedYear" | "company" | "role" | "country" | "nature" | "from" | "to" | "fromGroup" | "toGroup" | "buyer" | "provider" | "chipVendor" | "chip")[];
      /** of=deals: Only deals in which one of these companies participates. of=flows: Only flows with one of these companies at either end. of=chip-commitments: Only commitments in which one of these companies is buyer, provider or chip vendor. */
      company?: string[];
      /** of=deals: Only deals in which one of these companies or its subsidiaries participates. of=flows: Only flows with one of these companies or its subsidiaries at either end. of=chip-commitments: Only commitments in which one of these companies or its subsidiaries is buyer, provider or chip vendor. */
      group?: string[];
      /** of=deals: Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** of=deals: Only deals of these kinds. of=flows: Only flows of deals of these kinds. */
      kind?: DealKindInput[];
      /** of=deals: Only deals with one of these statuses. of=chip-commitments: Only commitments with one of these statuses. */
      status?: StatusInput[];
      /** of=deals: Only deals with one of these certainties. of=flows: Only flows of these certainties. of=chip-commitments: Only commitments with one of these certainties. */
      certainty?: CertaintyInput[];
      /** of=deals: Only deals with one of these grades of evidence for their certainty. of=chip-commitments: Only commitments with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** of=deals: Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** of=deals: Only deals with a chip commitment to chips of one of these vendors. of=chip-commitments: Only commitments to chips of these vendors. */
      chipVendor?: string[];
      /** of=deals: Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. of=chip-commitments: Only commitments in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** of=deals: Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. of=chip-commitments: Only commitments in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** of=deals: Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. of=chip-commitments: Only commitments that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** of=deals: Only deals that cite one of these publishers. Use the full name. of=chip-commitments: Only commitments that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** of=deals: Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. of=chip-commitments: Only commitments that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** of=deals: Only deals with a citation of one of these attributions. of=chip-commitments: Only commitments with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** of=deals: Minimum headline amount in US dollars. of=flows: Minimum upper bound in US dollars. Flows without an upper bound do not match. of=chip-commitments: Minimum headline value in US dollars. */
      amountUsdMin?: number;
      /** of=deals: Maximum headline amount in US dollars. of=flows: Maximum upper bound in US dollars. Flows without an upper bound do not match. of=chip-commitments: Maximum headline value in US dollars. */
      amountUsdMax?: number;
      /** of=deals: Only deals announced on or after this date. */
      announcedFrom?: string;
      /** of=deals: Only deals announced on or before this date. */
      announcedTo?: string;
      /** of=deals: Only records whose newest report is on or after this date. of=chip-commitments: Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** of=deals: Only records whose newest report is on or before this date. of=chip-commitments: Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** of=deals: Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** of=deals: Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** of=deals: Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** of=deals: Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** of=deals: Only debt that matures on or before this date. */
      maturesTo?: string;
      /** of=deals: Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** of=deals: Only deals whose title, participants, summary or notes contain every word or a word that starts with it. of=chip-commitments: Only commitments whose companies, chips or notes contain every word or a word that starts with it. */
      q?: string;
      /** of=flows: Only flows paid by one of these companies. */
      from?: string[];
      /** of=flows: Only flows received by one of these companies. */
      to?: string[];
      /** of=flows: Only flows paid by one of these companies or its subsidiaries. */
      fromGroup?: string[];
      /** of=flows: Only flows received by one of these companies or its subsidiaries. */
      toGroup?: string[];
      /** of=flows: Only flows derived from these deals. of=chip-commitments: Only commitments made under these deals. */
      deal?: string[];
      /** of=flows: Only flows derived from these chip commitments. */
      chipCommitment?: string[];
      /** of=flows: Only flows of these natures. */
      nature?: FlowNatureInput[];
      /** of=flows: `true` returns only implied flows, `false` only stated ones. */
      implied?: "true" | "false";
      /** of=flows: `true` returns only contingent flows (guarantees and warrants), `false` excludes them. */
      contingent?: "true" | "false";
      /** of=chip-commitments: Only commitments whose buyer is one of these companies. */
      buyer?: string[];
      /** of=chip-commitments: Only commitments whose cloud provider is one of these companies. */
      provider?: string[];
      /** of=chip-commitments: Only commitments to these chips. */
      chip?: string[];
      /** of=chip-commitments: Minimum headline number of chips. */
      unitsMin?: number;
      /** of=chip-commitments: Maximum headline number of chips. */
      unitsMax?: number;
      /** of=chip-commitments: Minimum headline power in megawatts. */
      powerMwMin?: number;
      /** of=chip-commitments: Maximum headline power in megawatts. */
      powerMwMax?: number;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: StatsDocument;
  };
  /** Get totals over time. */
  'GET /v1/series': {
    parameters: {
      /** Length of a period. */
      interval?: "month" | "quarter" | "year";
      /** `vintage`: the totals as they were known at the end of each period. `event`: the amounts known on the asOf day, each in the period of the report that set it. `event` needs `interval=year`, or `quarter` for deals, and allows one key. */
      by?: "vintage" | "event";
      /** The series starts with the period of this date. By default, it has 12 periods. At most 120 are allowed. */
      fromOn?: string;
      /** The series ends with the period of this date. By default, it ends with that of the asOf day. */
      toOn?: string;
      /** What to sum. */
      of?: "deals" | "flows" | "chip-commitments";
      /** One or two keys. of=deals: kind, moneyClass, status, certainty, year, quarter, announcedYear, company, role, country. of=flows: nature, from, to, fromGroup, toGroup, certainty, year. of=chip-commitments: buyer, provider, chipVendor, chip, status, year. Year and quarter are those of the report that set the amount of the deal or flow (its announcement if no amount is stated), or of the chip commitment's start. announcedYear is that of the announcement. */
      groupBy?: ("kind" | "moneyClass" | "status" | "certainty" | "year" | "quarter" | "announcedYear" | "company" | "role" | "country" | "nature" | "from" | "to" | "fromGroup" | "toGroup" | "buyer" | "provider" | "chipVendor" | "chip")[];
      /** of=deals: Only deals in which one of these companies participates. of=flows: Only flows with one of these companies at either end. of=chip-commitments: Only commitments in which one of these companies is buyer, provider or chip vendor. */
      company?: string[];
      /** of=deals: Only deals in which one of these companies or its subsidiaries participates. of=flows: Only flows with one of these companies or its subsidiaries at either end. of=chip-commitments: Only commitments in which one of these companies or its subsidiaries is buyer, provider or chip vendor. */
      group?: string[];
      /** of=deals: Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** of=deals: Only deals of these kinds. of=flows: Only flows of deals of these kinds. */
      kind?: DealKindInput[];
      /** of=deals: Only deals with one of these statuses. of=chip-commitments: Only commitments with one of these statuses. */
      status?: StatusInput[];
      /** of=deals: Only deals with one of these certainties. of=flows: Only flows of these certainties. of=chip-commitments: Only commitments with one of these certainties. */
      certainty?: CertaintyInput[];
      /** of=deals: Only deals with one of these grades of evidence for their certainty. of=chip-commitments: Only commitments with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** of=deals: Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** of=deals: Only deals with a chip commitment to chips of one of these vendors. of=chip-commitments: Only commitments to chips of these vendors. */
      chipVendor?: string[];
      /** of=deals: Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. of=chip-commitments: Only commitments in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** of=deals: Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. of=chip-commitments: Only commitments in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** of=deals: Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. of=chip-commitments: Only commitments that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** of=deals: Only deals that cite one of these publishers. Use the full name. of=chip-commitments: Only commitments that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** of=deals: Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. of=chip-commitments: Only commitments that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** of=deals: Only deals with a citation of one of these attributions. of=chip-commitments: Only commitments with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** of=deals: Minimum headline amount in US dollars. of=flows: Minimum upper bound in US dollars. Flows without an upper bound do not match. of=chip-commitments: Minimum headline value in US dollars. */
      amountUsdMin?: number;
      /** of=deals: Maximum headline amount in US dollars. of=flows: Maximum upper bound in US dollars. Flows without an upper bound do not match. of=chip-commitments: Maximum headline value in US dollars. */
      amountUsdMax?: number;
      /** of=deals: Only deals announced on or after this date. */
      announcedFrom?: string;
      /** of=deals: Only deals announced on or before this date. */
      announcedTo?: string;
      /** of=deals: Only records whose newest report is on or after this date. of=chip-commitments: Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** of=deals: Only records whose newest report is on or before this date. of=chip-commitments: Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** of=deals: Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** of=deals: Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** of=deals: Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** of=deals: Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** of=deals: Only debt that matures on or before this date. */
      maturesTo?: string;
      /** of=deals: Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** of=deals: Only deals whose title, participants, summary or notes contain every word or a word that starts with it. of=chip-commitments: Only commitments whose companies, chips or notes contain every word or a word that starts with it. */
      q?: string;
      /** of=flows: Only flows paid by one of these companies. */
      from?: string[];
      /** of=flows: Only flows received by one of these companies. */
      to?: string[];
      /** of=flows: Only flows paid by one of these companies or its subsidiaries. */
      fromGroup?: string[];
      /** of=flows: Only flows received by one of these companies or its subsidiaries. */
      toGroup?: string[];
      /** of=flows: Only flows derived from these deals. of=chip-commitments: Only commitments made under these deals. */
      deal?: string[];
      /** of=flows: Only flows derived from these chip commitments. */
      chipCommitment?: string[];
      /** of=flows: Only flows of these natures. */
      nature?: FlowNatureInput[];
      /** of=flows: `true` returns only implied flows, `false` only stated ones. */
      implied?: "true" | "false";
      /** of=flows: `true` returns only contingent flows (guarantees and warrants), `false` excludes them. */
      contingent?: "true" | "false";
      /** of=chip-commitments: Only commitments whose buyer is one of these companies. */
      buyer?: string[];
      /** of=chip-commitments: Only commitments whose cloud provider is one of these companies. */
      provider?: string[];
      /** of=chip-commitments: Only commitments to these chips. */
      chip?: string[];
      /** of=chip-commitments: Minimum headline number of chips. */
      unitsMin?: number;
      /** of=chip-commitments: Maximum headline number of chips. */
      unitsMax?: number;
      /** of=chip-commitments: Minimum headline power in megawatts. */
      powerMwMin?: number;
      /** of=chip-commitments: Maximum headline power in megawatts. */
      powerMwMax?: number;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** `true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only. */
      names?: boolean;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: SeriesDocument;
  };
  /** Get deal durations. */
  'GET /v1/durations': {
    parameters: {
      /** `kind` returns a row for each kind of deal. */
      groupBy?: "kind";
      /** Only deals in which one of these companies participates. */
      company?: string[];
      /** Only deals in which one of these companies or its subsidiaries participates. */
      group?: string[];
      /** Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** Only deals of these kinds. */
      kind?: DealKindInput[];
      /** Only deals with one of these statuses. */
      status?: StatusInput[];
      /** Only deals with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only deals with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** Only deals with a chip commitment to chips of one of these vendors. */
      chipVendor?: string[];
      /** Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only deals that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only deals with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Minimum headline amount in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline amount in US dollars. */
      amountUsdMax?: number;
      /** Only deals announced on or after this date. */
      announcedFrom?: string;
      /** Only deals announced on or before this date. */
      announcedTo?: string;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** Only debt that matures on or before this date. */
      maturesTo?: string;
      /** Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** Only deals whose title, participants, summary or notes contain every word or a word that starts with it. */
      q?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: DurationsDocument;
  };
  /** Compare first headlines with current ones. */
  'GET /v1/headline-revisions': {
    parameters: {
      /** The headline to compare with. `report`: the first amount of any report, rumors included. `announcement`: the first amount of a letter of intent, an announcement or a signing. */
      baseline?: "report" | "announcement";
      /** Only deals in which one of these companies participates. */
      company?: string[];
      /** Only deals in which one of these companies or its subsidiaries participates. */
      group?: string[];
      /** Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role. */
      role?: ParticipantRoleInput[];
      /** Only deals of these kinds. */
      kind?: DealKindInput[];
      /** Only deals with one of these statuses. */
      status?: StatusInput[];
      /** Only deals with one of these certainties. */
      certainty?: CertaintyInput[];
      /** Only deals with one of these grades of evidence for their certainty. */
      evidenceGrade?: ("primary" | "company" | "several_publishers" | "one_publisher" | "unnamed_only")[];
      /** Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2). */
      country?: string[];
      /** Only deals with a chip commitment to chips of one of these vendors. */
      chipVendor?: string[];
      /** Only deals in which one of these companies is a second party, in any role, besides the one that `company` or `group` names. */
      counterparty?: string[];
      /** Only deals in which one of these companies or its subsidiaries is a second party, in any role, besides the one that `company` or `group` names. */
      counterpartyGroup?: string[];
      /** Only deals that cite one of these sources. `publisher`, `outlet` and `attribution` must match the same citation. */
      source?: string[];
      /** Only deals that cite one of these publishers. Use the full name. */
      publisher?: string[];
      /** Only deals that cite a text written by one of these outlets, wherever published. Case, punctuation and a leading "the" make no difference. */
      outlet?: string[];
      /** Only deals with a citation of one of these attributions. */
      attribution?: AttributionInput[];
      /** Minimum headline amount in US dollars. */
      amountUsdMin?: number;
      /** Maximum headline amount in US dollars. */
      amountUsdMax?: number;
      /** Only deals announced on or after this date. */
      announcedFrom?: string;
      /** Only deals announced on or before this date. */
      announcedTo?: string;
      /** Only records whose newest report is on or after this date. */
      reportedFrom?: string;
      /** Only records whose newest report is on or before this date. */
      reportedTo?: string;
      /** Only equity rounds of these stages. */
      stage?: RoundStageInput[];
      /** Only deals in which investors or lenders receive one of these securities. */
      security?: SecurityInput[];
      /** Only debt of one of these ranks. */
      seniority?: SeniorityInput[];
      /** Only debt that matures on or after this date. */
      maturesFrom?: string;
      /** Only debt that matures on or before this date. */
      maturesTo?: string;
      /** Only deals in talks without a report for at least this many days, up to the asOf day. */
      staleDaysMin?: number;
      /** Only deals whose title, participants, summary or notes contain every word or a word that starts with it. */
      q?: string;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: HeadlineRevisionsDocument;
  };
  /** Rename a company. */
  'POST /v1/companies/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: CompanyRecord;
  };
  /** Rename a deal. */
  'POST /v1/deals/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: DealRecord;
  };
  /** Rename a stake. */
  'POST /v1/stakes/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: StakeRecord;
  };
  /** Rename a chip commitment. */
  'POST /v1/chip-commitments/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: ChipCommitmentRecord;
  };
  /** Rename a chip. */
  'POST /v1/chips/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: ChipRecord;
  };
  /** Rename a valuation. */
  'POST /v1/valuations/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: ValuationRecord;
  };
  /** Rename a financial figure. */
  'POST /v1/financials/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: FinancialRecord;
  };
  /** Rename a source. */
  'POST /v1/sources/{id}/rename': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: Rename;
    answer: SourceRecord;
  };
  /** Append an event to a deal. */
  'POST /v1/deals/{id}/events': {
    parameters: {
      /** Id of the record. */
      id: string;
    };
    body: DealEventInput;
    answer: DealRecord;
  };
  /** Import records. */
  'POST /v1/import': {
    parameters: {
      /** `true` validates everything and reports what would be written, without writing. */
      dryRun?: boolean;
    };
    answer: ImportReport;
  };
  /** List the releases. */
  'GET /v1/releases': {
    parameters: {
    };
    answer: ReleaseList;
  };
  /** Check liveness. */
  'GET /health/live': {
    parameters: {
    };
    answer: Health;
  };
  /** Check readiness. */
  'GET /health/ready': {
    parameters: {
    };
    answer: Health;
  };
  /** Get the money graph. */
  'GET /v1/graph': {
    parameters: {
      /** Only links with the group of one of these companies at either end. */
      group?: string[];
      /** Only links on a cycle of one of these classes, as in `/v1/cycles`. `class=circular_financing` returns the circular core of the graph. */
      class?: CycleClassInput[];
      /** Maximum number of legs in the cycles of `class`, 2 to 6. Default: 3. Requires `class`. */
      maxLength?: number;
      /** Only links of these natures. */
      nature?: FlowNatureInput[];
      /** Minimum upper bound of a link in US dollars. Links without an upper bound do not match. */
      amountUsdMin?: number;
      /** Weakest certainty of the flows to use. Dead flows are never used. */
      certaintyMin?: "speculative" | "intended" | "binding";
      /** `false` excludes implied flows, which no report states. */
      implied?: boolean;
      /** Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so. */
      asOf?: string;
      /** Reads from a published release instead of the newest data. Pass the name of the release, or the `meta.dataVersion` of one of its responses. Such a response never changes. `/v1/releases` lists the releases. */
      dataVersion?: string;
    };
    answer: Graph;
  };
  /** Subscribe to changes. */
  'POST /v1/webhooks': {
    parameters: {
    };
    body: WebhookCreation;
    answer: WebhookWithSecretAnswer;
  };
  /** List webhooks. */
  'GET /v1/webhooks': {
    parameters: {
    };
    answer: WebhookList;
  };
  /** Get a webhook. */
  'GET /v1/webhooks/{id}': {
    parameters: {
      /** Id of the webhook. */
      id: string;
    };
    answer: WebhookAnswer;
  };
  /** Change a webhook. */
  'PATCH /v1/webhooks/{id}': {
    parameters: {
      /** Id of the webhook. */
      id: string;
    };
    body: WebhookChange;
    answer: WebhookAnswer;
  };
  /** Delete a webhook. */
  'DELETE /v1/webhooks/{id}': {
    parameters: {
      /** Id of the webhook. */
      id: string;
    };
    answer: undefined;
  };
  /** Replace the secret of a webhook. */
  'POST /v1/webhooks/{id}/rotate-secret': {
    parameters: {
      /** Id of the webhook. */
      id: string;
    };
    answer: WebhookWithSecretAnswer;
  };
  /** Send a test message to a webhook. */
  'POST /v1/webhooks/{id}/test': {
    parameters: {
      /** Id of the webhook. */
      id: string;
    };
    answer: WebhookDeliveryAnswer;
  };
  /** List the deliveries of a webhook. */
  'GET /v1/webhooks/{id}/deliveries': {
    parameters: {
      /** Comma-separated list of statuses to match. */
      status?: ("pending" | "delivered" | "failed")[];
      /** Number of deliveries per page, 1 to 200. */
      limit?: number;
      /** Opaque cursor from `page.next` of the previous page. */
      cursor?: string;
      /** Id of the webhook. */
      id: string;
    };
    answer: WebhookDeliveryList;
  };
  /** Send a delivery again. */
  'POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay': {
    parameters: {
      /** Id of the webhook. */
      id: string;
      /** Id of the delivery. */
      deliveryId: string;
    };
    answer: WebhookDeliveryAnswer;
  };
  /** List dataset exports. */
  'GET /v1/exports': {
    parameters: {
      /** The data version of the files: a release, or a value of `meta.dataVersion`. Default: the newest. Apart from releases, only the newest few versions are kept. */
      dataVersion?: string;
    };
    answer: ExportList;
  };
}
