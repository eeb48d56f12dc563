import { createHmac } from 'node:crypto'

export type Fields = Record<string, string>

/** X-Twilio-Signature: the URL followed by each field's name and value in the order of their names (twilio.com/docs/usage/security). */
export function sign(authToken: string, url: string, fields: Fields): string {
  const names = Object.keys(fields).sort()
  const text = url + names.map((name) => name + fields[name]).join('')
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}
