import { Running } from '#lib/http/health.ts'
import { nothing } from '#lib/http/route.ts'
import { corsRoute, preflight } from '#lib/http/token-route.ts'

/** What programs get at the site's own address; next.config.mjs leads them here. */
export const GET = corsRoute({
  by: async () => null,
  input: nothing,
  run: async () => ({ message: 'Server is running' }),
  summary: 'Say that the server is there',
  output: Running,
})
export const OPTIONS = preflight
