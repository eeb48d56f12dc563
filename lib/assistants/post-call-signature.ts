import { createHmac, timingSafeEqual } from 'node:crypto'

const TOLERANCE_MS = 30 * 60_000
const HEADER = /^t=(\d{1,12}),v0=([0-9a-f]{64})$/

/**
 * True when ElevenLabs signed exactly this body with this secret, at most 30 minutes from now as its own library has it. Form:
 * `t=<unix seconds>,v0=<hex of HMAC-SHA256 over "t.body">`. An empty secret never validates: anybody could sign with it.
 */
export function isSignedByVendor(signature: string | null, body: string, secret: string, nowMs = Date.now()): boolean {
  const [, seconds, hash] = HEADER.exec(signature ?? '') ?? []
  if (!secret || !seconds || !hash) return false
  if (Math.abs(nowMs - Number(seconds) * 1000) > TOLERANCE_MS) return false
  const wanted = createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
  return timingSafeEqual(wanted, Buffer.from(hash, 'hex'))
}
