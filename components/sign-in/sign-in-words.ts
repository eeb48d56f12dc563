import { messages } from '#components/messages/messages.ts'

export interface SignInProblem {
  code: string
  text: string
}

/** Reads the answer of a failed sign-in: `invalid_credentials:4` (tries left), `rate_limited:600` (seconds). */
export function readProblem(error: string): SignInProblem {
  const t = messages.signIn
  const [code = '', detail = ''] = error.split(':')
  const number = /^\d+$/.test(detail) ? Number(detail) : null
  if (code === 'rate_limited') return { code, text: t.paused(Math.max(1, Math.ceil((number ?? 600) / 60))) }
  if (code === 'invalid_credentials') {
    return { code, text: number === null ? t.invalid : `${t.invalid} ${t.triesLeft(number)}` }
  }
  return { code: code || 'network', text: t.failed }
}
