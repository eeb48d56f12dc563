'use client'
import { messages } from '#components/messages/messages.ts'
import { usePhone, usePhoneStore } from './use-phone.tsx'

/** Props of the buttons of a call: nothing shows as done before the device or the server confirmed it. */
export function useCallButtons() {
  const store = usePhoneStore()
  const { call } = usePhone()
  const t = messages.call
  const muted = call?.muted ?? false
  return {
    mute: {
      label: call?.pendingMute ? t.muting : muted ? t.unmute : t.mute,
      'aria-pressed': muted,
      pending: call?.pendingMute ?? false,
      disabled: !call?.leg || call.pendingHangUp,
      onClick: () => store?.toggleMute(),
    },
    hangUp: {
      label: call?.pendingHangUp ? t.hangingUp : t.hangUp,
      pending: call?.pendingHangUp ?? false,
      disabled: !call,
      onClick: () => void store?.hangUp(),
    },
  }
}

/** Props of the buttons of a ringing call. */
export function useRingButtons() {
  const store = usePhoneStore()
  const ring = usePhone().rings[0]
  const busy = !ring || ring.pending !== null
  return {
    answer: { pending: ring?.pending === 'answer', disabled: busy, onClick: () => void store?.answer() },
    decline: { pending: ring?.pending === 'decline', disabled: busy, onClick: () => void store?.decline() },
    silence: {
      'aria-pressed': ring?.silenced ?? false,
      disabled: !ring || ring.silenced,
      onClick: () => store?.silence(),
    },
  }
}
