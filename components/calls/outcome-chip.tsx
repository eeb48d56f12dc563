import { AudioLines, PhoneIncoming, PhoneMissed, PhoneOff, PhoneOutgoing } from 'lucide-react'
import { Chip } from '#components/ui/chip.tsx'
import type { HistoryCall } from './history.ts'
import { isMissed, outcomeOf } from './outcome.ts'

/** What became of a call, as the states of a call are shown everywhere. */
export function OutcomeChip({ call }: { call: HistoryCall }) {
  const { word } = outcomeOf(call)
  if (call.ended_at === null) {
    if (call.answered_at)
      return (
        <Chip tone="live" icon={AudioLines}>
          {word}
        </Chip>
      )
    const inbound = call.direction === 'inbound'
    return (
      <Chip tone={inbound ? 'ringing' : 'ended'} icon={inbound ? PhoneIncoming : PhoneOutgoing}>
        {word}
      </Chip>
    )
  }
  if (isMissed(call))
    return (
      <Chip tone="problem" icon={PhoneMissed}>
        {word}
      </Chip>
    )
  return (
    <Chip tone="ended" icon={PhoneOff}>
      {word}
    </Chip>
  )
}
