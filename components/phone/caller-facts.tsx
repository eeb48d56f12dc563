'use client'
import { DirectionIcon } from '#components/calls/direction-icon.tsx'
import type { HistoryCall } from '#components/calls/history.ts'
import { lengthOf, outcomeOf } from '#components/calls/outcome.ts'
import { useCalls } from '#components/calls/use-calls.ts'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import type { Ring } from '#lib/phone/phone.ts'
import { formatStart } from './format.ts'
import { useMyCalls } from './use-my-calls.ts'

const t = messages.ring
const MOST = 4

/** What helps before answering: who else it rings for, and the last time with this caller. */
export function CallerFacts({ ring }: { ring: Ring }) {
  const { timeZone } = useDesk().business
  const [last] = useCallsBefore(ring)
  const others = useMyCalls()?.find(({ id }) => id === ring.callId)?.alsoRinging ?? []
  if (!last && others.length === 0) return null
  return (
    <dl className="grid grid-cols-[6.5rem_1fr] gap-y-1.5">
      {last && (
        <>
          <dt className="text-12 leading-5 text-ink-3">{t.lastCall}</dt>
          <dd className="figures">
            {t.lastCallWith(
              formatStart(last.started_at, timeZone),
              last.agent_name,
              last.answered_at ? lengthOf(last) : outcomeOf(last).word.toLocaleLowerCase('en-GB'),
            )}
          </dd>
        </>
      )}
      {others.length > 0 && (
        <>
          <dt className="text-12 leading-5 text-ink-3">{t.alsoRinging}</dt>
          <dd>{others.join(', ')}</dd>
        </>
      )}
    </dl>
  )
}

/** The last calls with this caller, where the card is the screen. */
export function CallsBefore({ ring }: { ring: Ring }) {
  const { timeZone } = useDesk().business
  const calls = useCallsBefore(ring)
  if (calls.length === 0) return null
  return (
    <section aria-labelledby="calls-before">
      <h3 id="calls-before" className="pb-1 font-semibold">
        {t.before}
      </h3>
      <ul>
        {calls.slice(0, MOST).map((call) => (
          <li key={call.id} className="flex h-9 items-center gap-2 border-b border-line">
            <DirectionIcon call={call} />
            <span className="figures font-medium">{formatStart(call.started_at, timeZone)}</span>
            <span className="min-w-0 flex-1 truncate text-ink-3">{call.agent_name}</span>
            <span className="figures text-ink-3">{call.answered_at ? lengthOf(call) : ''}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Those of the newest calls that were with the same number, newest first. */
function useCallsBefore({ from, callId }: Ring): HistoryCall[] {
  const calls = useCalls(1).page?.calls ?? []
  return calls.filter((call) => call.caller_phone === from && call.id !== callId && call.ended_at !== null)
}
