import { z } from 'zod'

/** A workspace of the vendor's: its key, its one agent, and where it wants to be told of calls that are over. */
const Account = z.strictObject({
  key: z.string().min(1),
  agentId: z.string().min(1),
  webhook: z.strictObject({ url: z.url(), secret: z.string().min(1) }).optional(),
})
export type Account = z.output<typeof Account>

export const Accounts = z.array(Account)
