/** What the assistant does about what it heard: says something, then perhaps has us do something. */
export interface Reply {
  say: string
  tool?: { name: 'transfer_to_agent' | 'end_call' | 'send_digits'; parameters: Record<string, string> }
}

/** text: null when it was speech whose words nobody announced. */
export type Heard = { text: string } | { text: null; forMs: number } | { key: string }

const HELP = 'Press 1 for a person, 2 for our hours, or 9 to end the call.'
const TRANSFER = 'One moment, I am putting you through.'
const HOURS = 'We are open from nine to five, Monday to Friday. Is there anything else?'
const GOODBYE = 'Thank you for calling. Goodbye.'

const goodbye = (reason: string): Reply => ({ say: GOODBYE, tool: { name: 'end_call', parameters: { reason } } })
const transfer = (reason: string, to?: string): Reply => ({
  say: TRANSFER,
  tool: { name: 'transfer_to_agent', parameters: { reason: reason.slice(0, 200), ...(to !== undefined && { to }) } },
})

/** By words where a story announced them, by keys, else it owns up that it heard a voice and no words. */
export function replyTo(heard: Heard): Reply {
  if ('key' in heard) return replyToKey(heard.key)
  if (heard.text !== null) return replyToText(heard.text)
  return { say: `I heard you for ${seconds(heard.forMs)} seconds, but I do not understand words. ${HELP}` }
}

/** How an utterance without known words stands in a transcript. */
export const wordless = (forMs: number): string => `(speech, ${seconds(forMs)} s)`

const seconds = (ms: number) => (ms / 1000).toFixed(1)

function replyToKey(key: string): Reply {
  if (key === '1' || key === '0') return transfer(`The caller pressed ${key}`)
  if (key === '2') return { say: HOURS }
  if (key === '9') return goodbye('The caller pressed 9')
  return { say: `You pressed ${key === '*' ? 'star' : key === '#' ? 'hash' : key}. ${HELP}` }
}

const PRESSED = /^(?:the caller )?(?:pressed|dialled)(?: the)?(?: key)?s?:? *([0-9*#])\.?$|^([0-9*#])$/i
const PRESS = /\bpress (?:the )?(?:key )?([0-9*#]+)/i
const NUMBER = /\+\d[\d ]{5,}\d/
const PERSON = /\b(agent|person|human|someone|somebody|operator|transfer|put me through|speak to|talk to)\b/i
const END = /\b(bye|goodbye|hang up|that is all|that's all|nothing else)\b/i
const WHEN = /\b(open|hours|close|closing|opening)\b/i

/** The key a text says was pressed, as `pressed 1` or `1`; undefined for any other text. */
export function keyOf(text: string): string | undefined {
  const pressed = PRESSED.exec(text.trim())
  return pressed?.[1] ?? pressed?.[2]
}

function replyToText(text: string): Reply {
  const keys = PRESS.exec(text)?.[1]
  if (keys) return { say: 'One moment.', tool: { name: 'send_digits', parameters: { digits: keys } } }
  if (PERSON.test(text)) return transfer(text, NUMBER.exec(text)?.[0].replaceAll(' ', ''))
  if (END.test(text)) return goodbye(text)
  if (WHEN.test(text)) return { say: HOURS }
  return { say: `You said: ${text}. ${HELP}` }
}
