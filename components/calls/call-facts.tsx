'use client'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import type { CallDetail } from './history.ts'
import { judgeQuality, qualityPoints } from './quality.ts'
import { usePartyText } from './use-party-text.ts'

const t = messages.callPage

/** What a call comes to, in figures and names. */
export function CallFacts({ call, className }: { call: CallDetail; className?: string }) {
  const party = usePartyText()(call)
  const line = useNumberText()(call.phone_number)
  const facts: [string, string | null][] = [
    [t.facts.waited, waited(call)],
    [t.facts.talk, call.answered_at && call.ended_at ? formatLength(call.duration ?? 0) : null],
    [t.facts.line, call.line_label ?? line],
    [t.facts.agent, call.agent_name],
    [t.facts.endedBy, endedBy(call, party)],
    [t.facts.quality, quality(call)],
    [t.facts.code, call.failure_code],
  ]
  return (
    <dl className={`flex flex-wrap gap-x-8 gap-y-2 ${className ?? ''}`}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt className="text-12 text-ink-3">{name}</dt>
            <dd className="figures font-medium">{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

function quality(call: CallDetail): string | null {
  const found = judgeQuality(call.legs.flatMap((leg) => qualityPoints(call, leg)))
  return found && messages.legs.qualityWas(messages.call.quality[found.word], found.mos.toFixed(1))
}

function waited({ started_at, answered_at, ended_at }: CallDetail): string | null {
  const until = answered_at ?? ended_at
  return until ? formatLength(Math.max(0, (Date.parse(until) - Date.parse(started_at)) / 1000)) : null
}

function endedBy(call: CallDetail, party: string): string | null {
  switch (call.ended_by) {
    case 'agent':
      return call.agent_name ?? messages.legs.agent
    case 'other':
      return party
    case 'carrier':
      return t.endedBy.carrier
    case 'lost':
      return t.endedBy.lost
    default:
      return null
  }
}
