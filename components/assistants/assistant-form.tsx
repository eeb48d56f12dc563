'use client'
import { Check, CircleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useSWRConfig } from 'swr'
import { ApiError, fetchJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Note } from '#components/ui/note.tsx'
import type { Assistant, AssistantList } from './assistant.ts'
import { Checks } from './checks.tsx'
import { TextArea } from './text-area.tsx'
import { useDraft } from './use-draft.ts'

const t = messages.assistants.form

/** All that can be said of an assistant. */
export function AssistantForm({ assistant, lines }: { assistant: Assistant | null; lines: AssistantList['lines'] }) {
  const { draft, change, body } = useDraft(assistant)
  const { save, archive, outcome } = useSaving(assistant, body)
  const numberText = useNumberText()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  const text = (name: 'name' | 'voice' | 'language' | 'minutes' | 'dailySpend') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  })
  const area = (name: 'prompt' | 'firstMessage' | 'disclosure') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  })
  return (
    <form onSubmit={submit} className="flex max-w-160 flex-col gap-4 border-b border-line px-4 py-5 tablet:px-5">
      <Field label={t.name} required maxLength={80} {...text('name')} />
      <TextArea label={t.prompt} hint={t.promptHint} rows={6} maxLength={20_000} {...area('prompt')} />
      <TextArea label={t.disclosure} hint={t.disclosureHint} rows={2} maxLength={500} {...area('disclosure')} />
      <TextArea label={t.firstMessage} rows={2} maxLength={1000} {...area('firstMessage')} />
      <div className="grid gap-4 tablet:grid-cols-2">
        <Field label={t.language} required maxLength={8} {...text('language')} />
        <Field label={t.voice} title={t.voiceHint} maxLength={100} {...text('voice')} />
        <Field label={t.maxMinutes} type="number" required min={1} max={240} {...text('minutes')} />
        <Field
          label={t.dailySpend}
          title={t.dailySpendHint}
          type="number"
          min={0}
          step="0.01"
          {...text('dailySpend')}
        />
      </div>
      <Checks
        legend={t.tools}
        options={Object.entries(t.toolNames).map(([value, name]) => ({ value, text: name }))}
        chosen={draft.tools}
        onChange={(tools) => change({ tools })}
      />
      <Checks
        legend={t.lines}
        options={lines.map(({ number, label }) => ({ value: number, text: `${label} ${numberText(number)}` }))}
        chosen={draft.lines}
        onChange={(chosen) => change({ lines: chosen })}
      />
      {outcome instanceof ApiError && (
        <Note role="alert" tone="problem" icon={CircleAlert} title={outcome.message} code={outcome.code} />
      )}
      {outcome === 'saved' && <Note icon={Check} title={t.saved} />}
      <div className="flex gap-2">
        <Button type="submit" kind="primary">
          {assistant ? t.save : t.create}
        </Button>
        {assistant && (
          <Button kind="quiet" onClick={() => void archive()}>
            {t.archive}
          </Button>
        )}
      </div>
    </form>
  )
}

/** The form's verbs, and what became of the last one. */
function useSaving(assistant: Assistant | null, body: object) {
  const router = useRouter()
  const { mutate } = useSWRConfig()
  const [outcome, setOutcome] = useState<'saved' | ApiError | null>(null)
  const path = assistant ? `${KEYS.assistants}/${assistant.id}` : KEYS.assistants
  const send = async (method: string): Promise<{ id?: string } | null> => {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    try {
      const answer = await fetchJson<{ id?: string }>(path, { method, ...(method !== 'DELETE' && json) })
      setOutcome('saved')
      await mutate(KEYS.assistants)
      return answer
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setOutcome(error)
      return null
    }
  }
  return {
    outcome,
    async save() {
      const answer = await send(assistant ? 'PUT' : 'POST')
      if (answer && !assistant) router.push(`/assistants/${answer.id}`)
    },
    async archive() {
      if (await send('DELETE')) router.push('/assistants')
    },
  }
}
