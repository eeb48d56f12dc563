'use client'
import { useState } from 'react'
import useSWR from 'swr'
import { useDesk } from '#components/desk/desk-context.tsx'
import { ApiError, fetchJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { becomeReader, type Reader } from '#components/ui/reader.ts'
import { Choice } from './choice.tsx'
import { Problem } from './problem.tsx'
import { Section } from './section.tsx'

const t = messages.settings.formats
const BUSINESS = 'business'

type Preferences = Reader & { timeZone: string | null }

/** The reader's language, clock and calendar; a change is stored at once and shows after the page is read anew. */
export function FormatSettings() {
  const { business } = useDesk()
  const { data, mutate } = useSWR<Preferences>(KEYS.preferences)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const save = async (change: Partial<Preferences>) => {
    const body = JSON.stringify({ ...data, ...change })
    try {
      const headers = { 'content-type': 'application/json' }
      const saved = await fetchJson<Preferences>(KEYS.preferences, { method: 'PUT', body, headers })
      await mutate(saved, false)
      setProblem(null)
      if (saved.timeZone === data?.timeZone) becomeReader(saved)
      else window.location.reload()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error)
    }
  }
  return (
    <Section title={t.title} lead={t.lead}>
      <Choice
        label={t.language}
        value={data?.language ?? 'en-GB'}
        options={Object.entries(t.languages).map(([value, text]) => ({ value, text }))}
        onChange={(language) => void save({ language: language as Reader['language'] })}
      />
      <Choice
        label={t.timeZone}
        value={data?.timeZone ?? BUSINESS}
        options={[{ value: BUSINESS, text: t.ofBusiness(business.ownTimeZone) }, ...ZONES]}
        onChange={(zone) => void save({ timeZone: zone === BUSINESS ? null : zone })}
      />
      <Choice
        label={t.dates}
        value={data?.dateStyle ?? 'day-month'}
        options={Object.entries(t.dateStyles).map(([value, text]) => ({ value, text }))}
        onChange={(dateStyle) => void save({ dateStyle: dateStyle as Reader['dateStyle'] })}
      />
      <Choice
        label={t.clock}
        value={data?.hourCycle ?? 'h23'}
        options={Object.entries(t.clocks).map(([value, text]) => ({ value, text }))}
        onChange={(hourCycle) => void save({ hourCycle: hourCycle as Reader['hourCycle'] })}
      />
      <Problem error={problem} />
    </Section>
  )
}

const ZONES = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') }))
