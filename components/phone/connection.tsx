import { messages } from '#components/messages/en-GB.ts'
import type { Quality } from '#lib/phone/phone.ts'

const BARS: Record<Quality, [number, string]> = {
  good: [3, 'bg-live'],
  fair: [2, 'bg-ringing'],
  poor: [1, 'bg-problem'],
}

/** Three bars and a word. */
export function Connection({ quality, compact }: { quality: Quality; compact?: boolean }) {
  const [lit, colour] = BARS[quality]
  const word = messages.call.quality[quality]
  return (
    <span className="flex items-center gap-1.5" title={compact ? word : undefined}>
      <span aria-hidden className="inline-flex h-3 items-end gap-0.5">
        {['h-1', 'h-2', 'h-3'].map((height, i) => (
          <b key={height} className={`w-[3px] rounded-[1px] ${height} ${i < lit ? colour : 'bg-line-strong'}`} />
        ))}
      </span>
      <span className={compact ? 'sr-only' : ''}>{word}</span>
    </span>
  )
}
