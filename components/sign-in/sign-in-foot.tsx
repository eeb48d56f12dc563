'use client'
import { messages } from '#components/messages/messages.ts'
import { StateDot } from '#components/ui/state-dot.tsx'

/** What stands under the form, in the reader's language. */
export const SignInFoot = ({ demo }: { demo: boolean }) => (
  <div className="flex flex-wrap items-center gap-3 text-12 text-ink-3">
    {demo && (
      <span className="flex items-center gap-1.5">
        <StateDot state="ready" />
        {messages.demo}
      </span>
    )}
    <span className="tablet:ml-auto">{messages.signIn.noAccount}</span>
  </div>
)
