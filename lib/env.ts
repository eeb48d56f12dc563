import { z } from 'zod'

const origin = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))
const socketUrl = z.url({ protocol: /^wss?$/ }).transform((url) => url.replace(/\/+$/, ''))
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const port = z.coerce.number().int().min(1).max(65535)
const bytes = (encoding: 'hex' | 'base64') =>
  z.string().refine((text) => Buffer.from(text, encoding).length === 32, `must be 32 bytes in ${encoding}`)

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  WS_PORT: port.default(8081),
  WORKER_PORT: port.default(8082),
  PUBLIC_URL: origin,
  PUBLIC_WS_URL: socketUrl,
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean)),
  APP_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  LISTEN_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters'),
  SECRETS_KEY: bytes('base64'),
  CONTEXT_KEY: bytes('hex'),
  DEMO: flag.default(false),
  /** Whether anybody may make a token of the assistants' API: only where no call can cost money. */
  ALLOW_ANONYMOUS_TOKENS: flag.default(false),
  /** The first business's account with the carrier. */
  TWILIO_ACCOUNT_SID: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  /** How much of a caller's sound goes to an assistant in one message; auto: a frame, and more of it where a sidecar is busy. */
  MEDIA_CHUNK_MS: z.literal('auto').or(z.coerce.number().multipleOf(20).min(20).max(100)).default('auto'),
  /** How long conversations may go on in a sidecar that was told to end. */
  DRAIN_LIMIT_S: z.coerce.number().min(0).default(900),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  SCAN_COMMAND: z.string().optional(),
  TWILIO_API_URL: origin.optional(),
  VOICE_SIGNALLING_URL: socketUrl.optional(),
  ELEVENLABS_API_URL: origin.optional(),
  TWILIO_VOICE_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  TWILIO_STATUS_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  TWILIO_RECORDING_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
})

/** Addresses the carrier may be given instead of our own paths; they must lead to us, or their signatures would not hold. */
const WEBHOOK_URLS = ['TWILIO_VOICE_WEBHOOK_URL', 'TWILIO_STATUS_WEBHOOK_URL', 'TWILIO_RECORDING_WEBHOOK_URL'] as const

export type Env = z.infer<typeof Environment>

/** A setting is missing or wrong; the message names the variable and fits on one line. */
export class SettingError extends Error {}

let parsed: Env | undefined

/** The process's settings, parsed once. Throws a SettingError that names the first variable at fault. */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

/** Settings from given variables; an empty variable counts as unset. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const result = Environment.safeParse(
    Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== '')),
  )
  if (result.success) return checkStore(checkWebhookUrls(result.data))
  const issue = result.error.issues[0]!
  throw new SettingError(`${issue.path.join('.')} ${issue.code === 'invalid_type' ? 'is not set' : issue.message}`)
}

function checkWebhookUrls(settings: Env): Env {
  const foreign = WEBHOOK_URLS.find((name) => settings[name] && !settings[name].startsWith(`${settings.PUBLIC_URL}/`))
  if (foreign) throw new SettingError(`${foreign} must begin with PUBLIC_URL`)
  return settings
}

function checkStore(settings: Env): Env {
  const missing = (['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const).find((name) => !settings[name])
  if (settings.S3_BUCKET && missing) throw new SettingError(`${missing} is not set, which S3_BUCKET needs`)
  return settings
}

/** True where the demo world was made: its passwords are public and none of its calls costs money. */
export const isDemo = (): boolean => env().DEMO
