/** The address a request came from: the last hop, which the nearest proxy (or our own server) wrote. */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}
