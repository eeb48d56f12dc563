/** An answer that says no, in the server's words; code `network` when there was no answer. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly action: string | undefined
  constructor(status: number, { code, message, action }: { code: string; message: string; action?: string }) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.action = action
  }
}

const PATIENCE_MS = 10_000

/** Asks the server and gives its JSON. Throws ApiError. */
export async function fetchJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(path, init)
  if (response.ok) return (await response.json()) as T
  const body: unknown = await response.json().catch(() => null)
  throw new ApiError(
    response.status,
    errorOf(body) ?? { code: `http_${response.status}`, message: response.statusText },
  )
}

/** Posts JSON and gives the answer's JSON. Throws ApiError. */
export const postJson = <T>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<T> =>
  fetchJson<T>(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch (cause) {
    throw new ApiError(0, { code: 'network', message: String(cause) })
  }
}

/** Errors of our own envelope stand in `error`; those of the calls API beside its text. */
function errorOf(body: unknown): { code: string; message: string; action?: string } | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const error = typeof body.error === 'string' ? { ...body, message: body.error } : body.error
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  const action = 'action' in error && typeof error.action === 'string' ? { action: error.action } : {}
  return { code: String(error.code), message: String(error.message), ...action }
}
