import { messages } from '#components/messages/messages.ts'
import { FAIR_MOS, judgeQuality, type QualityPoint, stretches } from './quality.ts'

const t = messages.legs
const HEIGHT = 20
const MOST_MOS = 5

/** How good a leg's connection was second by second: a line from 1 to 5 that is drawn anew where it was low, and what was low then. */
export function QualityLane({ points, length }: { points: QualityPoint[]; length: number }) {
  const quality = judgeQuality(points)
  if (!quality) return null
  const { worst, word, mos } = quality
  const isLow = worst.mos < FAIR_MOS
  const low = t.qualityLow(worst.mos.toFixed(1), String(worst.lossPercent), worst.jitterMs, worst.rttMs)
  const place = worst.second / length
  return (
    <>
      <svg
        viewBox={`0 0 ${length} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        className="absolute inset-0 size-full overflow-visible fill-none [&_path]:[vector-effect:non-scaling-stroke]"
      >
        <Line points={stretches(points)} className="stroke-live" />
        <Line points={stretches(points, (point) => point.mos < FAIR_MOS)} className="stroke-ringing-ink" />
      </svg>
      <span className="sr-only">
        {t.qualityWas(messages.call.quality[word], mos.toFixed(1))}. {low}
      </span>
      {isLow && (
        <span
          aria-hidden
          className="absolute top-4 truncate text-11 text-ringing-ink"
          style={place < 0.5 ? { left: `${place * 100}%` } : { right: `${(1 - place) * 100}%` }}
        >
          {low}
        </span>
      )}
    </>
  )
}

function Line({ points, className }: { points: QualityPoint[][]; className: string }) {
  const y = (mos: number) => HEIGHT - ((mos - 1) / (MOST_MOS - 1)) * HEIGHT
  // A single second is a dot: a line of no length with round ends.
  const path = points
    .map((stretch) => {
      const [first, ...rest] = stretch.map(({ second, mos }) => `${second} ${y(mos)}`)
      return `M${first}${(rest.length > 0 ? rest : [first]).map((point) => `L${point}`).join('')}`
    })
    .join('')
  return <path d={path} strokeWidth={2} strokeLinecap="round" strokeLinejoin="round" className={className} />
}
