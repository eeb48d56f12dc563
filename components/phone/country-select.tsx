'use client'
import { ChevronDown } from 'lucide-react'
import { useMemo } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Select } from '#components/ui/select.tsx'
import type { CountryCode } from '#lib/phone-number.ts'
import { countryName } from './format.ts'
import { useDialer } from './use-dialer.tsx'

/** The country that numbers without + are read for. */
export function CountrySelect() {
  const { country, countries, chooseCountry } = useDialer()
  const options = useMemo(() => countries.map(toOption).toSorted((a, b) => a.text.localeCompare(b.text)), [countries])
  return (
    <Select
      label={`${messages.dialer.country}: ${country ? countryName(country) : ''}`}
      value={country ?? ''}
      onChange={(code) => chooseCountry(code as CountryCode)}
      disabled={!country}
      options={options}
      trigger={
        <>
          {country ?? '··'}
          <Icon of={ChevronDown} size={12} />
        </>
      }
      className="inline-flex h-6 flex-none items-center gap-0.5 rounded-sm bg-sunken pr-1 pl-1.5 text-12 font-medium text-ink-2 dark:bg-pressed"
    />
  )
}

const toOption = (code: CountryCode) => {
  const name = countryName(code)
  const content = (
    <>
      <span className="w-6 text-12 text-ink-3">{code}</span>
      <span className="truncate">{name}</span>
    </>
  )
  return { value: code, text: name, content }
}
