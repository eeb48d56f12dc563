'use client'
import { MicOff, OctagonX, VolumeX, WifiOff, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { messages } from '#components/messages/en-GB.ts'
import { Button } from '#components/ui/button.tsx'
import { Note } from '#components/ui/note.tsx'
import { problemWords } from './call-words.ts'
import { useSilentTab } from './ringtone.ts'
import { useLiveState, usePhone, usePhoneStore } from './use-phone.tsx'

const PATIENCE_MS = 1_500

/** What keeps the phone from working: no connection, no sound, no microphone, a refusal of the server. */
export function PhoneNotes() {
  return (
    <>
      <ConnectionNote />
      <SoundNote />
      <ProblemNote />
    </>
  )
}

/** Signalling or live events are down. Short interruptions mend themselves and say nothing. */
function ConnectionNote() {
  const { link, call } = usePhone()
  const live = useLiveState()
  const t = messages.notes
  const down = useLasting(link === 'down' || live === 'down')
  if (!down || call) return null
  const phoneDown = link === 'down'
  return (
    <Note tone="ringing" icon={WifiOff} title={phoneDown ? t.phoneDown : t.liveDown} role="alert">
      {phoneDown ? t.phoneDownAdvice : t.liveDownAdvice}
    </Note>
  )
}

function useLasting(now: boolean): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLasting(now), now ? PATIENCE_MS : 0)
    return () => clearTimeout(timer)
  }, [now])
  return lasting && now
}

function SoundNote() {
  const silent = useSilentTab()
  const t = messages.notes
  if (!silent) return null
  return (
    // Any click lets the tab sound; the button gives one a place.
    <Note tone="ringing" icon={VolumeX} title={t.soundTitle} actions={<Button size="small">{t.soundAction}</Button>}>
      {t.soundAdvice}
    </Note>
  )
}

/** What was refused, until it is dismissed. */
export function ProblemNote() {
  const { problem } = usePhone()
  const store = usePhoneStore()
  if (!problem) return null
  const { title, advice, code } = problemWords(problem)
  const icon = problem.code === '31401' || problem.code === '31402' ? MicOff : OctagonX
  return (
    <Note
      tone="problem"
      icon={icon}
      title={title}
      role="alert"
      code={code && messages.ended.code(code)}
      actions={
        <Button size="small" icon={X} onClick={() => store?.dismiss()}>
          {messages.ended.dismiss}
        </Button>
      }
    >
      {advice}
    </Note>
  )
}
