import type { CompanyDetail } from '../../api-client/answers.ts';
import { formatDate, toWords } from '../../api-client/words.ts';

/** The page of a company in a public register, by the scheme of its identifier. */
const registers = {
  wikidata: { name: 'Wikidata', toUrl: (id: string) => `https://www.wikidata.org/wiki/${id}` },
  cik: { name: 'SEC', toUrl: (id: string) => `https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=${id.padStart(10, '0')}` },
  lei: { name: 'LEI', toUrl: (id: string) => `https://search.gleif.org/#/record/${id}` },
};

/** Who a company is, in one line, with links to its website and to public registers. */
export const CompanyFacts = ({ company }: { company: CompanyDetail }) => {
  const { legalName, sector, listingStatus, ticker, founded, headquarters, website, identifiers = {} } = company;
  const listed = [ticker, identifiers.isin && `ISIN ${identifiers.isin}`].filter((one) => one !== undefined).join(', ');
  const facts = [
    legalName,
    sector && toWords(sector),
    listed === '' ? listingStatus && toWords(listingStatus) : listed,
    founded && `founded ${formatDate(founded)}`,
    headquarters,
  ].filter((fact) => fact !== undefined);
  const links = [
    ...(website === undefined ? [] : [{ name: new URL(website).hostname.replace(/^www\./, ''), url: website }]),
    ...(['wikidata', 'cik', 'lei'] as const).flatMap((scheme) => {
      const { name, toUrl } = registers[scheme];
      const id = identifiers[scheme];
      return id === undefined ? [] : [{ name, url: toUrl(id) }];
    }),
  ];
  if (facts.length + links.length === 0) return null;
  return (
    <p class="note">
      {facts.join(' · ')}
      {links.map(({ name, url }, index) => (
        <>
          {facts.length + index === 0 ? '' : ' · '}
          <a href={url}>{name}</a>
        </>
      ))}
    </p>
  );
};
