import { ApiError, postJson } from '#components/live/fetch-json.ts'
import type { PhoneToken } from '#lib/phone/wire.ts'

const TRIES = 3
const PAUSE_MS = 1000

/**
 * The voice API's token for an identity. Asked again, up to three times and each time later, only when the server was busy or not
 * reached: nothing else gets better by asking. Throws ApiError.
 */
export async function fetchVoiceToken(identity: string): Promise<PhoneToken> {
  for (let tried = 1; ; tried++) {
    try {
      const { token } = await postJson<{ token: string }>('/api/voice/token', { identity })
      return { token, expiresAt: expiryOf(token) }
    } catch (error) {
      const mayPass = error instanceof ApiError && (error.status === 429 || error.status === 0)
      if (!mayPass || tried === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tried))
    }
  }
}

/** When a token ends, as it says itself. */
function expiryOf(token: string): string {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''
  const { exp } = JSON.parse(atob(payload)) as { exp: number }
  return new Date(exp * 1000).toISOString()
}
