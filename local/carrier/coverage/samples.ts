const OURS = '+442079460111'

/** A value each attribute takes, by `Element attribute`, else by the attribute alone. URLs lead to the given one. */
const VALUES: Readonly<Record<string, string>> = {
  'Dial record': 'record-from-answer',
  'Dial Conference record': 'record-from-start',
  'Dial Conference statusCallbackEvent': 'join leave',
  'Start Stream track': 'inbound_track',
  'Record transcribe': 'false',
  beep: 'onEnter',
  callerId: OURS,
  channels: 'dual',
  coach: 'CA00000000000000000000000000000000',
  digits: '1',
  finishOnKey: '#',
  input: 'dtmf',
  jitterBufferSize: 'small',
  language: 'en-GB',
  length: '0',
  loop: '1',
  maxLength: '5',
  maxParticipants: '5',
  numDigits: '1',
  reason: 'busy',
  recordingStatusCallbackEvent: 'completed',
  recordingTrack: 'both',
  ringTone: 'uk',
  sendDigits: '1',
  speechTimeout: 'auto',
  statusCallbackEvent: 'answered',
  timeLimit: '60',
  timeout: '5',
  track: 'both',
  trim: 'do-not-trim',
  voice: 'man',
}

function valueOf(of: string, name: string, url: string): string {
  const known = VALUES[`${of} ${name}`] ?? VALUES[name]
  if (known !== undefined) return known
  if (of === 'Start Stream' && name === 'url') return 'ws://127.0.0.1:9/stream'
  if (/method$/i.test(name)) return 'POST'
  if (/url$|^action$|callback$/i.test(name)) return url
  return /^(hints|name|participantLabel|region|speechModel)$/.test(name) ? 'x' : 'true'
}

/** What an element has besides the attribute in question, and inside. */
const FRAMES: Readonly<Record<string, { needs?: Record<string, string>; inside?: string }>> = {
  Connect: { inside: '<Stream url="ws://127.0.0.1:9/stream"/>' },
  Dial: { inside: '<Number>+442079460992</Number>' },
  'Dial Client': { inside: 'u_nobody' },
  'Dial Conference': { inside: 'coverage' },
  'Dial Number': { inside: '+442079460992' },
  'Dial Queue': { inside: 'coverage' },
  Enqueue: { inside: 'coverage' },
  Redirect: { inside: '/after' },
  Say: { inside: 'Hello' },
  Start: { inside: '<Recording/>' },
  'Start Stream': { needs: { url: 'ws://127.0.0.1:9/stream' } },
  'Stop Stream': { needs: { name: 'x' } },
}

/** A document with one attribute of one element, everything else as little as can be. */
export function documentWith(of: string, name: string, url: string): string {
  const path = of.split(' ')
  const { needs = {}, inside = '' } = FRAMES[of] ?? {}
  const attributes = Object.entries({ ...needs, [name]: valueOf(of, name, url) })
  const text = attributes.map(([key, value]) => ` ${key}="${value}"`).join('')
  const innermost = `<${path.at(-1)}${text}>${inside}</${path.at(-1)}>`
  return `<Response>${path.length === 1 ? innermost : `<${path[0]}>${innermost}</${path[0]}>`}</Response>`
}

/** A document with an element that is refused whole. */
export const documentOf = (of: string): string =>
  `<Response>${of.split(' ').reduceRight((inside, name) => `<${name}>${inside}</${name}>`, '')}</Response>`
