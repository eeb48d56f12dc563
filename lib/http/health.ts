import { pool } from '#lib/db/client.ts'
import { log } from '#lib/log.ts'

const answer = (status: number, word: string) =>
  Response.json({ status: word }, { status, headers: { 'cache-control': 'no-store' } })

/** The process is alive. */
export const healthz = () => answer(200, 'ok')

/** The process can serve: its database answers. */
export async function readyz(): Promise<Response> {
  try {
    await pool().query('select 1')
    return answer(200, 'ok')
  } catch (error) {
    log.warn('not ready', { error })
    return answer(503, 'not_ready')
  }
}
