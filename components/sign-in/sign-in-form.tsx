'use client'
import { Eye, EyeOff, OctagonX } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Note } from '#components/ui/note.tsx'
import { DEMO_PASSWORD, DemoPeople } from './demo-people.tsx'
import { readProblem, type SignInProblem } from './sign-in-words.ts'

const t = messages.signIn

/** Email and password. The document stays when the desk opens: after the click here it may ring at once. */
export function SignInForm({ demo }: { demo: boolean }) {
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<SignInProblem | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const error = await attempt(email, password)
    if (error === null) return router.replace('/phone')
    setPending(false)
    setProblem(readProblem(error))
  }
  const refused = problem?.code === 'invalid_credentials'
  return (
    <form onSubmit={submit} aria-labelledby="sign-in-title" className="m-auto flex w-full max-w-84 flex-col gap-4">
      <div>
        <h1 id="sign-in-title" className="text-24 font-semibold">
          {t.title}
        </h1>
        <p className="pt-1 text-14 text-ink-2">{t.lead}</p>
      </div>
      {problem && (
        <Note
          tone="problem"
          icon={OctagonX}
          title={problem.text}
          code={t.code(problem.code)}
          role="alert"
          className="text-13"
        />
      )}
      <Field
        label={t.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={t.password}
        type={shown ? 'text' : 'password'}
        name="password"
        autoComplete="current-password"
        required
        bad={refused}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        after={<ShowPassword shown={shown} onClick={() => setShown(!shown)} />}
      />
      <Button type="submit" kind="primary" pending={pending} className="h-11! tablet:h-10!">
        {t.submit}
      </Button>
      {demo && (
        <DemoPeople
          onChoose={(address) => {
            setEmail(address)
            setPassword(DEMO_PASSWORD)
            setProblem(null)
          }}
        />
      )}
    </form>
  )
}

function ShowPassword({ shown, onClick }: { shown: boolean; onClick: () => void }) {
  return (
    <Button
      kind="quiet"
      size="small"
      icon={shown ? EyeOff : Eye}
      aria-label={shown ? t.hidePassword : t.showPassword}
      aria-pressed={shown}
      onClick={onClick}
      className="mr-1.5"
    />
  )
}

/** Null when signed in, else the error's text. */
async function attempt(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { email, password, redirect: false })
    return answer?.ok && !answer.error ? null : (answer?.error ?? 'network')
  } catch {
    return 'network'
  }
}
