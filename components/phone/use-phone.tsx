'use client'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import useSWR, { useSWRConfig } from 'swr'
import { fetchJson, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { useLive } from '#components/live/use-live.ts'
import { messages } from '#components/messages/messages.ts'
import { readyMicrophone } from '#lib/phone/microphone.ts'
import { NEW_PHONE, type Phone, type PhoneState, phoneState } from '#lib/phone/phone.ts'
import { createPhoneStore, type PhoneApi } from '#lib/phone/phone-store.ts'
import { PhoneTabs } from '#lib/phone/phone-tabs.ts'
import { loadSdk, TwilioDevice } from '#lib/phone/twilio-device.ts'
import type { CallRow, PhoneSettings, PhoneToken, Placed } from '#lib/phone/wire.ts'

interface PhoneContextValue {
  store: PhoneTabs | null
  settings: PhoneSettings | undefined
  live: 'starting' | 'up' | 'down'
}

const PhoneContext = createContext<PhoneContextValue | null>(null)

const api: PhoneApi = {
  place: (to, from, key) => postJson<Placed>('/api/calls/attempts', { to, from }, { 'idempotency-key': key }),
  join: (path) => postJson<Placed>(path),
  hangUp: async (callId) => void (await postJson(`/api/calls/${callId}/hang-up`)),
  decline: async (callId) => void (await postJson(`/api/calls/${callId}/decline`)),
  reportQuality: async (minute) => void (await postJson('/api/phone/quality', minute)),
}

/** The calls whose end was read, so that a reload does not tell it again. */
const DISMISSED = 'offhook.dismissed'
const dismissed = {
  read: (): string[] => (localStorage.getItem(DISMISSED) ?? '').split(' ').filter(Boolean),
  write: (callIds: string[]) => localStorage.setItem(DISMISSED, callIds.join(' ')),
}

/** Owns the phone, which all tabs of this browser share. It stands above the pages, so that a call survives going from page to page. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const { data: settings } = useSWR<PhoneSettings>(KEYS.settings, fetchJson, { revalidateOnFocus: false })
  const store = useStore(settings)
  const live = useLive(settings?.liveUrl)
  const { data } = useSWR<{ calls: CallRow[] }>(KEYS.myCalls)
  useEffect(() => {
    if (store && data) store.read(data.calls)
  }, [store, data])
  return <PhoneContext value={{ store, settings, live }}>{children}</PhoneContext>
}

/** The store lives as long as the address of the voice network stays the same. */
function useStore(settings: PhoneSettings | undefined): PhoneTabs | null {
  const { mutate } = useSWRConfig()
  const [store, setStore] = useState<PhoneTabs | null>(null)
  const { identity, signallingUrl = null, edge = null, publishEvents = false } = settings ?? {}
  useEffect(() => {
    if (!identity) return
    const makePhone = () => {
      const device = new TwilioDevice({
        settings: { signallingUrl, edge, publishEvents },
        fetchToken: () => postJson<PhoneToken>('/api/phone/token'),
        leaveWarning: messages.call.leaveWarning,
      })
      return createPhoneStore({ device, api, dismissed, onNews: () => void mutate(KEYS.myCalls) })
    }
    const name = `offhook.phone.${identity}`
    const made = new PhoneTabs({
      ...{ name, makePhone, channel: new BroadcastChannel(name), locks: navigator.locks },
      askForMicrophone: () => readyMicrophone(null),
      isVisible: () => document.visibilityState === 'visible',
    })
    // A tab that waits for its turn has the SDK at hand. Without it the phone itself says so when it starts.
    loadSdk(signallingUrl).catch(() => undefined)
    // eslint-disable-next-line react-hooks/set-state-in-effect -- it owns sockets: only an effect may make and end it
    setStore(made)
    return () => made.destroy()
  }, [identity, signallingUrl, edge, publishEvents, mutate])
  return store
}

function usePhoneContext(): PhoneContextValue {
  const value = useContext(PhoneContext)
  if (!value) throw new Error('usePhone outside PhoneProvider')
  return value
}

const never = () => () => undefined
const newPhone = () => NEW_PHONE

/** The phone as it is now. */
export function usePhone(): Phone & { state: PhoneState } {
  const { store } = usePhoneContext()
  const phone = useSyncExternalStore(store?.subscribe ?? never, store?.get ?? newPhone, newPhone)
  return { ...phone, state: phoneState(phone) }
}

/** The phone's verbs; null until the settings are here. */
export const usePhoneStore = (): PhoneTabs | null => usePhoneContext().store

export const usePhoneSettings = (): PhoneSettings | undefined => usePhoneContext().settings

export const useLiveState = () => usePhoneContext().live
