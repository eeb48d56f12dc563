import { z } from 'zod'
import { type CarrierAccount, parseAccounts } from './accounts.ts'

const port = z.coerce.number().int().min(0).max(65535)

const delayMs = z.coerce.number().int().min(0).max(60_000).default(0)

const Settings = z.object({
  LOCAL_CARRIER_PORT: port.default(4010),
  HOST: z.string().default('127.0.0.1'),
  LOCAL_CARRIER_ACCOUNTS: z.string().transform((json, context): CarrierAccount[] => {
    try {
      return parseAccounts(json)
    } catch (error) {
      const [issue] = error instanceof z.ZodError ? error.issues : []
      context.addIssue({ code: 'custom', message: issue ? `${issue.path.join('.')} ${issue.message}` : String(error) })
      return z.NEVER
    }
  }),
  LOCAL_MEDIA_HOST: z.ipv4('must be an IPv4 address, as 127.0.0.1').default('127.0.0.1'),
  LOCAL_MEDIA_PORTS: z
    .string()
    .regex(/^\d+-\d+$/, 'must be two ports, as 40000-40099')
    .default('40000-40099')
    .transform((range): [number, number] => {
      const [first, last] = range.split('-').map(Number)
      return [first!, last!]
    })
    .refine(
      ([first, last]) => first > 0 && first < last && last <= 65_535,
      'must be two ports, the first below the last',
    ),
  /** New calls a second per account over REST; a new account of the real carrier has 1. */
  LOCAL_CARRIER_CPS: z.coerce.number().positive().default(1),
  /** REST requests an account may have under way; more are 20429. */
  LOCAL_CARRIER_REST_CONCURRENCY: z.coerce.number().int().min(1).default(100),
  /** How late an accepted change of a call acts, and how old what a read shows of calls is. */
  LOCAL_CARRIER_UPDATE_DELAY_MS: delayMs,
  LOCAL_CARRIER_READ_DELAY_MS: delayMs,
  /** Pass over what is wrong in TwiML with a warning, as the real carrier does, instead of failing the call. */
  LOCAL_CARRIER_LENIENT: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
})

export type Settings = z.infer<typeof Settings>

/** Reads the local carrier's settings; throws one line that names the variable at fault. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const result = Settings.safeParse(env)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new Error(`${issue.path.join('.')}: ${issue.message}`)
}
