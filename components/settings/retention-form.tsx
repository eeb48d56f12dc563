'use client'
import { type FormEvent, useState } from 'react'
import useSWR from 'swr'
import { ApiError, fetchJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import type { Removals } from '#lib/recordings/recording-answers.ts'
import { Choice } from './choice.tsx'
import { Problem } from './problem.tsx'

const t = messages.settings.retention
const MOST_DAYS = 36_500
const USUAL_DAYS = '90'

interface RetentionFormProps {
  kept: number | null
  onSaved: () => void
}

/** For ever, or so many days; what a shorter time would remove is said before it is saved. */
export function RetentionForm({ kept, onSaved }: RetentionFormProps) {
  const [isForEver, setForEver] = useState(kept === null)
  const [text, setText] = useState(kept === null ? USUAL_DAYS : String(kept))
  const days = /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_DAYS ? Number(text) : null
  const wanted = isForEver ? null : days
  const isNew = wanted !== kept && (isForEver || days !== null)
  const { data: preview } = useSWR<Removals>(isNew && wanted !== null ? KEYS.removals(wanted) : null)
  const due = preview?.data.due ?? 0
  const { save, isPending, problem } = useSave(onSaved)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(wanted)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Choice
        label={t.choice}
        value={isForEver ? 'ever' : 'days'}
        options={Object.entries(t.choices).map(([value, choice]) => ({ value, text: choice }))}
        onChange={(value) => setForEver(value === 'ever')}
      />
      {!isForEver && (
        <Field
          label={t.days}
          inputMode="numeric"
          value={text}
          bad={days === null}
          aria-describedby="retention-means"
          onChange={(event) => setText(event.target.value.trim())}
        />
      )}
      <p id="retention-means" role="status" className="text-12 text-ink-2 empty:-mt-4">
        {!isForEver && days === null ? t.rule(MOST_DAYS) : isNew && preview ? t.wouldGo(due) : ''}
      </p>
      <Problem error={problem} />
      <Button
        type="submit"
        kind={due > 0 && isNew ? 'hangup' : 'primary'}
        className="self-start"
        pending={isPending}
        disabled={!isNew || (wanted !== null && !preview)}
      >
        {due > 0 && isNew ? t.saveAndRemove(due) : t.save}
      </Button>
    </form>
  )
}

function useSave(onSaved: () => void) {
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const save = async (retention_days: number | null) => {
    setPending(true)
    try {
      const headers = { 'content-type': 'application/json' }
      await fetchJson('/api/recordings/retention', { method: 'PUT', body: JSON.stringify({ retention_days }), headers })
      setProblem(null)
      onSaved()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error)
    } finally {
      setPending(false)
    }
  }
  return { save, isPending, problem }
}
