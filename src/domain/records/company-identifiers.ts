import { z } from 'zod';

/** Replaces each letter of a code with its number: A is 10, Z is 35. */
const toDigits = (code: string): string => code.replace(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36)));

/** Returns whether the last digit of an ISIN is the check digit of the others (ISO 6166, Luhn). */
const hasLuhnDigit = (code: string): boolean => {
  const digits = toDigits(code);
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const value = Number(digits.at(-1 - index)) * (index % 2 === 0 ? 1 : 2);
    sum += Math.floor(value / 10) + (value % 10);
  }
  return sum % 10 === 0;
};

/** Returns whether the last two digits of an LEI are the check digits of the others (ISO 17442, mod 97-10). */
const hasCheckDigits = (code: string): boolean => BigInt(toDigits(code)) % 97n === 1n;

const identifierShape = {
  wikidata: z
    .string()
    .regex(/^Q[1-9]\d*$/, { error: 'A Wikidata id must be Q and a number, such as Q182477.' })
    .describe('Item of Wikidata.')
    .optional(),
  lei: z
    .string()
    .regex(/^[A-Z0-9]{18}\d{2}$/, { error: 'An LEI must be 18 uppercase letters or digits and two digits (ISO 17442).', abort: true })
    .refine(hasCheckDigits, { error: 'The check digits of the LEI are wrong.' })
    .describe('Legal Entity Identifier, ISO 17442.')
    .optional(),
  cik: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, { error: 'A CIK must be up to ten digits without leading zeros.' })
    .describe('Central Index Key of the SEC, without leading zeros.')
    .optional(),
  isin: z
    .string()
    .regex(/^[A-Z]{2}[A-Z0-9]{9}\d$/, {
      error: 'An ISIN must be two letters, nine letters or digits, and a digit (ISO 6166).',
      abort: true,
    })
    .refine(hasLuhnDigit, { error: 'The check digit of the ISIN is wrong.' })
    .describe('International Securities Identification Number of its shares, ISO 6166.')
    .optional(),
};

/** Registers whose identifiers a company can have. */
export const identifierSchemes = ['wikidata', 'lei', 'cik', 'isin'] as const satisfies readonly (keyof typeof identifierShape)[];

export const companyIdentifiersSchema = z
  .strictObject(identifierShape)
  .refine((identifiers) => Object.keys(identifiers).length > 0, {
    error: 'At least one identifier is required. Omit identifiers if none is known.',
  })
  .meta({ id: 'CompanyIdentifiers', description: 'Identifiers of a company in public registers.' });

export type CompanyIdentifiers = z.infer<typeof companyIdentifiersSchema>;

/** Public registers, and their page of a company. */
const registers = [
  { scheme: 'wikidata', name: 'Wikidata', toUrl: (id: string) => `https://www.wikidata.org/wiki/${id}` },
  {
    scheme: 'cik',
    name: 'SEC',
    toUrl: (id: string) => `https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=${id.padStart(10, '0')}`,
  },
  { scheme: 'lei', name: 'LEI', toUrl: (id: string) => `https://search.gleif.org/#/record/${id}` },
] as const;

/** Returns the entries of a company in public registers, with their pages. */
export const listRegisterEntries = (identifiers: CompanyIdentifiers = {}) =>
  registers.flatMap(({ scheme, name, toUrl }) => {
    const id = identifiers[scheme];
    return id === undefined ? [] : [{ scheme, name, id, url: toUrl(id) }];
  });

/** Returns an identifier as filters and the database spell it: `cik:0001045810` is `cik:1045810`. */
export const normalizeIdentifier = (identifier: string): string => {
  const [scheme = '', ...rest] = identifier.split(':');
  const value = rest.join(':').toUpperCase();
  return `${scheme.toLowerCase()}:${scheme.toLowerCase() === 'cik' ? value.replace(/^0+/, '') : value}`;
};

/** Returns the identifiers of a company and its ticker, each with its scheme: `cik:1045810`, `ticker:NASDAQ:NVDA`. */
export const listIdentifiers = ({
  identifiers = {},
  ticker,
}: {
  identifiers?: CompanyIdentifiers | undefined;
  ticker?: string | undefined;
}): string[] =>
  Object.entries({ ...identifiers, ticker }).flatMap(([scheme, value]) =>
    value === undefined ? [] : [normalizeIdentifier(`${scheme}:${value}`)],
  );
