import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'
import type { BrowserCall, Line } from './ports.ts'
import { endpointsOf, type VoiceSettings } from './resources.ts'
import { runTwiml } from './twiml/run.ts'
import type { Fields } from './webhooks/sign.ts'
import type { Callback } from './webhooks/webhooks.ts'

/** A browser called: its application's VoiceUrl is asked, with what the page sent as further fields. */
export function receiveBrowserCall(exchange: Exchange, call: BrowserCall): void {
  const { accountSid, identity, applicationSid, params } = call
  const known = exchange.applications.get(applicationSid)
  const application = known?.accountSid === accountSid ? known : undefined
  const leg = exchange.newLeg(
    { accountSid, direction: 'inbound', from: `client:${identity}`, to: params.To ?? '', applicationSid },
    application && endOf(application),
  )
  leg.receive(call.accept(leg.sid))
  if (application) runVoice(exchange, leg, application, params)
  else leg.end('failed', 31001)
}

/** A phone dialled one of our numbers; its line is made when the call has a sid. Undefined when nobody owns the number. */
export function receivePhoneCall(
  exchange: Exchange,
  call: { from: string; to: string },
  connect: (callSid: string) => Line,
): Leg | undefined {
  const number = exchange.ownedNumber(call.to)
  if (!number) return undefined
  const { accountSid } = number
  const application = exchange.applications.get(number.voiceApplicationSid)
  const voice = application ?? number
  const leg = exchange.newLeg(
    {
      accountSid,
      direction: 'inbound',
      ...call,
      numberSid: number.sid,
      ...(application && { applicationSid: application.sid }),
    },
    endOf(voice),
  )
  leg.receive(connect(leg.sid))
  runVoice(exchange, leg, voice, {})
  return leg
}

/** Calls that come to us are reported on their end only. */
function endOf(voice: VoiceSettings): Callback | undefined {
  const { status } = endpointsOf(voice)
  return status && { ...status, events: new Set(['completed']) }
}

function runVoice(exchange: Exchange, leg: Leg, settings: VoiceSettings, fields: Fields): void {
  const { voice, fallback } = endpointsOf(settings)
  if (!voice) return leg.end('failed', 31002)
  leg.occupy((signal) => runTwiml(exchange, leg, { request: voice, fields, fallback }, signal))
}
