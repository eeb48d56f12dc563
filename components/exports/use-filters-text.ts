'use client'
import { filterWords } from '#components/call-log/filter-words.ts'
import { readQuery } from '#components/call-log/log-query.ts'
import { useChoices } from '#components/calls/use-choices.ts'
import { messages } from '#components/messages/messages.ts'
import { useNumberText } from '#components/phone/number-text.tsx'

const t = messages.exports

/** Says in one line which calls a query asks for; `chosen` of them one by one. */
export function useFiltersText(): (params: URLSearchParams, chosen?: number | null) => string {
  const [choices, numberText] = [useChoices(), useNumberText()]
  return (params, chosen = null) => {
    const { filters } = readQuery(params)
    const words = filterWords(filters, choices, numberText).map(({ field, verb, value }) =>
      [field, verb, value].filter(Boolean).join(' '),
    )
    const all = [chosen !== null && t.chosen(chosen), filters.search && `“${filters.search}”`, ...words].filter(Boolean)
    return all.join(' · ') || t.all
  }
}
