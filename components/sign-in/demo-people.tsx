'use client'
import { messages } from '#components/messages/messages.ts'

/** Public: the demo's people are on every copy, and no call of theirs costs money. */
export const DEMO_PASSWORD = 'offhook'

const PEOPLE = [
  ['agent@demo.test', messages.roles.agent],
  ['maria@demo.test', messages.roles.supervisor],
  ['admin@demo.test', messages.roles.admin],
  ['owner@demo.test', messages.roles.owner],
] as const

/** The demo's sign-ins; a click fills the form. */
export function DemoPeople({ onChoose }: { onChoose: (email: string) => void }) {
  const t = messages.signIn
  return (
    <section aria-labelledby="demo-people" className="flex flex-col gap-1 border-t border-line pt-4">
      <h2 id="demo-people" className="font-semibold">
        {t.demoTitle}
      </h2>
      <p className="text-12 text-ink-3">{t.demoFill}</p>
      <ul className="-mx-2 pt-1">
        {PEOPLE.map(([email, role]) => (
          <li key={email}>
            <button
              type="button"
              onClick={() => onChoose(email)}
              className="flex h-11 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover tablet:h-8"
            >
              <span className="flex-1 truncate font-medium">{email}</span>
              <span className="text-12 text-ink-3">{role}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
