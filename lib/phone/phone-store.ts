import { inOrder } from './in-order.ts'
import { NEW_PHONE, type Phone, type PhoneEvent, type PhoneProblem, type SoundVerdict } from './phone.ts'
import { reducePhone } from './reduce-phone.ts'
import type { SoundChoice } from './sound-choice.ts'
import { DeviceError, type DeviceEvent, type Levels, type VoiceDevice } from './voice-device.ts'
import type { CallRow, Line, Placed, QualityMinute } from './wire.ts'

/** The server's verbs the phone needs. Each throws an error with `code`, and `message` and `action` for the reader. */
export interface PhoneApi {
  place(to: string, from: string, key: string): Promise<Placed>
  /** Asks to be let into what an assistant does: its call, or a trial of it. */
  join(path: string): Promise<Placed>
  hangUp(callId: string): Promise<void>
  decline(callId: string): Promise<void>
  reportQuality(minute: QualityMinute): Promise<void>
}

export interface PhoneStore {
  get(): Phone
  subscribe(listener: () => void): () => void
  subscribeLevels(listener: Levels): () => void
  /** The ledger's rows, whenever they were read. */
  read(rows: CallRow[]): void
  dial(to: string, line: Line): Promise<void>
  /** Connects with what the server answers at this path, shown as a call with that party. */
  join(path: string, party: string, line: Line): Promise<void>
  answer(): Promise<void>
  decline(): Promise<void>
  silence(): void
  hangUp(): Promise<void>
  toggleMute(): void
  sendDigit(digit: string): void
  useSound(choice: SoundChoice): void
  rateSound(verdict: SoundVerdict): void
  dismiss(): void
  forgetLostSound(): void
  destroy(): void
}

export interface PhoneStoreOptions {
  device: VoiceDevice
  api: PhoneApi
  /** Told when a leg came or went: the ledger has news then. */
  onNews: () => void
  /** Calls whose end was read before; kept beyond this page. */
  dismissed?: { read(): string[]; write(callIds: string[]): void }
  now?: () => number
}

/** After these the ledger may know more than the page. */
const NEWS = new Set<DeviceEvent['type']>(['link', 'ring', 'ring-over', 'leg-up', 'leg-reconnected', 'leg-down'])

