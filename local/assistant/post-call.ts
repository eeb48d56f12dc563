import { createHmac } from 'node:crypto'
import { log } from '#lib/log.ts'

const ANSWER_MS = 10_000

/** Tells of a call that is over, once: the vendor repeats it for those only who asked for that. */
export async function postCall(webhook: { url: string; secret: string }, data: object): Promise<void> {
  const at = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({ type: 'post_call_transcription', event_timestamp: at, data })
  const hash = createHmac('sha256', webhook.secret).update(`${at}.${body}`).digest('hex')
  const headers = { 'content-type': 'application/json', 'elevenlabs-signature': `t=${at},v0=${hash}` }
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    if (!response.ok) log.warn('the post-call webhook was not taken', { status: response.status })
  } catch (error) {
    log.warn('the post-call webhook did not arrive', { error })
  }
}
