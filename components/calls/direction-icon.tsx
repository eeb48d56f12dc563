import { Icon } from '#components/ui/icon.tsx'
import type { HistoryCall } from './history.ts'
import { directionOf } from './outcome.ts'

/** Which way a call went, and whether it was missed. */
export function DirectionIcon({ call }: { call: HistoryCall }) {
  const { icon, word, ink } = directionOf(call)
  return (
    <span title={word} className={`flex-none ${ink}`}>
      <Icon of={icon} size={14} />
      <span className="sr-only">{word}</span>
    </span>
  )
}