/** The agent's phone: the reducer's state, the device under it, and the verbs behind the buttons. */
export function createPhoneStore({ device, api, onNews, dismissed, now = Date.now }: PhoneStoreOptions): PhoneStore {
  let phone: Phone = { ...NEW_PHONE, dismissed: dismissed?.read() ?? [] }
  const listeners = new Set<() => void>()
  const send = (event: PhoneEvent) => {
    const next = reducePhone(phone, event)
    if (next === phone) return
    if (next.dismissed !== phone.dismissed) dismissed?.write(next.dismissed)
    phone = next
    for (const listener of listeners) listener()
  }
  const report = inOrder(api.reportQuality)
  device.subscribe((event) => {
    if (event.type === 'leg-minute') return report(event.minute)
    send(event)
    if (NEWS.has(event.type)) onNews()
  })
  device.start()

  /** Whether the agent gave this intention up while it was on its way. */
  const givenUp = (key: string) => callOf(key)?.pendingHangUp ?? true
  const callOf = (key: string) => (phone.call?.key === key ? phone.call : null)

  async function connect(key: string, { attemptId, callId }: Placed): Promise<void> {
    send({ type: 'placed', key, callId })
    if (givenUp(key)) return leave(key, callId)
    const leg = await device.connect(attemptId)
    send({ type: 'connected', key, leg })
    if (!givenUp(key)) return
    await tell(api.hangUp(callId))
    device.hangUp(leg)
  }

  async function leave(key: string, callId: string): Promise<void> {
    await api.hangUp(callId)
    send({ type: 'not-placed', key, problem: null })
  }

  const dial = (to: string, line: Line) => begin(to, line, (key) => api.place(to, line.number, key))

  /** An assistant is silenced by the server: that waits for no microphone that is sure to come, and for no picture. */
  async function join(path: string, party: string, line: Line): Promise<void> {
    if (phone.call) return
    const ask = () => api.join(path)
    await begin(party, line, ask, device.mayHear() ? ask() : null)
  }

  async function begin(
    party: string,
    line: Line,
    place: (key: string) => Promise<Placed>,
    early: Promise<Placed> | null = null,
  ): Promise<void> {
    if (phone.call) return
    const key = crypto.randomUUID()
    send({ type: 'dial', key, party, line })
    try {
      const [placed] = await Promise.all([early, device.readyMicrophone()])
      if (!placed && givenUp(key)) return send({ type: 'not-placed', key, problem: null })
      await connect(key, placed ?? (await place(key)))
    } catch (error) {
      const callId = callOf(key)?.callId ?? (await early?.catch(() => null))?.callId
      send({ type: 'not-placed', key, problem: toProblem(error) })
      if (callId) await tell(api.hangUp(callId))
    }
  }

  async function answer(): Promise<void> {
    const ring = phone.rings[0]
    if (!ring || ring.pending) return
    send({ type: 'ring-pressed', leg: ring.leg, what: 'answer' })
    try {
      await device.readyMicrophone()
      await device.answer(ring.leg)
    } catch (error) {
      send({ type: 'ring-kept', leg: ring.leg })
      send({ type: 'problem', problem: toProblem(error) })
    }
  }

  async function decline(): Promise<void> {
    const ring = phone.rings[0]
    if (!ring || ring.pending) return
    send({ type: 'ring-pressed', leg: ring.leg, what: 'decline' })
    if (ring.callId) await tell(api.decline(ring.callId))
    device.decline(ring.leg)
  }

  /** The verb first, then the device: a leg that ends without our verb counts as lost. */
  async function hangUp(): Promise<void> {
    const { call } = phone
    if (!call || call.pendingHangUp) return
    send({ type: 'hang-up-pressed', key: call.key })
    if (call.leg === null) return
    if (call.callId) await tell(api.hangUp(call.callId))
    device.hangUp(call.leg)
  }

  /** A verb whose failure is shown but holds nothing up. */
  async function tell(request: Promise<void>): Promise<void> {
    try {
      await request
    } catch (error) {
      send({ type: 'problem', problem: toProblem(error) })
    }
  }

  function toggleMute(): void {
    const { call } = phone
    if (!call?.leg || call.pendingMute) return
    send({ type: 'mute-pressed', leg: call.leg })
    device.mute(call.leg, !call.muted)
  }

  function sendDigit(digit: string): void {
    if (!phone.call?.leg) return
    device.sendDigit(phone.call.leg, digit)
    send({ type: 'digit', leg: phone.call.leg, digit })
  }

  function read(rows: CallRow[]): void {
    const leg = phone.call?.leg
    send({ type: 'rows', rows, now: now() })
    if (leg && !phone.call) device.hangUp(leg)
  }

  return {
    ...{ dial, join, answer, decline, hangUp, toggleMute, sendDigit, read },
    get: () => phone,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    subscribeLevels: (listener) => device.subscribeLevels(listener),
    silence() {
      const ring = phone.rings[0]
      if (ring) send({ type: 'ring-silenced', leg: ring.leg })
    },
    useSound: (choice) => device.useSound(choice),
    rateSound(verdict) {
      if (phone.ended?.askSoundOf) device.rateSound(phone.ended.askSoundOf, verdict)
      send({ type: 'sound-rated' })
    },
    dismiss: () => send({ type: 'dismiss' }),
    forgetLostSound: () => send({ type: 'sound-back' }),
    destroy() {
      listeners.clear()
      device.destroy()
    },
  }
}

/** What the reader is told: the device's code, or the server's code with its sentence and advice. */
function toProblem(error: unknown): PhoneProblem {
  if (error instanceof DeviceError) return { code: error.code, message: null, action: null }
  if (!(error instanceof Error)) throw error
  const { code, action } = error as Error & { code?: unknown; action?: unknown }
  const known = typeof code === 'string' || typeof code === 'number'
  return {
    code: known ? String(code) : 'unexpected',
    message: known && typeof code === 'string' ? error.message : null,
    action: typeof action === 'string' ? action : null,
  }
}
