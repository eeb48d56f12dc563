import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { readJson } from './control-input.ts'
import type { Journal } from './journal.ts'
import type { PhoneCall } from './phones/phone-call.ts'
import type { SimulatedPhones } from './phones/phones.ts'
import { SENTENCES } from './phones/sounds.ts'
import { HABITS } from './phones/table.ts'
import type { Answer, Ask, Route } from './router.ts'
import { PeerSound, type SoundContext } from './signalling/peer-sound.ts'

const Offer = z.strictObject({ sdp: z.string().min(1) })

/** What the handset page needs besides the phones themselves; see control.ts. */
export function handsetRoutes(
  phones: SimulatedPhones,
  { journal, view }: { journal: Journal; view: (call: PhoneCall) => object },
  sound: SoundContext | undefined,
): Route[] {
  const person = '/control/calls/:sid/person'
  return [
    {
      method: 'GET',
      path: '/control/habits',
      run: () => ({ status: 200, body: { habits: HABITS.map(({ ending, does }) => ({ ending, does })) } }),
    },
    { method: 'GET', path: '/control/sentences', run: () => ({ status: 200, body: { sentences: SENTENCES } }) },
    {
      method: 'DELETE',
      path: '/control/phones/:number',
      run: ({ params }) => {
        phones.forgetScript(params.number!)
        return { status: 204 }
      },
    },
    {
      method: 'GET',
      path: '/control/calls/:sid/detail',
      run: ({ params }) => {
        const call = phones.find(params.sid!)
        return { status: 200, body: { ...view(call), ...detailOf(call, journal) } }
      },
    },
    { method: 'POST', path: person, run: (ask) => seat(phones.find(ask.params.sid!), ask, sound) },
    {
      method: 'DELETE',
      path: person,
      run: ({ params }) => {
        phones.find(params.sid!).take(undefined)
        return { status: 204 }
      },
    },
  ]
}

function detailOf({ plan, utterance, isPersonThere, lanes, diary }: PhoneCall, journal: Journal) {
  const heard = journal
    .entries()
    .filter(({ callSid, event }) => callSid === plan.callSid && (event === 'say' || event === 'play'))
    .map(({ at, event, text }) => (event === 'say' ? { at, what: 'heard', detail: text } : { at, what: 'music' }))
  return {
    other: plan.other ?? null,
    saying: utterance ?? null,
    person: isPersonThere,
    lanes: { said: lanes.said.bars(), heard: lanes.heard.bars() },
    diary: [...diary, ...heard].sort((one, other) => one.at - other.at),
  }
}

/** Gives the phone to a person in a browser: WebRTC, the browser offers. */
async function seat(call: PhoneCall, { body }: Ask, sound: SoundContext | undefined): Promise<Answer> {
  const { sdp: offer } = readJson(Offer, body)
  if (!sound) throw new AppError('invalid_input', 'This carrier has no ports for the sound of people')
  if (call.state === 'ended') throw new AppError('call_over', 'The call is over')
  const ear = new PeerSound(
    sound,
    () => ({ callSid: call.plan.callSid }),
    (digit) => call.press(digit),
  )
  const close = () => {
    ear.close().catch((error: unknown) => log.error('A handset did not close', { error }))
  }
  try {
    const sdp = await ear.peer.answer(offer)
    call.take({ read: () => ear.read(), write: (frame) => ear.write(frame), leave: close })
    return { status: 200, body: { sdp } }
  } catch (error) {
    close()
    throw new AppError('invalid_input', `The offer cannot be answered: ${String(error)}`)
  }
}
