/**
 * The control API: what a person or a test does to the simulated phones. JSON, no authentication, this machine only.
 *
 *   PUT    /control/phones/{e164}      {"answer":"auto|never|busy|decline|manual","afterMs":1000,"play":PLAY|null}
 *   GET    /control/phones/{e164}      {"script","calls":[CALL, newest first]}
 *   GET    /control/calls              {"calls":[CALL, newest first]} of all phones
 *   POST   /control/calls              {"from","to","play"?} a phone dials in -> 201 {"callSid"}
 *   GET    /control/calls/{sid}        CALL
 *   GET    /control/calls/{sid}/heard?hz=440&ms=1000   {"ratio","rmsDb","frames"} of the last ms
 *   GET    /control/calls/{sid}/heard.wav?ms=5000      the same as sound
 *   POST   /control/calls/{sid}/answer | /hangup | /digits {"digits"} | /play PLAY
 *   GET    /control/numbers            {"numbers":[{"number","name"}]} the numbers accounts own
 *   GET    /control/log                {"entries":[{"at","event","callSid",...}]} the last 500
 *   DELETE /control                    ends all calls, forgets them, all scripts and faults, clears the log
 *
 * What phones do of their own accord (phones/table.ts), and the handset page:
 *   GET    /control/habits             {"habits":[{"ending","does"}]} what a number with that ending does without a script
 *   GET    /control/sentences          {"sentences":[{"name","text"}]} to be played by {"sound":name}
 *   DELETE /control/phones/{e164}      forgets the script
 *   GET    /control/calls/{sid}/detail CALL and {"other","saying","person","lanes":{"said","heard"},"diary":[{"at","what","detail"}]}
 *   POST   /control/calls/{sid}/person {"sdp"} a browser's WebRTC offer: its microphone speaks as the phone -> {"sdp"}
 *   DELETE /control/calls/{sid}/person the person leaves, the call goes on
 *
 * Faults on demand (faults.ts), every decision from a seeded row of random numbers; the seed is in the log:
 *   PUT    /control/faults             {"seed"?,"times"?,"callbacks"?:{"kinds","drop","duplicate","reorder","delay","delayMs"},
 *                                      "rest"?:{"methods","path","dropReply","tooMany","fail","slow","slowMs"},"media"?:{"lose"}}
 *   GET    /control/faults             {"seed","plan"};  DELETE /control/faults  nothing goes wrong any more
 *   POST   /control/faults/sockets     {"identity"?} kills browsers' connections, {"streams":true} those of media streams
 *                                      -> {"closed"}
 *
 * The real carrier's leisure: an accepted change of a call acts updateMs later, reads show calls as they were readMs ago:
 *   PUT    /control/delays             {"updateMs"?,"readMs"?} -> {"updateMs","readMs"};  GET /control/delays
 *
 * Browsers:
 *   GET    /control/browsers           {"calls":[{"callSid","identity","state","audioSeen","noAudioPath","mediaAddress","messages"}]}
 *   POST   /control/browsers/{sid}/message  {"content"} a call message to the browser
 *
 * A script may besides: "machine":true beep after speaking, "press":"12#", "echoMs", "hangUpAfterMs", "answer":"fail".
 * PLAY = {"toneHz"} | {"wavBase64"} | {"say"} | {"sound"}.  CALL = {"callSid","number","direction":"in|out","state","ringingAt",
 * "answeredAt","endedAt","endReason":"phone|far|null","digits","heard":{"frames","speechFrames","rmsDb"},"said":[]}
 */
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { browserRoutes } from './control-browsers.ts'
import { delayRoutes } from './control-delays.ts'
import { faultRoutes } from './control-faults.ts'
import { handsetRoutes } from './control-handset.ts'
import { check, readJson } from './control-input.ts'
import type { Exchange } from './exchange.ts'
import { receivePhoneCall } from './incoming.ts'
import type { PhoneCall } from './phones/phone-call.ts'
import type { SimulatedPhones } from './phones/phones.ts'
import { Keys, PhoneScript, Play } from './phones/script.ts'
import { type Answer, type Ask, findRoute, type Route } from './router.ts'
import type { SoundContext } from './signalling/peer-sound.ts'

const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not an E.164 number')
const DialIn = z.strictObject({ from: E164, to: E164, play: Play.nullish() })
const Digits = z.strictObject({ digits: Keys })
const Window = z.object({ hz: z.coerce.number().optional(), ms: z.coerce.number().min(20).max(30_000).default(1000) })

/** Answers requests under /control. `sound` is where people at the phones are heard; without it there are none. */
export function createControl(
  exchange: Exchange,
  phones: SimulatedPhones,
  sound?: SoundContext,
): (ask: Ask) => Promise<Answer> {
  const routes = [
    ...phoneRoutes(phones, exchange),
    ...callRoutes(phones, exchange),
    ...handsetRoutes(phones, { journal: exchange.journal, view: (call) => callView(call, exchange) }, sound),
    ...faultRoutes(exchange),
    ...delayRoutes(exchange),
    ...browserRoutes(exchange.parts.signalling),
    ...wholeRoutes(phones, exchange),
  ]
  return async (ask) => {
    try {
      if (!ask.isLocal) throw new AppError('forbidden', 'The control API serves this machine only')
      const found = findRoute(routes, ask.method, ask.path)
      if (!found) throw new AppError('not_found', `${ask.method} ${ask.path} is not part of the control API`)
      return await found.route.run({ ...ask, params: found.params })
    } catch (error) {
      if (error instanceof AppError)
        return { status: error.status, body: { error: { code: error.code, message: error.message } } }
      log.error('control request failed', { path: ask.path, error })
      return { status: 500, body: { error: { code: 'internal_error', message: String(error) } } }
    }
  }
}

