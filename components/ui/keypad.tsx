'use client'
import { useRef } from 'react'

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const

const HOLD_MS = 500

interface KeypadProps {
  label: string
  onKey: (key: string) => void
  /** Holding 0 gives + instead. */
  plus?: boolean
  disabled?: boolean
}

/** The twelve keys. */
export function Keypad({ label, onKey, plus, disabled }: KeypadProps) {
  const hold = useRef<{ timer: ReturnType<typeof setTimeout>; done: boolean } | null>(null)
  const press = () => {
    hold.current = { done: false, timer: setTimeout(() => finishHold(), HOLD_MS) }
  }
  const finishHold = () => {
    if (!hold.current) return
    hold.current.done = true
    onKey('+')
  }
  const click = (key: string) => {
    clearTimeout(hold.current?.timer)
    if (!hold.current?.done) onKey(key)
    hold.current = null
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce itself on every key
    <div role="group" aria-label={label} dir="ltr" className="grid grid-cols-3 gap-2">
      {KEYS.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          disabled={disabled}
          aria-label={key}
          onPointerDown={plus && key === '0' ? press : undefined}
          onPointerLeave={() => clearTimeout(hold.current?.timer)}
          onClick={() => click(key)}
          className="frame-soft flex h-15 touch-manipulation flex-col items-center justify-center rounded-md bg-surface transition-colors duration-instant select-none hover:bg-hover active:bg-pressed disabled:text-ink-off tablet:h-14 dark:bg-raised dark:hover:bg-hover"
        >
          <b className="text-24 font-medium tablet:text-20 tablet:leading-6">{key}</b>
          {letters && <span className="text-[10px] leading-3 tracking-[0.08em] text-ink-3">{letters}</span>}
        </button>
      ))}
    </div>
  )
}
