import { randomInt } from 'node:crypto'
import { pressKeys } from './dtmf.ts'
import type { Exchange } from './exchange.ts'
import { interrupted, type Leg } from './leg.ts'
import { playTo } from './playback.ts'
import { newCallerId } from './resources.ts'
import { callFields } from './webhooks/call-fields.ts'
import type { Callback } from './webhooks/webhooks.ts'

export interface CheckPlan {
  accountSid: string
  phoneNumber: string
  friendlyName: string
  /** Before it dials. */
  delayMs: number
  /** Keys it presses when it is answered. */
  extension: string
  status: Pick<Callback, 'url' | 'method'> | undefined
}

/** The number such calls come from. */
const FROM = '+14157234000'
const MOST_WRONG = 3
const TYPE_MS = 60_000
const RING_MS = 60_000

/** Calls a number and asks whoever answers for a code; the right one makes it a caller ID. Tells the code and the call. */
export function checkCallerId(exchange: Exchange, plan: CheckPlan): { code: string; leg: Leg } {
  const { accountSid, phoneNumber } = plan
  const code = String(randomInt(100_000, 1_000_000))
  const leg = exchange.newLeg({ accountSid, direction: 'outbound-api', from: FROM, to: phoneNumber })
  leg.once('answered', () => leg.occupy((signal) => ask(exchange, leg, { ...plan, code }, signal)))
  leg.once('ended', () => report(exchange, leg, plan))
  const timer = setTimeout(() => {
    leg.ringFor(RING_MS)
    exchange.dial(leg)
  }, plan.delayMs)
  leg.once('ended', () => clearTimeout(timer))
  return { code, leg }
}

async function ask(
  exchange: Exchange,
  leg: Leg,
  plan: CheckPlan & { code: string },
  signal: AbortSignal,
): Promise<void> {
  const { clock, speak } = exchange.parts
  const typed = typing(leg, plan.code)
  await pressKeys(leg.line, plan.extension, clock, signal)
  const text = 'Please enter the code you were shown.'
  leg.said.push(text)
  const prompt = playTo(leg.line, await speak(text), clock)
  const isRight = await Promise.race([typed, interrupted(signal)])
  prompt.stop()
  if (isRight !== true) return
  const { accountSid, phoneNumber, friendlyName } = plan
  const callerId = newCallerId(accountSid, phoneNumber, friendlyName)
  exchange.callerIds.set(callerId.sid, callerId)
}

/** True when the code was typed; false after three wrong ones or a minute. */
function typing(leg: Leg, code: string): Promise<boolean> {
  return new Promise((resolve) => {
    let typed = ''
    let wrong = 0
    const timer = setTimeout(() => resolve(false), TYPE_MS)
    leg.once('ended', () => clearTimeout(timer))
    leg.on('digit', (digit) => {
      typed = /\d/.test(digit) ? typed + digit : ''
      if (typed.length < code.length) return
      if (typed === code) resolve(true)
      else if (++wrong === MOST_WRONG) resolve(false)
      typed = ''
    })
  })
}

function report(exchange: Exchange, leg: Leg, { accountSid, phoneNumber, status }: CheckPlan): void {
  if (!status) return
  const made = [...exchange.callerIds.values()].find(
    (id) => id.accountSid === accountSid && id.phoneNumber === phoneNumber,
  )
  exchange.webhooks.outbox({ accountSid, callSid: leg.sid })(status, {
    ...callFields(leg),
    VerificationStatus: made ? 'success' : 'failed',
    ...(made && { OutgoingCallerIdSid: made.sid }),
  })
}
