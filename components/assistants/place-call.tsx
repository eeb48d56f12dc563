'use client'
import { CircleAlert, Phone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { useNumbers } from '#components/phone/use-numbers.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Note } from '#components/ui/note.tsx'
import type { CountryCode } from '#lib/phone-number.ts'
import type { Assistant } from './assistant.ts'
import { TextArea } from './text-area.tsx'

const t = messages.assistants.place

/** Sends an assistant on one call, told what it is for. */
export function PlaceCall({ assistant }: { assistant: Assistant }) {
  const router = useRouter()
  const read = useE164()
  const [to, setTo] = useState('')
  const [prompt, setPrompt] = useState(assistant.prompt)
  const [firstMessage, setFirstMessage] = useState(assistant.firstMessage)
  const [state, setState] = useState<'idle' | 'pending' | ApiError>('idle')
  const call = async (event: FormEvent) => {
    event.preventDefault()
    setState('pending')
    try {
      const key = { 'idempotency-key': crypto.randomUUID() }
      const call = { to: read(to), prompt, firstMessage }
      await postJson(`${KEYS.assistants}/${assistant.id}/calls`, call, key)
      router.push(`/assistants/${assistant.id}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setState(error)
    }
  }
  return (
    <form onSubmit={(event) => void call(event)} className="flex max-w-160 flex-col gap-4 px-4 py-5 tablet:px-5">
      <h2 className="font-semibold">{t.title}</h2>
      <Field label={t.number} type="tel" required maxLength={64} value={to} onChange={(e) => setTo(e.target.value)} />
      <TextArea label={t.prompt} rows={4} value={prompt} onChange={(e) => setPrompt(e.target.value)} />
      <TextArea
        label={t.firstMessage}
        rows={2}
        value={firstMessage}
        onChange={(e) => setFirstMessage(e.target.value)}
      />
      {state instanceof ApiError && (
        <Note role="alert" tone="problem" icon={CircleAlert} title={state.message} code={state.code}>
          {state.action}
        </Note>
      )}
      <div>
        <Button type="submit" icon={Phone} filledIcon pending={state === 'pending'}>
          {t.call}
        </Button>
      </div>
    </form>
  )
}

/** A number as it is typed at home, with its country; what is none goes as it stands, for the server to refuse. */
function useE164() {
  const numbers = useNumbers()
  const country = useDesk().business.country as CountryCode
  return (text: string) => {
    const dialled = numbers?.readDialled(text, country)
    return dialled?.kind === 'e164' ? dialled.e164 : text
  }
}
