import { z } from 'zod'
import { pool } from '#lib/db/client.ts'
import { log } from '#lib/log.ts'
import { described } from './operation.ts'

const Health = z.object({ status: z.string() })
/** What programs get at the site's own address. */
export const Running = z.object({ message: z.string() })

const ofHealth = (summary: string) =>
  ({ summary, status: 200, input: z.object({}), output: Health, body: 'json' }) as const

const answer = (status: number, word: string) =>
  Response.json({ status: word }, { status, headers: { 'cache-control': 'no-store' } })

/** The process is alive. */
export const healthz = described(() => answer(200, 'ok'), ofHealth('Say that the process is alive'))

/** The process can serve: its database answers. */
export const readyz = described(ready, ofHealth('Say that the process can serve'))

async function ready(): Promise<Response> {
  try {
    await pool().query('select 1')
    return answer(200, 'ok')
  } catch (error) {
    log.warn('not ready', { error })
    return answer(503, 'not_ready')
  }
}
