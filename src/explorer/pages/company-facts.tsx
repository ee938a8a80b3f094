import type { CompanyDetail } from '../../api-client/answers.ts';
import { formatDate, toWords } from '../../api-client/words.ts';
import { listRegisterEntries } from '../../domain/records/company-identifiers.ts';

/** Describes a company in the vocabulary of schema.org, with the same company in public registers. */
export const toOrganization = ({ name, legalName, aliases, website, identifiers = {}, ticker, founded }: CompanyDetail) => ({
  '@type': 'Organization',
  name,
  ...(legalName !== undefined && { legalName }),
  ...(aliases !== undefined && { alternateName: aliases }),
  ...(website !== undefined && { url: website }),
  ...(founded !== undefined && { foundingDate: founded }),
  ...(identifiers.lei !== undefined && { leiCode: identifiers.lei }),
  ...(ticker !== undefined && { tickerSymbol: ticker }),
  sameAs: listRegisterEntries(identifiers).map(({ url }) => url),
});

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
    ...listRegisterEntries(identifiers),
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
