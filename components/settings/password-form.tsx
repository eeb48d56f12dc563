'use client'
import { type FormEvent, useState } from 'react'
import { signOut } from '#components/desk/sign-out.ts'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Problem } from './problem.tsx'
import { Section } from './section.tsx'

const t = messages.settings.password
const SHORTEST = 10

/** A new password; it ends every session of the person, this one too. */
export function PasswordForm() {
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const tooShort = newPassword.length > 0 && newPassword.length < SHORTEST
  const change = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    try {
      await postJson('/api/users/me/password', { currentPassword, newPassword })
      await signOut()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error)
      setPending(false)
    }
  }
  return (
    <Section title={t.title} lead={t.lead}>
      <form onSubmit={(event) => void change(event)} className="flex flex-col gap-4">
        <Field
          label={t.current}
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          bad={problem?.code === 'invalid_credentials'}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <div className="flex flex-col gap-1">
          <Field
            label={t.next}
            type="password"
            autoComplete="new-password"
            value={newPassword}
            bad={tooShort}
            aria-describedby="password-rule"
            onChange={(event) => setNew(event.target.value)}
          />
          <p id="password-rule" className="text-12 text-ink-3">
            {t.rule(SHORTEST)}
          </p>
        </div>
        <Problem error={problem} />
        <Button
          type="submit"
          kind="primary"
          className="self-start"
          pending={pending}
          disabled={currentPassword === '' || newPassword.length < SHORTEST}
        >
          {t.submit}
        </Button>
      </form>
    </Section>
  )
}
