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
