import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** IPv6 networks by address, because parsing one on every request would cost as much as a small response. */
const networks = new LRUCache<string, string>({ max: 10_000 });

const toNetwork = (address: string): string => {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
};

/** Returns what limits count: the API key, or else the address. A whole IPv6 /64 is one client, because a host can use all of it. */
export const identifyClient = ({ apiKey, ip }: Pick<FastifyRequest, 'apiKey' | 'ip'>): string => {
  if (apiKey !== null) return apiKey.id;
  if (!ip.includes(':')) return ip;
  const network = networks.get(ip) ?? toNetwork(ip);
  networks.set(ip, network);
  return network;
};

/** Returns whether the proxy at an address is trusted. Hop 0 is the one that is connected to the server. */
type IsTrusted = (address: string, hop: number) => boolean;

/**
 * Returns the `trustProxy` option of Fastify, which trusts no proxy for a mere number, and takes the leftmost address for `true`, which any
 * client can forge. Addresses count from the right: each proxy appends the one that it saw.
 */
export const toTrustProxy = (proxies: number | string[]): IsTrusted | false => {
  if (typeof proxies !== 'number') return proxyAddress.compile(proxies);
  return proxies > 0 && ((_address, hop) => hop < proxies);
};

/** Returns a function that finds the address of a client as Fastify does, for requests that Fastify does not see. */
export const createAddressFinder = (proxies: number | string[]): ((request: IncomingMessage) => string) => {
  const isTrusted = toTrustProxy(proxies);
  return (request) => (isTrusted === false ? (request.socket.remoteAddress ?? '') : proxyAddress(request, isTrusted));
};
