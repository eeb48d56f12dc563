import { env } from '#lib/env.ts'

/** Life of a session in seconds: a working week and the weekend. */
export const SESSION_TTL_S = 7 * 24 * 3600

/** The session cookie. Cookies ignore ports, so in the demo its name carries ours. */
export function sessionCookie() {
  const { PUBLIC_URL, PORT, DEMO } = env()
  const secure = PUBLIC_URL.startsWith('https:')
  const name = `offhook-session${DEMO ? `-${PORT}` : ''}`
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  }
}
