import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const integerSetting = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `must be a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `must be a whole number from ${min} to ${max}` })
    .default(fallback);

const origin = z.url({ protocol: /^https?$/, error: 'must be an absolute http or https URL' });

const trustedProxiesMessage =
  'must be false, the number of proxies in front of the server (true means 1), or their addresses, such as 10.0.0.0/8,127.0.0.1';

/** Parses the trusted proxies: a number of hops, or addresses and networks. */
const parseTrustedProxies = (text: string, context: z.RefinementCtx): number | string[] => {
  if (text === 'false') return 0;
  if (text === 'true') return 1;
  if (/^\d$/.test(text)) return Number(text);
  const networks = text.split(',').map((one) => one.trim());
  if (networks.every((one) => ipaddr.isValid(one) || ipaddr.isValidCIDR(one))) return networks;
  context.addIssue({ code: 'custom', message: trustedProxiesMessage });
  return z.NEVER;
};

const environmentSchema = z.object({
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: integerSetting(0, 65_535, 3_000),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  DATA_DIR: z.string().min(1).default('var'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, { error: 'must be sqlite:<file> or postgres://<user>@<host>/<database>' })
    .optional(),
  DATABASE_REPLICA_URLS: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^,\s]+(\s*,\s*postgres(ql)?:\/\/[^,\s]+)*$/, {
      error: 'must be a comma-separated list of postgres:// URLs',
    })
    .optional(),
  REPLICA_MAX_LAG_MS: integerSetting(0, 3_600_000, 1_000),
  RATE_LIMIT_MAX: integerSetting(1, 100_000_000, 600),
  CORS_ORIGINS: z.string().min(1).default('*'),
  PUBLIC_URL: origin.optional(),
  SECURITY_CONTACT: z.url({ protocol: /^(https|mailto|tel)$/, error: 'must be a mailto:, https: or tel: URL' }).optional(),
  TRUST_PROXY: z.string().default('false').transform(parseTrustedProxies),
  WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
});

/** The settings of a server. */
export interface Config {
  host: string;
  port: number;
  logLevel: string;
  databaseUrl: string;
  /** Folder for all files of the server. */
  dataDir: string;
  /** PostgreSQL replicas to read from. */
  replicaUrls: string[];
  /** Maximum lag of a replica in milliseconds. A replica with more gets no reads until it has caught up. */
  replicaLagMsMax: number;
  /** Requests per minute and client. */
  rateLimitMax: number;
  corsOrigins: '*' | string[];
  /** Public URL of the server without a trailing slash, for links and the documentation. */
  publicUrl: string | undefined;
  /** URL for reports of vulnerabilities, for `security.txt`. */
  securityContact: string | undefined;
  /** The proxies whose `X-Forwarded-*` headers count: their number, or their addresses and networks. */
  trustedProxies: number | string[];
  /** Whether webhooks can use private addresses and http. */
  webhookAllowPrivate: boolean;
}

/** Invalid environment variables, one per line. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

const redactPassword = (value: string): string => value.replaceAll(/:\/\/([^:@/]*):[^@]*@/g, '://$1:[redacted]@');

/** Parses the settings. An empty variable counts as absent. Throws {@link InvalidEnvironment} if any is invalid. */
export const parseConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `${String(path[0])} ${message}, but is "${redactPassword(present[String(path[0])] ?? '')}".`,
    );
    throw new InvalidEnvironment(lines.join('\n'));
  }
  const { HOST, PORT, LOG_LEVEL, DATA_DIR, RATE_LIMIT_MAX, CORS_ORIGINS, PUBLIC_URL, TRUST_PROXY } = parsed.data;
  const { DATABASE_URL, DATABASE_REPLICA_URLS, REPLICA_MAX_LAG_MS } = parsed.data;
  if (DATABASE_REPLICA_URLS !== undefined && !DATABASE_URL?.startsWith('postgres'))
    throw new InvalidEnvironment('DATABASE_REPLICA_URLS requires a DATABASE_URL that starts with postgres://.');
  const origins = CORS_ORIGINS.split(',').map((one) => one.trim());
  // Browsers send an origin in lower case, without a path or the default port. One that is written otherwise would match nothing.
  const wrong =
    CORS_ORIGINS === '*'
      ? undefined
      : origins.find((one) => !origin.safeParse(one).success || new URL(one).href !== `${new URL(one).origin}/`);
  if (wrong !== undefined)
    throw new InvalidEnvironment(
      `CORS_ORIGINS must be * or a comma-separated list of origins such as https://example.org, but contains "${wrong}".`,
    );
  return {
    host: HOST,
    port: PORT,
    logLevel: LOG_LEVEL,
    dataDir: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL ?? `sqlite:${resolve(DATA_DIR, 'roundtrip.db')}`,
    replicaUrls: DATABASE_REPLICA_URLS?.split(',').map((one) => one.trim()) ?? [],
    replicaLagMsMax: REPLICA_MAX_LAG_MS,
    rateLimitMax: RATE_LIMIT_MAX,
    corsOrigins: CORS_ORIGINS === '*' ? '*' : origins.map((one) => new URL(one).origin),
    publicUrl: PUBLIC_URL?.replace(/\/$/, ''),
    securityContact: parsed.data.SECURITY_CONTACT,
    trustedProxies: TRUST_PROXY,
    webhookAllowPrivate: parsed.data.WEBHOOK_ALLOW_PRIVATE === 'true',
  };
};

/** The settings of this process. Nothing else reads the environment. */
export const loadConfig = (): Config => parseConfig(process.env);
