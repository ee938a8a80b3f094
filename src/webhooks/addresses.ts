import { promises as dns, type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The address is one that no message is sent to. */
class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/** Of IPv6, only this is given out for the public internet; the rest is reserved, or carries IPv4 addresses in older ways. */
const publicIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public internet. Private, loopback, link-local, shared, multicast, reserved and unspecified
 * ones are not, nor are IPv6 addresses that only carry such an IPv4 address.
 */
export const isPublic = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(publicIpv6));
};

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Why no message is sent to a URL; none if one may be. Names are resolved, and every address counts. */
export const refusalOf = async (text: string, allowPrivate: boolean): Promise<string | undefined> => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return 'The URL is absolute, with https.';
  if (url.username !== '' || url.password !== '') return 'The URL bears no credentials.';
  if (allowPrivate) return undefined;
  if (url.protocol !== 'https:') return 'The URL begins with https: what is sent must not be read on its way.';
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await dns.lookup(host, { all: true }).catch(() => []) : [{ address: host }];
  if (addresses.length === 0) return `"${host}" has no address.`;
  const refused = addresses.find(({ address }) => !isPublic(address));
  return refused === undefined ? undefined : `"${host}" is ${refused.address}, which is no address of the public internet.`;
};

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Resolves a name for a connection, and refuses addresses that are not public: checked on the very address that is connected to,
 * so that a name cannot point elsewhere between the check and the connection.
 */
export const lookupPublic = (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const refused = addresses.find(({ address }) => !isPublic(address));
    if (refused !== undefined) return callback(new RefusedAddress(`${hostname} is ${refused.address}, which is not public.`), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

/** Refuses an address that stands in a URL as it is: such a one is never looked up. */
export const refuseLiteral = (url: URL): void => {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublic(host)) throw new RefusedAddress(`${host} is not public.`);
};
