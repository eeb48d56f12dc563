/** What a code of the voice network means; where older documents say otherwise, that comes second. */
const MEANINGS: Record<string, string> = {
  '20101': 'The access token is not valid.',
  '20104': 'The access token has expired.',
  '31000': 'The connection to the voice network failed.',
  '31001': 'The voice application was not found. (Older documents: the call was rejected.)',
  '31002': 'The connection was declined. (Older documents: the call timed out.)',
  '31003': 'The connection timed out.',
  '31201': 'The network did not accept who we are. (Older documents: the access token is not valid.)',
  '31202': 'The access token is signed with another key. (Older documents: it has expired.)',
  '31203': 'The account is not valid. (Older documents: the application SID is not valid.)',
  '31205': 'The access token has expired.',
  '31401': 'The browser may not use the microphone.',
  '31402': 'There is no microphone, or another program uses it.',
  '53000': 'The voice network did not answer in time.',
}

/** A sentence for a code, or the server's own, or that something failed. */
export const voiceErrorText = (code: string, message: string | null): string =>
  MEANINGS[code] ?? message ?? `The phone failed (${code}).`
