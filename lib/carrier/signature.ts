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
