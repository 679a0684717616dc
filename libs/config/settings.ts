import { resolve } from 'node:path';
import { z } from 'zod';
import { limitsOf, limitVariables, type Limits, type TrustedProxies } from './limits.ts';
import { checkSignIn, signInSettings, signInVariables, type SignInSettings } from './sign-in-settings.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(0);
const days = count.max(36_500);
const sender = z.string().refine(isSender, 'must be an address, or a name and <an address>');
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
/** What a column of integers holds, with room to spare. */
const MOST_ATTACHMENT_BYTES = 1024 ** 3;
const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

/** `somebody@example.org`, or `Name <somebody@example.org>`. */
function isSender(text: string): boolean {
  const address = /^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text;
  return z.email().safeParse(address).success;
}

/** Every setting that the environment can carry, with its default; see docs/operations.md. */
const variables = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PRECEDENT_DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOLER: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port')
    .optional(),
  DATABASE_POOL_SIZE: count.min(2).max(200).default(10),
  MEILI_URL: z.url({ protocol: /^https?$/ }).optional(),
  MEILI_API_KEY: z.string().min(1).optional(),
  MEILI_INDEX_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .default('precedent'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: sender.optional(),
  WEBHOOK_ALLOW_LOOPBACK: flag,
  ...signInVariables,
  CORS_ORIGINS: list.default([]),
  AUDIT_SIGNING_KEY: z.string().min(1).optional(),
  RETENTION_NOTIFICATIONS_DAYS: days.default(730),
  RETENTION_DELIVERIES_DAYS: days.default(90),
  RETENTION_REVOKED_TOKENS_DAYS: days.default(365),
  ...limitVariables,
  ATTACHMENT_MAX_BYTES: count
    .min(1)
    .max(MOST_ATTACHMENT_BYTES)
    .default(25 * 1024 * 1024),
  ATTACHMENT_LINK_SECRET: z.string().min(32).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_FORCE_PATH_STYLE: flag,
  CLAMAV_HOST: z.string().min(1).optional(),
  CLAMAV_PORT: port.default(3310),
});

/** The names that the environment can set. */
export const SETTING_NAMES: readonly string[] = Object.keys(variables.shape);

const environment = variables
  .refine((values) => !values.SMTP_URL || values.MAIL_FROM, {
    path: ['MAIL_FROM'],
    message: 'must be set where SMTP_URL is',
  })
  .refine((values) => !values.S3_ENDPOINT || values.S3_BUCKET, {
    path: ['S3_BUCKET'],
    message: 'must be set where S3_ENDPOINT is',
  })
  .refine((values) => !values.S3_ACCESS_KEY_ID === !values.S3_SECRET_ACCESS_KEY, {
    path: ['S3_SECRET_ACCESS_KEY'],
    message: 'must be set where S3_ACCESS_KEY_ID is, and only there',
  })
  .superRefine(checkSignIn);

