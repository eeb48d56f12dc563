import { z } from 'zod'

export const CallerIdList = z.object({
  callerIds: z.array(z.object({ id: z.uuid(), number: z.string(), label: z.string(), verifiedAt: z.iso.datetime() })),
})
