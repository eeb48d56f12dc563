import { messages } from '#components/messages/messages.ts'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { Measures, Quality } from '#lib/phone/phone.ts'

const BARS: Record<Quality, [number, string]> = {
  good: [3, 'bg-live'],
  fair: [2, 'bg-ringing'],
  poor: [1, 'bg-problem'],
}

interface ConnectionProps {
  quality: Quality
  measures: Measures | null
  compact?: boolean | undefined
}

/** Three bars, a word and the round trip; the other figures on hover and on focus. */
export function Connection({ quality, measures, compact }: ConnectionProps) {
  const [lit, colour] = BARS[quality]
  const t = messages.call
  const word = t.quality[quality]
  const figures = measures ? t.measures(measures) : word
  return (
    <Tooltip text={figures} side="bottom">
      <button
        type="button"
        aria-label={`${t.connection}: ${word}. ${figures}`}
        className="flex items-center gap-1.5 rounded-sm"
      >
        <span aria-hidden className="inline-flex h-3 items-end gap-0.5">
          {['h-1', 'h-2', 'h-3'].map((height, i) => (
            <b key={height} className={`w-[3px] rounded-[1px] ${height} ${i < lit ? colour : 'bg-line-strong'}`} />
          ))}
        </span>
        {!compact && word}
        {!compact && measures && <span className="figures hidden tablet:inline">· {t.ms(measures.rttMs)}</span>}
      </button>
    </Tooltip>
  )
}
