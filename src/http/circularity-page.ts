/** A part of a page of the documentation. */
export interface DocumentationSection {
  heading: string;
  paragraphs: readonly string[];
}

/** What circular means here, how it is found and measured, and where that ends. */
export const circularityPage: readonly DocumentationSection[] = [
  {
    heading: 'Circularity',
    paragraphs: [
      'Circular is a shape, not an accusation: it means that value goes from one group to another and comes back, and neither fraud nor round-tripping in the accounting sense. Vendor finance is old, legal and common; what matters is how large it is, how firm, and who depends on it.',
      'Everything here is derived from records that cite their sources, can be asked as of any day (`asOf`), and opens leg by leg to flows, deals, chip commitments and publications (`/v1/cycles?include=flows,deals,sources`).',
    ],
  },
  {
    heading: 'Flows',
    paragraphs: [
      'A flow goes from the one who pays to the one who is paid. The roles of a deal decide, whatever its kind: investors and lenders finance, customers and lessees purchase, acquirers pay named sellers, guarantors finance contingently. In a warrant the issuer grants value, and nothing else flows. Restructurings and programmes give none, nor does an acquisition without a named seller.',
      'A chip commitment gives a purchase from the buyer to the cloud (or to the vendor where no cloud stands between), unless its deal gives that already; and an implied one from the cloud to the vendor, since it has to buy what it lets. Implied flows are marked, never have an amount of a commitment, and `implied=false` leaves them out.',
      'The amount of a flow is the stated share of its party, else the amount of the deal where there is one payer and one payee, else unknown between nothing and what the others have not taken. Amounts are intervals, and `unknown` counts the terms that nobody bounds.',
      'A sum over several flows of one deal and nature never exceeds what the deal states. An umbrella and its parts count once: for the same payer, payee, nature and mark, the greater at each end. What was left out stands in `excluded`, with its reason and its sum.',
    ],
  },
  {
    heading: 'Cycles',
    paragraphs: [
      'Filters pass flows first; then the elementary directed cycles over groups are enumerated, of two to six legs. Parallel flows from one group to another are one leg, whose certainty is that of its strongest flow. Flows inside a group are never legs, and what is dead is never used.',
      'A cycle with a financing leg and a purchase leg is `circular_financing`; one of financing alone a `cross_holding`; one of purchases alone a `trade_loop`. Between two groups, circular financing is `supplier_finances_customer`, or `mutual` where one of them also finances the very company that it buys from.',
      'The volume of a cycle is what could really go round: the least of its legs, at each end. Legs without an upper bound are counted in `unknownLegs`, and leave the upper end to the others.',
      'The search is a depth-first search from each group over later ones, with the groups one and two legs before the start marked, so that hopeless branches are cut. It stops after a fixed number of legs looked at, never after a time, so that the same data give the same answer; `meta.truncated` says so.',
    ],
  },
  {
    heading: 'Ratios, concentration, and what would fail',
    paragraphs: [
      'The round-trip ratio of a pair is binding purchases over the binding financing received, as an interval; an end that cannot be told is null. Guarantees are no financing received.',
      'Concentration is the Herfindahl-Hirschman index over exact amounts, 0 to 1, with the share of the total that these cover; below one half the index is null.',
      '`ifFailed` names the binding and intended flows that would stop with a counterparty, and how many cycles would be cut. It is first order: nothing is said of what would follow.',
    ],
  },
  {
    heading: 'Scores and the null model',
    paragraphs: [
      'Ours rank groups by the number, then the volume, of the circular-financing cycles that they are in. Cycles share legs, so that the sum of volumes ranks, and is no amount of money.',
      'Beside them stand loops, cycles and hubs with the edge weights of the working paper "Quantifying Circularity in AI Industry Deal Networks" (January 2026): 0.6 value, 0.25 recency, 0.15 confidence. Its scaling is not public in full, so that these are a reading of it, and each difference is named in the answer.',
      'The paper finds 35 structures, 7 loops of two and 28 longer cycles, among 28 companies and 90 deals. It names in public: Nvidia as the top hub (found: by number of cycles, and by its weights too), and loops of OpenAI and Microsoft as the strongest of two (found: `microsoft.openai` is circular financing; by weight others go before it, since contracts made after the paper are larger). The list of the other structures is not public, so that they cannot be checked one by one.',
      'The null model rewires the graph at random so that every group keeps how many others it finances, is financed by, buys from and sells to, but not whom, and counts the cycles (switching method, Maslov and Sneppen 2002). The z-score says how far the real number is above; the seed makes it reproducible.',
    ],
  },
  {
    heading: 'Limits',
    paragraphs: [
      'The dataset leans to large American labs, clouds and chip makers of 2025 and 2026. A cycle that is missing may be a deal that is missing, and a big round with unstated shares gives legs that may be worth nothing.',
      'Groups stand for all companies below them, as far as owners are recorded: a cycle between groups may go through different companies of one group.',
      'A leg says that value was promised or paid, not that one dollar went round: money is fungible, and contracts of many years stand beside payments of a day.',
    ],
  },
];
