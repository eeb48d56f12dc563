import type { Choices } from '#components/calls/use-choices.ts'
import { messages } from '#components/messages/messages.ts'
import { weekdayName } from '#components/ui/reader.ts'
import { type FilterName, type Filters, isSpan } from './log-query.ts'

const t = messages.callLog

/** A filter as a chip says it. */
export interface FilterWords {
  name: FilterName
  field: string
  verb: string | undefined
  value: string
}

/** Why nobody spoke on a call: a word of ours, or the network's own code. */
export const reasonText = (reason: string): string => t.reasons[reason] ?? t.otherReason(reason)

/** The filters of a list in words; the search stands in its own field. */
export function filterWords(filters: Filters, choices: Choices, numberText: (number: string) => string): FilterWords[] {
  return (Object.entries(filters) as [FilterName, string][])
    .filter(([name]) => name !== 'search')
    .map(([name, value]) => ({
      name,
      field: t.fields[name],
      verb: t.verbs[name],
      value: valueOf(name, value, choices, numberText),
    }))
}

function valueOf(name: FilterName, value: string, choices: Choices, numberText: (number: string) => string): string {
  switch (name) {
    case 'started':
      return isSpan(value) ? t.spans[value] : value
    case 'direction':
      return value === 'inbound' || value === 'outbound' ? messages.calls.direction[value] : value
    case 'outcome':
      return t.outcomes[value] ?? value
    case 'status':
      return t.statuses[value] ?? value
    case 'user_id':
      return value === 'nobody' ? t.nobody : (choices.people.find(({ id }) => id === value)?.name ?? value)
    case 'counted_as':
      return t.countedAs[value] ?? value
    case 'reason':
      return reasonText(value)
    case 'weekday':
      return weekdayName(Number(value), 'long')
    case 'hour':
      return t.hour(Number(value))
    case 'phone_number':
      return choices.lines.find(({ number }) => number === value)?.label ?? numberText(value)
    case 'caller_phone':
      return numberText(value)
    case 'min_duration':
    case 'max_duration':
    case 'min_wait':
    case 'max_wait':
      return t.minutes(Number(value))
    case 'has_recording':
    case 'has_transcript':
    case 'reviewed':
      return value === 'true' ? t.yes : t.no
    default:
      return value
  }
}
