import { useCallback, useEffect } from 'react'
import { KEYS } from '#components/live/keys.ts'
import { usePhone, usePhoneStore } from '#components/phone/use-phone.tsx'
import type { Conversation } from './conversation.ts'

/** Taking a call over from its assistant, by the button or by Ctrl Shift T; null while this phone is not free for it. */
export function useTakeOver({ id, party, line, lineLabel }: Conversation): (() => void) | null {
  const store = usePhoneStore()
  const { call, link } = usePhone()
  const isFree = store !== null && link === 'ready' && call === null
  const takeOver = useCallback(() => {
    const path = `${KEYS.conversation(id)}/take-over`
    void store?.join(path, party.number ?? '', { number: line, label: lineLabel ?? '' })
  }, [store, id, party.number, line, lineLabel])
  useEffect(() => {
    if (!isFree) return
    const press = (event: KeyboardEvent) => {
      if (!event.ctrlKey || !event.shiftKey || event.code !== 'KeyT') return
      event.preventDefault()
      takeOver()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [isFree, takeOver])
  return isFree ? takeOver : null
}
