'use client'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import useSWR, { useSWRConfig } from 'swr'
import { fetchJson, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { useLive } from '#components/live/use-live.ts'
import { messages } from '#components/messages/messages.ts'
import { NEW_PHONE, type Phone, type PhoneState, phoneState } from '#lib/phone/phone.ts'
import { createPhoneStore, type PhoneApi, type PhoneStore } from '#lib/phone/phone-store.ts'
import { TwilioDevice } from '#lib/phone/twilio-device.ts'
import type { CallRow, PhoneSettings, Placed } from '#lib/phone/wire.ts'
import { fetchVoiceToken } from './fetch-voice-token.ts'
import { voiceErrorText } from './voice-errors.ts'

export type VoiceStatus = 'idle' | 'ready' | 'incoming' | 'outgoing' | 'connected' | 'error'

/** A call as the hook shows it. */
export interface VoiceCall {
  from: string
  to: string
}

export interface VoiceDeviceOptions {
  /** The signed-in person, by e-mail, id, external id or carrier identity. */
  identity: string
  onCallStatusChange?: (status: VoiceStatus) => void
  onIncomingCall?: (call: VoiceCall) => void
}

const api: PhoneApi = {
  place: (to, from, key) => postJson<Placed>('/api/calls/attempts', { to, from }, { 'idempotency-key': key }),
  join: (path) => postJson<Placed>(path),
  hangUp: async (callId) => void (await postJson(`/api/calls/${callId}/hang-up`)),
  decline: async (callId) => void (await postJson(`/api/calls/${callId}/decline`)),
  reportQuality: async (minute) => void (await postJson('/api/phone/quality', minute)),
}

/** A phone of one's own in any page: the desk's phone behind the names of the voice API's first clients. */
export function useVoiceDevice({ identity, onCallStatusChange, onIncomingCall }: VoiceDeviceOptions) {
  const { data: settings } = useSWR<PhoneSettings>(KEYS.settings, fetchJson, { revalidateOnFocus: false })
  const store = useStore(identity, settings)
  const phone = useSyncExternalStore(store?.subscribe ?? never, store?.get ?? newPhone, newPhone)
  useLive(settings?.liveUrl)
  const { data } = useSWR<{ calls: CallRow[] }>(KEYS.myCalls)
  useEffect(() => {
    if (store && data) store.read(data.calls)
  }, [store, data])

  const callStatus = statusOf(phone)
  const currentCall = callOf(phone)
  const tellStatus = useEffectEvent((status: VoiceStatus) => {
    onCallStatusChange?.(status)
    if (status === 'incoming' && currentCall) onIncomingCall?.(currentCall)
  })
  useEffect(() => tellStatus(callStatus), [callStatus])

  return {
    isReady: phone.link === 'ready',
    callStatus,
    currentCall,
    error: phone.problem && voiceErrorText(phone.problem.code, phone.problem.message),
    makeCall: async (to: string) => {
      const line = settings?.lines[0]
      if (store && line) await store.dial(to, line)
    },
    answerCall: () => void store?.answer(),
    rejectCall: () => void store?.decline(),
    hangupCall: () => void store?.hangUp(),
  }
}

/** The store lives as long as the identity and the address of the voice network stay the same. */
function useStore(identity: string, settings: PhoneSettings | undefined): PhoneStore | null {
  const { mutate } = useSWRConfig()
  const [store, setStore] = useState<PhoneStore | null>(null)
  const { signallingUrl = null, edge = null, publishEvents = false } = settings ?? {}
  const isKnown = settings !== undefined
  useEffect(() => {
    if (!isKnown) return
    const device = new TwilioDevice({
      settings: { signallingUrl, edge, publishEvents },
      fetchToken: () => fetchVoiceToken(identity),
      leaveWarning: messages.call.leaveWarning,
    })
    const made = createPhoneStore({ device, api, onNews: () => void mutate(KEYS.myCalls) })
    // eslint-disable-next-line react-hooks/set-state-in-effect -- it owns sockets: only an effect may make and end it
    setStore(made)
    return () => made.destroy()
  }, [identity, isKnown, signallingUrl, edge, publishEvents, mutate])
  return store
}

const STATUS: Record<PhoneState, VoiceStatus> = {
  offline: 'idle',
  idle: 'ready',
  incoming: 'incoming',
  dialing: 'outgoing',
  open: 'connected',
  reconnecting: 'connected',
}

function statusOf(phone: Phone): VoiceStatus {
  const isOver = !phone.call && phone.rings.length === 0
  return isOver && (phone.problem || phone.link === 'down') ? 'error' : STATUS[phoneState(phone)]
}

function callOf({ call, rings }: Phone): VoiceCall | null {
  if (call?.direction === 'outbound') return { from: call.line.number, to: call.party }
  const heard = call ? { from: call.party, line: call.line } : rings[0]
  return heard ? { from: heard.from, to: heard.line.number } : null
}

const never = () => () => undefined
const newPhone = () => NEW_PHONE
