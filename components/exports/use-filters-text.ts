'use client'
import { filterWords } from '#components/call-log/filter-words.ts'
import { readQuery } from '#components/call-log/log-query.ts'
import { useChoices } from '#components/calls/use-choices.ts'
import { messages } from '#components/messages/messages.ts'
import { useNumberText } from '#components/phone/number-text.tsx'

const t = messages.exports

/** Says in one line which calls a query asks for. */
export function useFiltersText(): (params: URLSearchParams) => string {
  const [choices, numberText] = [useChoices(), useNumberText()]
  return (params) => {
    const { filters } = readQuery(params)
    const words = filterWords(filters, choices, numberText).map(({ field, verb, value }) =>
      [field, verb, value].filter(Boolean).join(' '),
    )
    const all = [filters.search && `“${filters.search}”`, ...words].filter(Boolean)
    return all.join(' · ') || (params.has('ids') ? t.these : t.all)
  }
}
