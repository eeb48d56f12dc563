import { z } from 'zod'
import { Accounts } from './accounts.ts'

const Settings = z.object({
  LOCAL_ASSISTANT_PORT: z.coerce.number().int().min(0).max(65535).default(4020),
  HOST: z.string().default('127.0.0.1'),
  /** JSON `[{"key","agentId","webhook"?:{"url","secret"}}]` */
  LOCAL_ASSISTANT_ACCOUNTS: z.string().transform((json, context) => {
    try {
      return Accounts.parse(JSON.parse(json))
    } catch (error) {
      const [issue] = error instanceof z.ZodError ? error.issues : []
      context.addIssue({ code: 'custom', message: issue ? `${issue.path.join('.')} ${issue.message}` : String(error) })
      return z.NEVER
    }
  }),
})

/** Reads the local assistant's settings; throws one line that names the variable at fault. */
export function readSettings(env: Record<string, string | undefined>): z.output<typeof Settings> {
  const result = Settings.safeParse(env)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new Error(`${issue.path.join('.')}: ${issue.message}`)
}
