import type { IncomingMessage } from 'node:http'
import { env } from '#lib/env.ts'

/** Whether a page of ours, or one we allow, asks for a socket. */
export function isOurPage(request: IncomingMessage): boolean {
  const { PUBLIC_URL, ALLOWED_ORIGINS } = env()
  return [new URL(PUBLIC_URL).origin, ...ALLOWED_ORIGINS].includes(request.headers.origin ?? '')
}
