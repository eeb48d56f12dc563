'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Line } from '#lib/phone/wire.ts'
import type { CountryCode, Dialled } from '#lib/phone-number.ts'
import { deleteLast } from './dial-text.ts'
import { useNumbers } from './use-numbers.ts'
import { usePersistent } from './use-persistent.ts'
import { usePhone, usePhoneSettings, usePhoneStore } from './use-phone.tsx'

const NO_COUNTRIES: readonly CountryCode[] = []
const NOTHING: Dialled = { kind: 'empty' }

export type Dialer = ReturnType<typeof useDialerState>

const DialerContext = createContext<Dialer | null>(null)

/** Holds what is being dialled above the pages, so that a number clicked anywhere fills the same field. */
export const DialerProvider = ({ children }: { children: ReactNode }) => (
  <DialerContext value={useDialerState()}>{children}</DialerContext>
)

/** The dial field's text, what it means, the line it is called from, and its verbs. */
export function useDialer(): Dialer {
  const dialer = useContext(DialerContext)
  if (!dialer) throw new Error('useDialer outside DialerProvider')
  return dialer
}

function useDialerState() {
  const store = usePhoneStore()
  const { link, call: current } = usePhone()
  const [text, setText] = useState('')
  const [last, setLast] = usePersistent('offhook.last-dialled')
  const { line, ...lines } = useLine()
  const { dialled, spaced, ...reading } = useReading(text, line)
  const canCall = dialled.kind === 'e164' && line !== undefined && link === 'ready' && !current && store !== null

  const change = (next: string) => {
    const appended = next.length > text.length && next.startsWith(text)
    setText(appended ? spaced(next) : next)
  }
  const call = async () => {
    if (!canCall) return
    setLast(text)
    setText('')
    await store.dial(dialled.e164, line)
    // Refused: the number comes back, to be mended or tried again, unless another was begun.
    if (store.get().problem) setText((current) => current || text)
  }
  return {
    ...{ text, last, dialled, line, canCall, change, ...lines, ...reading },
    call: () => void call(),
    fill: setText,
    press: (key: string) => change(text + key),
    deleteLast: () => setText(deleteLast(text)),
    clear: () => setText(''),
    recall: () => last && setText(last),
  }
}

/** The line to call from, remembered by this browser. */
function useLine() {
  const lines = usePhoneSettings()?.lines
  const [number, chooseLine] = usePersistent('offhook.line')
  const line: Line | undefined = lines?.find((each) => each.number === number) ?? lines?.[0]
  return { lines, line, chooseLine }
}

/** The text read as a number: of the country the agent chose, else of the line's own. */
function useReading(text: string, line: Line | undefined) {
  const numbers = useNumbers()
  const fallback = usePhoneSettings()?.country ?? ''
  const [chosen, setChosen] = useState<CountryCode | null>(null)
  const own = numbers && line ? numbers.countryOf(line.number, fallback) : null
  const country = chosen ?? own
  return {
    country,
    isChosen: chosen !== null,
    chooseCountry: (code: CountryCode) => setChosen(code === own ? null : code),
    countries: numbers?.COUNTRIES ?? NO_COUNTRIES,
    dialled: numbers && country ? numbers.readDialled(text, country) : NOTHING,
    spaced: (next: string) => (numbers && country ? numbers.spaceAsTyped(next, country) : next),
  }
}