/** The validated settings; injected wherever one is needed, and read from the environment only once. */
export class Settings {
  /** TCP port of the HTTP server; 0 lets the system choose. */
  readonly port!: number;
  /** Address that the HTTP server listens on. */
  readonly host!: string;
  /** Absolute path of the folder for everything that is kept outside an external database. */
  readonly dataDirectory!: string;
  /** Connection string of an outside PostgreSQL; null uses the embedded server. */
  readonly databaseUrl!: string | null;
  /** `host:port` of a PgBouncer that statements of api and worker go through; null for none. */
  readonly databasePooler!: string | null;
  /** Connections at the most, for reads and for writes each. */
  readonly poolSize!: number;
  /** Address of a Meilisearch server; null searches with the embedded engine. */
  readonly meiliUrl!: string | null;
  /** Key for that server; null for one without keys. */
  readonly meiliApiKey!: string | null;
  /** Begins the names of our indexes on that server. */
  readonly meiliIndexPrefix!: string;
  readonly logLevel!: string;
  /** Where traces go, by OTLP over HTTP; null traces nothing. */
  readonly otlpEndpoint!: string | null;
  /** Bearer token for `/metrics`; null answers this machine only. */
  readonly metricsToken!: string | null;
  /** Address under which people reach this server; links in mails, feeds and webhooks begin with it. */
  readonly publicUrl!: string;
  /** Address of the SMTP server; null sends no mail. */
  readonly smtpUrl!: string | null;
  /** Who mail is from; never null where there is a server. */
  readonly mailFrom!: string | null;
  /** Whether webhooks may lead to this machine itself, and then without TLS. For trying them out only. */
  readonly webhookAllowLoopback!: boolean;
  /** How people sign in with their institution's account. */
  readonly signIn!: SignInSettings;
  /** Origins that browsers may call from; empty closes it to all. */
  readonly corsOrigins!: readonly string[];
  /** The key that signs checkpoints of the audit trail, as PEM or as a file's path; null has one made. */
  readonly auditSigningKey!: string | null;
  /** Days for which people keep what they were told; 0 is for ever, here and below. */
  readonly retainNotificationsDays!: number;
  /** Days for which it is kept what webhooks were told. */
  readonly retainDeliveriesDays!: number;
  /** Days for which tokens are kept once they no longer work. */
  readonly retainRevokedTokensDays!: number;
  readonly limits!: Limits;
  /** Proxies that are trusted to say whom they speak for. */
  readonly trustedProxies!: TrustedProxies;
  /** The largest file that is taken in, in bytes. */
  readonly attachmentMaxBytes!: number;
  /** Signs links to attachments; null makes one and keeps it in the data directory. */
  readonly attachmentLinkSecret!: string | null;
  /** Where attachments are kept; null keeps them in the data directory. */
  readonly s3!: {
    readonly bucket: string;
    /** Null for Amazon's own. */
    readonly endpoint: string | null;
    readonly region: string;
    /** Null takes them from where Amazon's own tools look. */
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
    readonly forcePathStyle: boolean;
  } | null;
  /** The ClamAV daemon that attachments must pass; null for none. */
  readonly clamav!: { readonly host: string; readonly port: number } | null;

  constructor(values: Settings) {
    Object.assign(this, values);
  }
}

/** The environment holds something unusable; the message lists everything that is wrong. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Parses the environment. An empty value counts as unset.
 * Throws SettingsError with one line for every unusable setting.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(`These settings are not usable:\n${lines.join('\n')}`);
  }
  const values = parsed.data;
  return new Settings({
    port: values.PORT,
    host: values.HOST,
    dataDirectory: resolve(values.PRECEDENT_DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    databasePooler: values.DATABASE_POOLER ?? null,
    poolSize: values.DATABASE_POOL_SIZE,
    meiliUrl: values.MEILI_URL ?? null,
    meiliApiKey: values.MEILI_API_KEY ?? null,
    meiliIndexPrefix: values.MEILI_INDEX_PREFIX,
    logLevel: values.LOG_LEVEL,
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    metricsToken: values.METRICS_TOKEN ?? null,
    publicUrl: values.PUBLIC_URL ?? `http://${values.HOST}:${values.PORT}`,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM ?? null,
    webhookAllowLoopback: values.WEBHOOK_ALLOW_LOOPBACK,
    signIn: signInSettings(values),
    corsOrigins: values.CORS_ORIGINS,
    auditSigningKey: values.AUDIT_SIGNING_KEY ?? null,
    retainNotificationsDays: values.RETENTION_NOTIFICATIONS_DAYS,
    retainDeliveriesDays: values.RETENTION_DELIVERIES_DAYS,
    retainRevokedTokensDays: values.RETENTION_REVOKED_TOKENS_DAYS,
    limits: limitsOf(values),
    trustedProxies: values.TRUST_PROXY,
    attachmentMaxBytes: values.ATTACHMENT_MAX_BYTES,
    attachmentLinkSecret: values.ATTACHMENT_LINK_SECRET ?? null,
    s3: s3Settings(values),
    clamav: values.CLAMAV_HOST ? { host: values.CLAMAV_HOST, port: values.CLAMAV_PORT } : null,
  });
}

function s3Settings(values: z.infer<typeof variables>): Settings['s3'] {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (!bucket) return null;
  return {
    bucket,
    endpoint: values.S3_ENDPOINT ?? null,
    region: values.S3_REGION,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
    forcePathStyle: values.S3_FORCE_PATH_STYLE,
  };
}
