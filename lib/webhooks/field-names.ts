/** Names of the carrier's fields that cannot be mistaken for a word: where one can be read, there is a field of that name. */
const NAMES = [
  ...['AccountSid', 'ApiVersion', 'ApplicationSid', 'CallDuration', 'CallSid', 'CallStatus', 'CallToken'],
  ...['CallbackSource', 'CalledCity', 'CalledCountry', 'CalledState', 'CalledZip', 'CallerCity', 'CallerCountry'],
  ...['CallerName', 'CallerState', 'CallerZip', 'ConferenceSid', 'DialBridged', 'DialCallDuration', 'DialCallSid'],
  ...['DialCallStatus', 'ErrorCode', 'ErrorUrl', 'ForwardedFrom', 'FriendlyName', 'FromCity', 'FromCountry'],
  ...['FromState', 'FromZip', 'ParentCallSid', 'ParticipantCallStatus', 'ParticipantLabel', 'ReasonParticipantLeft'],
  ...['RecordingChannels', 'RecordingDuration', 'RecordingSid', 'RecordingSource', 'RecordingStartTime'],
  ...['RecordingStatus', 'RecordingTrack', 'RecordingUrl', 'SequenceNumber', 'SipResponseCode', 'SpeechResult'],
  ...['StatusCallbackEvent', 'StirPassportToken', 'StirVerstat', 'ToCity', 'ToCountry', 'ToState', 'ToZip'],
]

/** The carrier's names are letters, digits, `_`, `-` and `.`; a browser's own parameters are held to the same. */
const NAME = /^[A-Za-z][\w.-]{0,127}$/

/**
 * True when the fields could be another request's with its names and values cut elsewhere. The signature covers them run
 * together, without marks between them, so that a captured one holds for every other cut as well. read: the names we read.
 */
export function isRecut(fields: Record<string, string>, read: readonly string[]): boolean {
  if (!Object.keys(fields).every((name) => NAME.test(name))) return true
  const known = new Set([...NAMES, ...read.filter((name) => name.length > 4)])
  const text = Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (known.has(name) ? `\0${value}` : `${name}${value}`))
    .join('')
  return [...known].some((name) => !(name in fields) && text.includes(name))
}
