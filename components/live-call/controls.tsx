'use client'
import { CircleAlert, CornerUpLeft, Ear, PhoneForwarded, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { usePhone } from '#components/phone/use-phone.tsx'
import { Button } from '#components/ui/button.tsx'
import { Keycap } from '#components/ui/keycap.tsx'
import { Note } from '#components/ui/note.tsx'
import type { Conversation } from './conversation.ts'
import { useListening } from './use-listening.ts'
import { useTakeOver } from './use-take-over.ts'

const t = messages.assistants.control

/** What a person can do about a call that an assistant has. */
export function Controls({ conversation }: { conversation: Conversation }) {
  const { id, callId, state, callEndedAt, endedReason, assistantName } = conversation
  const name = assistantName ?? messages.assistants.title
  const listening = useListening(id)
  const { call } = usePhone()
  const isMine = call?.callId === callId
  if (callEndedAt) return <p className="p-4 text-12 text-ink-3">{t.over}</p>
  return (
    <div className="flex flex-col gap-3 p-4">
      {endedReason === 'transfer_to_agent' && (
        <Note tone="problem" icon={TriangleAlert} title={t.needed}>
          {t.neededAdvice(name)}
        </Note>
      )}
      {state === 'live' && !isMine && <TakeOver conversation={conversation} name={name} />}
      {state === 'live' && (
        <Button
          icon={Ear}
          kind={listening.isOn ? 'inverse' : 'default'}
          aria-pressed={listening.isOn}
          onClick={listening.toggle}
        >
          {listening.isOn ? t.listening : t.listen}
        </Button>
      )}
      {listening.failed && <Note tone="problem" icon={CircleAlert} title={t.listenFailed} />}
      {isMine && state !== 'live' && state !== 'waiting' && <HandBack conversationId={id} name={name} />}
    </div>
  )
}

function TakeOver({ conversation, name }: { conversation: Conversation; name: string }) {
  const { call, problem } = usePhone()
  const takeOver = useTakeOver(conversation)
  return (
    <>
      <Button
        kind="primary"
        size="large"
        icon={PhoneForwarded}
        disabled={takeOver === null}
        onClick={takeOver ?? undefined}
      >
        {t.takeOver}
        <span aria-hidden className="ml-2 hidden gap-1 desk:flex">
          {['Ctrl', '⇧', 'T'].map((key) => (
            <Keycap key={key}>{key}</Keycap>
          ))}
        </span>
      </Button>
      <p className="text-12 text-ink-2">{call ? t.busy : t.takeOverAdvice(name)}</p>
      {problem && (
        <Note tone="problem" icon={CircleAlert} title={problem.message ?? problem.code} code={problem.code} />
      )}
    </>
  )
}

function HandBack({ conversationId, name }: { conversationId: string; name: string }) {
  const [note, setNote] = useState('')
  const [state, setState] = useState<'idle' | 'pending' | ApiError>('idle')
  const handBack = async () => {
    setState('pending')
    try {
      await postJson(`${KEYS.conversation(conversationId)}/hand-back`, { note })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setState(error)
    }
  }
  return (
    <>
      <label className="flex flex-col gap-2">
        <span className="font-semibold">{t.note(name)}</span>
        <textarea
          value={note}
          rows={2}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
          className="field-focus rounded-md bg-surface px-3 py-2 text-16 shadow-[inset_0_0_0_1px_var(--line-control)] outline-none tablet:text-13 dark:bg-sunken"
        />
        <span className="text-12 text-ink-3">{t.noteHint}</span>
      </label>
      <Button kind="primary" icon={CornerUpLeft} pending={state === 'pending'} onClick={() => void handBack()}>
        {t.handBack}
      </Button>
      <p className="text-12 text-ink-2">{t.handBackAdvice(name)}</p>
      {state instanceof ApiError && <Note tone="problem" icon={CircleAlert} title={state.message} code={state.code} />}
    </>
  )
}
