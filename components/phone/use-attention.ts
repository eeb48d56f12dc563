'use client'
import { useEffect } from 'react'
import { messages } from '#components/messages/messages.ts'
import type { Ring } from '#lib/phone/phone.ts'
import { usePhoneStore } from './use-phone.tsx'

const LOOKED_AT = 'offhook.looked-at'

/** Says that a call rings where the page itself is not seen: in the tab's title, and by the system when no tab is looked at. */
export function useAttention(ring: Ring | undefined, who: string): void {
  const leads = usePhoneStore()?.leads ?? false
  const id = ring ? (ring.callId ?? ring.leg) : null
  const label = ring?.line.label ?? ''
  useTitle(id ? messages.ring.tabTitle(who) : null)
  useFocusLock()
  useEffect(() => {
    if (!id || !leads) return
    let shown: Notification | null = null
    let over = false
    void isLookedAt().then((seen) => {
      if (!seen && !over) shown = notify(id, who, label)
    })
    return () => {
      over = true
      shown?.close()
    }
  }, [id, leads, who, label])
}

/** One notification a call: the same tag replaces it. */
function notify(tag: string, who: string, label: string): Notification | null {
  if (!('Notification' in window) || Notification.permission !== 'granted') return null
  const options = { tag, body: messages.ring.incoming(label), icon: '/icon.svg', requireInteraction: true }
  const shown = new Notification(who, options)
  shown.onclick = () => {
    window.focus()
    shown.close()
  }
  return shown
}

function useTitle(title: string | null): void {
  useEffect(() => {
    if (!title) return
    const before = document.title
    document.title = title
    return () => {
      document.title = before
    }
  }, [title])
}

const isLookedAt = async () =>
  document.hasFocus() || ((await navigator.locks.query()).held ?? []).some(({ name }) => name === LOOKED_AT)

/** Lets the other tabs know that this one has the focus. */
function useFocusLock(): void {
  useEffect(() => {
    let away = new AbortController()
    const look = () => {
      const { signal } = away
      const untilAway = () => new Promise<void>((done) => signal.addEventListener('abort', () => done()))
      navigator.locks.request(LOOKED_AT, { mode: 'shared', signal }, untilAway).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
    }
    const leave = () => {
      away.abort()
      away = new AbortController()
    }
    if (document.hasFocus()) look()
    window.addEventListener('focus', look)
    window.addEventListener('blur', leave)
    return () => {
      leave()
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', leave)
    }
  }, [])
}
