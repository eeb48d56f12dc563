'use client'
import { Headphones, MicOff, OctagonX, VolumeX, WifiOff, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Note } from '#components/ui/note.tsx'
import { problemWords } from './call-words.ts'
import { CopyDetails } from './copy-details.tsx'
import { useLiveState, usePhone, usePhoneStore } from './use-phone.tsx'
import { useReadiness } from './use-readiness.ts'

const PATIENCE_MS = 1_500
const NO_MICROPHONE = new Set(['31401', '31402'])

/** What keeps the phone from working: no connection, no sound, no microphone, a refusal of the server. */
export function PhoneNotes() {
  return (
    <>
      <ConnectionNote />
      <ReadyNote />
      <LostSoundNote />
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

/** A tab nobody clicked in cannot ring, and a microphone nobody allowed is not heard: one click turns both on and checks them. */
function ReadyNote() {
  const { silent, microphone, problem, checking, check } = useReadiness()
  const t = messages.notes
  const code = problem ?? (microphone === 'denied' ? '31401' : null)
  if (!code && !silent && microphone !== 'prompt') return null
  const action = (
    <Button size="small" pending={checking} onClick={() => void check()}>
      {code ? t.deniedAction : t.readyAction}
    </Button>
  )
  if (code) {
    const { title, advice } = problemWords({ code, message: null, action: null })
    const icon = NO_MICROPHONE.has(code) ? MicOff : VolumeX
    return (
      <Note tone="problem" icon={icon} title={title} code={messages.ended.code(code)} actions={action} role="alert">
        {advice}
      </Note>
    )
  }
  return (
    <Note
      tone="ringing"
      icon={silent ? VolumeX : MicOff}
      title={silent ? t.silentTitle : t.promptTitle}
      actions={action}
    >
      {silent ? t.silentAdvice : t.promptAdvice}
    </Note>
  )
}

/** A microphone or a loudspeaker was unplugged, and what took its place. */
function LostSoundNote() {
  const { lostSound } = usePhone()
  const store = usePhoneStore()
  const t = messages.sound
  if (!lostSound) return null
  const { part, name } = lostSound
  return (
    <Note
      tone="ringing"
      icon={part === 'microphone' ? MicOff : Headphones}
      title={t.lost[part](name)}
      role="alert"
      actions={
        <Button size="small" icon={X} onClick={() => store?.forgetLostSound()}>
          {messages.ended.dismiss}
        </Button>
      }
    >
      {t.lostAdvice[part]}
    </Note>
  )
}

/** What was refused, until it is dismissed. */
export function ProblemNote() {
  const { problem } = usePhone()
  const store = usePhoneStore()
  if (!problem) return null
  const { title, advice, code } = problemWords(problem)
  const icon = NO_MICROPHONE.has(problem.code) ? MicOff : OctagonX
  return (
    <Note
      tone="problem"
      icon={icon}
      title={title}
      role="alert"
      code={code && messages.ended.code(code)}
      actions={
        <>
          <Button size="small" icon={X} onClick={() => store?.dismiss()}>
            {messages.ended.dismiss}
          </Button>
          <CopyDetails details={{ problem: title, code }} />
        </>
      }
    >
      {advice}
    </Note>
  )
}
