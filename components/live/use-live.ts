'use client'
import { useEffect, useState } from 'react'
import { useSWRConfig } from 'swr'
import { postJson } from './fetch-json.ts'
import { keysTouchedBy } from './keys.ts'
import { openLiveSocket } from './live-socket.ts'

const takeTicket = async () => (await postJson<{ ticket: string }>('/api/live/tickets')).ticket

/** Keeps what is on screen true: an event reads its keys again, a socket that came back reads everything again. */
export function useLive(url: string | undefined): 'starting' | 'up' | 'down' {
  const { mutate } = useSWRConfig()
  const [state, setState] = useState<'starting' | 'up' | 'down'>('starting')
  useEffect(() => {
    if (!url) return
    return openLiveSocket({
      url,
      takeTicket,
      onReady: () => {
        setState('up')
        void mutate(() => true)
      },
      onDown: () => setState('down'),
      onEvent: (eventType) => void mutate(keysTouchedBy(eventType)),
    })
  }, [url, mutate])
  return state
}
