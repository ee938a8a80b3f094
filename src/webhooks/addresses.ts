import { promises as dns, type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Thrown for an address that no message may be sent to. */
class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
}

/** The only IPv6 range that IANA allocates to global unicast addresses. The rest is reserved or embeds IPv4 addresses. */
const publicIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Returns whether an IP address belongs to the public internet. Private, loopback, link-local, shared, multicast, reserved and
 * unspecified addresses do not; nor do IPv6 addresses that embed such an IPv4 address.
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(publicIpv6));
};

const toHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Checks whether messages can be sent to a URL. Resolves its host name and checks every address, to prevent server-side request forgery.
 *
 * @param allowPrivate Allows http and addresses that are not public.
 * @returns Why the URL is rejected, or undefined if it is valid.
 */
export const findUrlProblem = async (text: string, allowPrivate: boolean): Promise<string | undefined> => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return 'The URL must be absolute and use https.';
  if (url.username !== '' || url.password !== '') return 'The URL must not contain credentials.';
  if (allowPrivate) return undefined;
  if (url.protocol !== 'https:') return 'The URL must use https, because messages must not be sent unencrypted.';
  const host = toHost(url);
  const addresses = isIP(host) === 0 ? await dns.lookup(host, { all: true }).catch(() => []) : [{ address: host }];
  if (addresses.length === 0) return `"${host}" does not resolve to an IP address.`;
  const blocked = addresses.find(({ address }) => !isPublicAddress(address));
  return blocked === undefined ? undefined : `"${host}" resolves to ${blocked.address}, which is not a public IP address.`;
};

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A `lookup` function for `http.request` that rejects addresses that are not public. It checks the address that the socket connects to,
 * so DNS rebinding cannot change it in between.
 *
 * Calls back with {@link BlockedAddress} if any address is not public.
 */
export const lookupPublic = (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const blocked = addresses.find(({ address }) => !isPublicAddress(address));
    if (blocked !== undefined)
      return callback(new BlockedAddress(`${hostname} resolves to ${blocked.address}, which is not a public IP address.`), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

/**
 * Rejects a URL whose host is a literal IP address that is not public. Node does not call `lookup` for these.
 *
 * @throws BlockedAddress
 */
export const assertPublicLiteral = (url: URL): void => {
  const host = toHost(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new BlockedAddress(`${host} is not a public IP address.`);
};
