'use client'
import { useEffect, useState } from 'react'
import { useSWRConfig } from 'swr'
import { postJson } from './fetch-json.ts'
import { KEYS, keysReadSeldom, keysTouchedBy } from './keys.ts'
import { openLiveSocket } from './live-socket.ts'
import { throttle } from './throttle.ts'

const SELDOM_MS = 5_000

const takeTicket = async () => (await postJson<{ ticket: string }>('/api/live/tickets')).ticket

/** Keeps what is on screen true: an event reads its keys again, a socket that came back reads everything again. */
export function useLive(url: string | undefined): 'starting' | 'up' | 'down' {
  const { mutate } = useSWRConfig()
  const [state, setState] = useState<'starting' | 'up' | 'down'>('starting')
  useEffect(() => {
    if (!url) return
    const seldom = throttle(() => void mutate(keysReadSeldom), SELDOM_MS)
    const close = openLiveSocket({
      url,
      takeTicket,
      onReady: () => {
        setState('up')
        void mutate(() => true)
      },
      onDown: () => setState('down'),
      onEvent: (eventType) => {
        const isTouched = keysTouchedBy(eventType)
        void mutate((key) => isTouched(key) && !keysReadSeldom(key))
        if (isTouched(KEYS.stats(''))) seldom.want()
      },
    })
    return () => {
      seldom.end()
      close()
    }
  }, [url, mutate])
  return state
}