function phoneRoutes(phones: SimulatedPhones, exchange: Exchange): Route[] {
  return [
    {
      method: 'PUT',
      path: '/control/phones/:number',
      run: async ({ params, body }) => {
        const script = readJson(PhoneScript, body)
        if (script.play) await phones.soundOf(script.play)
        phones.setScript(check(E164, params.number), script)
        return { status: 200, body: script }
      },
    },
    {
      method: 'GET',
      path: '/control/phones/:number',
      run: ({ params }) => {
        const calls = phones.callsOf(params.number!).map((call) => callView(call, exchange))
        return { status: 200, body: { script: phones.scriptOf(params.number!), calls } }
      },
    },
    {
      method: 'POST',
      path: '/control/calls',
      run: async ({ body }) => {
        const { from, to, play } = readJson(DialIn, body)
        const sound = play ? await phones.soundOf(play) : undefined
        const leg = receivePhoneCall(exchange, { from, to }, (callSid) =>
          phones.callIn({ callSid, number: from, other: to, sound }),
        )
        if (!leg) throw new AppError('number_not_possible', `${to} is not in service: no account owns it`)
        return { status: 201, body: { callSid: leg.sid } }
      },
    },
  ]
}

function callRoutes(phones: SimulatedPhones, exchange: Exchange): Route[] {
  const path = '/control/calls/:sid'
  const act = (name: string, run: (call: PhoneCall, ask: Ask) => boolean | Promise<boolean>): Route => ({
    method: 'POST',
    path: `${path}/${name}`,
    run: async (ask) => {
      const call = phones.find(ask.params.sid!)
      if (!(await run(call, ask))) throw new AppError('call_over', `The call is ${call.state}: it cannot ${name}`)
      return { status: 200, body: callView(call, exchange) }
    },
  })
  return [
    {
      method: 'GET',
      path: '/control/calls',
      run: () => {
        const calls = [...phones.calls.values()].reverse().map((call) => callView(call, exchange))
        return { status: 200, body: { calls } }
      },
    },
    { method: 'GET', path, run: (ask) => ({ status: 200, body: callView(phones.find(ask.params.sid!), exchange) }) },
    { method: 'GET', path: `${path}/heard`, run: (ask) => heard(phones.find(ask.params.sid!), ask) },
    { method: 'GET', path: `${path}/heard.wav`, run: (ask) => heardWav(phones.find(ask.params.sid!), ask) },
    act('answer', (call) => phones.pickUp(call)),
    act('hangup', (call) =>
      call.putDown(call.state === 'ringing' && call.plan.direction === 'in' ? 'refused' : 'hangup'),
    ),
    act('digits', (call, { body }) => call.press(readJson(Digits, body).digits)),
    act('play', async (call, { body }) => {
      const sound = await phones.soundOf(readJson(Play, body))
      if (call.state !== 'answered') return false
      void call.say(sound)
      return true
    }),
  ]
}

function wholeRoutes(phones: SimulatedPhones, exchange: Exchange): Route[] {
  return [
    {
      method: 'GET',
      path: '/control/numbers',
      run: () => {
        const numbers = [...exchange.numbers.values()].map((owned) => ({
          number: owned.phoneNumber,
          name: owned.friendlyName,
        }))
        return { status: 200, body: { numbers } }
      },
    },
    {
      method: 'GET',
      path: '/control/log',
      run: () => ({ status: 200, body: { entries: exchange.journal.entries() } }),
    },
    {
      method: 'DELETE',
      path: '/control',
      run: () => {
        exchange.endAll()
        phones.forget()
        exchange.faults.clear()
        exchange.journal.clear()
        return { status: 204 }
      },
    },
  ]
}

function callView(call: PhoneCall, exchange: Exchange) {
  const { plan, state, ringingAt, answeredAt, endedAt, endReason, digits } = call
  return {
    callSid: plan.callSid,
    number: plan.number,
    direction: plan.direction,
    state,
    ringingAt,
    answeredAt,
    endedAt,
    endReason,
    digits,
    heard: call.hearing.summary(),
    said: exchange.legs.get(plan.callSid)?.said ?? [],
  }
}

function heard(call: PhoneCall, { query }: Ask): Answer {
  const { hz, ms } = check(Window, Object.fromEntries(query))
  if (hz === undefined) throw new AppError('invalid_input', 'hz is missing')
  return { status: 200, body: call.hearing.tone(hz, ms) }
}

function heardWav(call: PhoneCall, { query }: Ask): Answer {
  const { ms } = check(Window, Object.fromEntries(query))
  return { status: 200, body: encodeWav(call.hearing.last(ms)), type: 'audio/wav' }
}
