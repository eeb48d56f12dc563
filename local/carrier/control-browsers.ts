import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { readJson } from './control-input.ts'
import type { Signalling } from './ports.ts'
import type { Route } from './router.ts'

const Message = z.strictObject({ content: z.unknown() })

/** Calls with browsers as the carrier sees them; see control.ts. */
export function browserRoutes(signalling: Signalling): Route[] {
  return [
    { method: 'GET', path: '/control/browsers', run: () => ({ status: 200, body: { calls: signalling.calls() } }) },
    {
      method: 'POST',
      path: '/control/browsers/:sid/message',
      run: ({ params, body }) => {
        const { content } = readJson(Message, body)
        if (!signalling.message(params.sid!, content)) {
          throw new AppError('not_found', `No browser has a call ${params.sid} now`)
        }
        return { status: 204 }
      },
    },
  ]
}
