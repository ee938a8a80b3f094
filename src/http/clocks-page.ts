/** A date of the data: what it means, and where it stands in the real dataset. */
interface Clock {
  name: string;
  meaning: string;
  /** A request whose answer shows it, and what to look for. */
  example: { path: string; shows: string };
}

export const clocks: readonly Clock[] = [
  {
    name: 'occurredOn',
    meaning: 'When something happened. It stands beside an event only where that was at another time than its report.',
    example: {
      path: '/v1/deals/openai-amazon-equity-investment?asOf=2025-12-20&fields=history',
      shows: 'The talks were reported on 2025-12-16, and had begun about 2025-10.',
    },
  },
  {
    name: 'reportedOn',
    meaning:
      'When the public could know it: the date of the report. A reduced date, such as 2025-11, stands for its whole interval, and counts by its last day.',
    example: {
      path: '/v1/chip-commitments/openai-aws-nvidia-2025?fields=history',
      shows: 'A report dated 2025-11, which counts as the last day of that month.',
    },
  },
  {
    name: 'publishedOn',
    meaning:
      'When a source was published. A citation is out on the last day of that date; where the date is reduced and holds the day of the report, it is out on that day.',
    example: {
      path: '/v1/sources/amazon-2026-02-27-8k',
      shows: 'A filing published on 2026-02-27, with the facts that it supports from that day on.',
    },
  },
  {
    name: 'knownFrom',
    meaning:
      'The first day on which it could be known here: the day of the report if a citation was out by then, else the day on which the first was. Nothing becomes known after the date of the dataset, or the day of a later write.',
    example: { path: '/v1/deals/openai-amazon-equity-investment/history', shows: 'Each event with its day, the first of them 2025-12-16.' },
  },
  {
    name: 'knownFrom and knownTo of a state',
    meaning:
      'The interval of days in which nothing visible in a deal changed. The end is the first day on which it no longer held, and null for the newest.',
    example: {
      path: '/v1/deals/openai-amazon-equity-investment/history',
      shows: 'The states with their true intervals, which are never cut to a query.',
    },
  },
  {
    name: 'announcedOn and closedOn',
    meaning:
      'The first event that was at least intended (a letter of intent, an announcement), and the first closing, by when they happened.',
    example: {
      path: '/v1/deals/openai-amazon-equity-investment?fields=announcedOn,closedOn',
      shows: 'Announced on 2026-02-27, and not closed.',
    },
  },
  {
    name: 'observedOn and endedOn',
    meaning: 'The date for which a share or a worth is stated, and the date on which a share ended; the end shows once it has passed.',
    example: { path: '/v1/stakes/microsoft-openai-pre-recap', shows: 'A share observed in 2025-10, which ended on 2025-10-28.' },
  },
  {
    name: 'asOf',
    meaning:
      'The day that you ask for, in UTC. The answer shows what was known on it, by what the dataset holds now: an old report that was found later counts from its own day, and a correction corrects the past too. A future day means today, and meta says so.',
    example: {
      path: '/v1/deals/openai-amazon-equity-investment?asOf=2026-02-10&fields=status,amount',
      shows: 'In talks, up to $50 billion.',
    },
  },
];

/** What `asOf` does not cover, said in full. */
export const notCovered: readonly string[] = [
  'Companies and chips, and the groups that follow from owners: they are shown as they are today.',
  'The whole history of a deal, the differences between two days, and the date in the detail of a 404 answer: they are about other days by their nature.',
  'The stored record (view=record): asOf beside it is refused.',
  'Titles of deals are written so that they state no figure or outcome that the first event does not. Summaries of deals, and the notes of stakes and chip commitments, look back on the whole: they are shown in the newest state alone, and search reads them from then on.',
  'What this dataset said on a day: asOf tells what was public by what is held now. meta.dataVersion says which now that is.',
];
