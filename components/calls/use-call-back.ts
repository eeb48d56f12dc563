'use client'
import { useRouter } from 'next/navigation'
import { useNumberText } from '#components/phone/number-text.tsx'
import { useDialer } from '#components/phone/use-dialer.tsx'
import { usePhone } from '#components/phone/use-phone.tsx'
import type { HistoryCall } from './history.ts'

/** Fills the dialer with a call's number; it does not dial. Undefined during a call: there is no dialer to fill then. */
export function useCallBack(): ((call: HistoryCall) => void) | undefined {
  const { fill } = useDialer()
  const inCall = usePhone().call !== null
  const router = useRouter()
  const numberText = useNumberText()
  if (inCall) return undefined
  return (call) => {
    fill(numberText(call.caller_phone))
    router.push('/phone')
  }
}
