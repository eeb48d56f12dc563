'use client'
import { CircleDot, CirclePause, CircleQuestionMark, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useSWRConfig } from 'swr'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { cn } from '#components/ui/class-names.ts'
import { ControlButton } from '#components/ui/control-button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Note } from '#components/ui/note.tsx'
import type { CallRow } from '#lib/phone/wire.ts'
import { useMyCalls } from './use-my-calls.ts'

const t = messages.recording
type Recording = NonNullable<CallRow['recording']>
type Word = 'on' | 'starting' | 'paused' | 'unknown'

const WORDS: Record<string, Word> = { 'in-progress': 'on', starting: 'starting', paused: 'paused' }
const wordOf = ({ status }: Recording): Word => WORDS[status] ?? 'unknown'

const useRecording = (callId: string | null): Recording | null =>
  useMyCalls()?.find(({ id }) => id === callId)?.recording ?? null

/** Whether both sides are recorded now, as the server knows it: a red dot only where sound is taken, or may be. */
export function RecordingState({ callId, compact }: { callId: string | null; compact: boolean }) {
  const recording = useRecording(callId)
  if (!recording) return null
  const word = wordOf(recording)
  return (
    <span className="flex flex-none items-center gap-1.5 text-ink-2">
      {word === 'paused' ? (
        <Icon of={CirclePause} size={14} className="text-ink-3" />
      ) : word === 'unknown' ? (
        <Icon of={CircleQuestionMark} size={14} className="text-problem-ink" />
      ) : (
        <i aria-hidden className={cn('size-2 rounded-full', word === 'on' ? 'bg-problem' : 'bg-ended')} />
      )}
      <span className={compact ? '' : 'max-desk:hidden'}>{compact ? t[word].compact : t[word].wide}</span>
      {!compact && <span className="desk:hidden">{t[word].compact}</span>}
    </span>
  )
}

/** Pauses and resumes the recording. Nothing changes on screen before the carrier confirmed it. */
export function RecordingControl({ callId }: { callId: string | null }) {
  const recording = useRecording(callId)
  const { pending, failure, change } = useChange(callId)
  if (!recording) return null
  const paused = recording.status === 'paused'
  const wanted = recording.status === 'unknown' ? recording.wanted : paused ? 'in-progress' : 'paused'
  const verb = wanted === 'paused' ? 'pause' : 'resume'
  return (
    <>
      <ControlButton
        icon={CircleDot}
        look={paused ? 'on' : 'off'}
        label={pending ? (verb === 'pause' ? t.pausing : t.resuming) : t[verb]}
        pending={pending}
        disabled={recording.status === 'starting'}
        onClick={() => void change(verb)}
      />
      <div className="order-first col-span-full empty:hidden">
        {recording.status === 'unknown' && !pending ? (
          <Note role="alert" tone="problem" icon={TriangleAlert} title={t.unknownTitle[verb]}>
            {t.unknownAdvice}
          </Note>
        ) : (
          failure && (
            <Note
              role="alert"
              tone="problem"
              icon={TriangleAlert}
              title={t.failedTitle}
              code={messages.ended.code(failure)}
            />
          )
        )}
      </div>
    </>
  )
}

/** A change stays pending until what the server then knows is on screen. */
function useChange(callId: string | null) {
  const { mutate } = useSWRConfig()
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const change = async (verb: 'pause' | 'resume') => {
    setPending(true)
    setFailure(null)
    try {
      await postJson(`/api/calls/${callId}/recording/${verb}`)
    } catch (error) {
      setFailure(error instanceof ApiError ? error.code : 'unexpected')
    }
    await mutate(KEYS.myCalls)
    setPending(false)
  }
  return { pending, failure, change }
}
