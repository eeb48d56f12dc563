import { z } from 'zod'
import { readJson } from './control-input.ts'
import type { Exchange } from './exchange.ts'
import { FaultPlan } from './faults.ts'
import type { Route } from './router.ts'

const Cut = z.strictObject({ identity: z.string().optional(), streams: z.literal(true).optional() })

/** Faults on demand; see control.ts. */
export function faultRoutes({ faults, parts, streams }: Exchange): Route[] {
  const path = '/control/faults'
  const view = () => ({ status: 200, body: { seed: faults.seed, plan: faults.plan } })
  return [
    { method: 'GET', path, run: view },
    {
      method: 'PUT',
      path,
      run: ({ body }) => {
        faults.set(readJson(FaultPlan, body))
        return view()
      },
    },
    {
      method: 'DELETE',
      path,
      run: () => {
        faults.clear()
        return { status: 204 }
      },
    },
    {
      method: 'POST',
      path: `${path}/sockets`,
      run: ({ body }) => {
        const cut = readJson(Cut, body)
        const closed = cut.streams ? streams.cut() : parts.signalling.cut(cut.identity)
        return { status: 200, body: { closed } }
      },
    },
  ]
}
