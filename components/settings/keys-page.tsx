'use client'
import { CircleAlert, KeyRound, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import useSWR from 'swr'
import { useTimes } from '#components/desk/use-times.ts'
import { ApiError, fetchJson, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Field } from '#components/ui/field.tsx'
import { Note } from '#components/ui/note.tsx'
import type { Key, KeyList, KeyMade } from '#lib/auth/auth-answers.ts'
import { Problem } from './problem.tsx'
import { Section } from './section.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const t = messages.settings.keys

/** The keys programs sign in with: each made, shown once, and ended here. */
export function KeysPage() {
  const { data, error, mutate } = useSWR<KeyList>(KEYS.keys)
  const failure = error instanceof ApiError ? error : null
  return (
    <SettingsFrame>
      <NewKey onMade={() => void mutate()} />
      <Section title={t.list}>
        {failure && <Note tone="problem" icon={CircleAlert} title={failure.message} code={failure.code} />}
        {data?.keys.length === 0 && <Empty title={t.none}>{t.noneLead}</Empty>}
        {data && data.keys.length > 0 && (
          <ul className="-mx-2 flex flex-col">
            {data.keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRevoked={() => void mutate()} />
            ))}
          </ul>
        )}
      </Section>
    </SettingsFrame>
  )
}

function NewKey({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['calls:read'])
  const [made, setMade] = useState<KeyMade | null>(null)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    try {
      setMade(await postJson<KeyMade>(KEYS.keys, { name, scopes }))
      setName('')
      setProblem(null)
      onMade()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error)
    }
  }
  const toggle = (scope: string) =>
    setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope])
  return (
    <Section title={t.make} lead={t.makeLead}>
      <form onSubmit={(event) => void make(event)} className="flex flex-col gap-4">
        <Field label={t.name} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        <fieldset className="flex flex-col gap-1">
          <legend className="pb-1 text-13 font-medium">{t.scopes}</legend>
          {Object.entries(t.scopeNames).map(([scope, text]) => (
            <label key={scope} className="flex min-h-9 items-center gap-2 tablet:min-h-6">
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
              {text} <span className="text-12 text-ink-3">{scope}</span>
            </label>
          ))}
        </fieldset>
        <Problem error={problem} />
        <Button
          type="submit"
          kind="primary"
          icon={Plus}
          className="self-start"
          disabled={name.trim() === '' || scopes.length === 0}
        >
          {t.submit}
        </Button>
      </form>
      {made && (
        <Note role="alert" tone="accent" icon={KeyRound} title={t.made(made.name)}>
          {t.onlyNow}
          <code className="mt-2 block rounded-sm bg-surface px-2 py-1 break-all select-all">{made.key}</code>
        </Note>
      )}
    </Section>
  )
}

function KeyRow({ apiKey, onRevoked }: { apiKey: Key; onRevoked: () => void }) {
  const { id, name, scopes, lastUsedAt, revokedAt, createdAt } = apiKey
  const [sure, setSure] = useState(false)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const times = useTimes()
  const revoke = async () => {
    setSure(false)
    try {
      await fetchJson(`${KEYS.keys}/${id}`, { method: 'DELETE' })
      setProblem(null)
      onRevoked()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error)
    }
  }
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-2 py-2 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className={`truncate font-medium ${revokedAt ? 'text-ink-3 line-through' : ''}`}>{name}</div>
        <div className="text-12 break-words text-ink-3">
          {revokedAt ? t.revoked(times.when(revokedAt)) : lastUsedAt ? t.used(times.when(lastUsedAt)) : t.unused}
          {' · '}
          {t.created(times.when(createdAt))}
          {' · '}
          {scopes.join(', ')}
        </div>
      </div>
      {!revokedAt && (
        <Button
          size="small"
          kind={sure ? 'hangup' : 'default'}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? void revoke() : setSure(true))}
          aria-label={`${sure ? t.sure : t.revoke}: ${name}`}
        >
          {sure ? t.sure : t.revoke}
        </Button>
      )}
      {problem && (
        <div className="w-full">
          <Problem error={problem} />
        </div>
      )}
    </li>
  )
}
