import twilio from 'twilio'

/**
 * True when the carrier signed exactly these form fields for this address with the account's auth token.
 * An empty token never validates: anybody could sign with it.
 */
export function isSignedByCarrier(
  signature: string | null,
  url: string,
  form: Record<string, string>,
  authToken: string,
): boolean {
  if (!signature || !authToken) return false
  return twilio.validateRequest(authToken, signature, url, form)
}

/** The same for a JSON body: the address carries its hash, so that signing the address signs the body. */
export function isBodySignedByCarrier(signature: string | null, url: string, body: string, authToken: string): boolean {
  if (!signature || !authToken || !new URL(url).searchParams.has('bodySHA256')) return false
  return twilio.validateRequestWithBody(authToken, signature, url, body)
}
