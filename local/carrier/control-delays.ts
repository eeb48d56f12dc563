import { z } from 'zod'
import { readJson } from './control-input.ts'
import type { Exchange } from './exchange.ts'
import type { Route } from './router.ts'

const ms = z.number().int().min(0).max(60_000).optional()
const Delays = z.strictObject({ updateMs: ms, readMs: ms })

/** The carrier's leisure, to be seen and set while it runs; see control.ts. */
export function delayRoutes({ delays }: Exchange): Route[] {
  const path = '/control/delays'
  const show = () => ({ status: 200, body: delays })
  return [
    { method: 'GET', path, run: show },
    {
      method: 'PUT',
      path,
      run: ({ body }) => {
        Object.assign(delays, readJson(Delays, body))
        return show()
      },
    },
  ]
}
