import { env } from '#lib/env.ts'

/** A front end under development, allowed everywhere. */
const DEVELOPMENT = 'http://localhost:3000'

/** Whether a page of this origin may use the assistants' API; a request without one comes from no page. */
export function isAllowedOrigin(origin: string | null): boolean {
  const { PUBLIC_URL, ALLOWED_ORIGINS } = env()
  return origin === null || [DEVELOPMENT, new URL(PUBLIC_URL).origin, ...ALLOWED_ORIGINS].includes(origin)
}
