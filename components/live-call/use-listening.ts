import { useEffect, useState } from 'react'
import { postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { usePhoneSettings } from '#components/phone/use-phone.tsx'
import { listenTo } from './listen-socket.ts'

/** Listening in to a conversation: pressed, it is heard here until pressed again or over. */
export function useListening(conversationId: string) {
  const liveUrl = usePhoneSettings()?.liveUrl
  const [wanted, setWanted] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const isOn = wanted === conversationId
  useEffect(() => {
    if (!isOn || !liveUrl) return
    return listenTo({
      url: liveUrl.replace(/\/live$/, '/listen'),
      takeTicket: async () =>
        (await postJson<{ ticket: string }>(`${KEYS.conversation(conversationId)}/listen`)).ticket,
      onOver: (began) => {
        setFailed(!began)
        setWanted(null)
      },
    })
  }, [isOn, liveUrl, conversationId])
  const toggle = () => {
    setFailed(false)
    setWanted(isOn ? null : conversationId)
  }
  return { isOn, failed, toggle }
}
