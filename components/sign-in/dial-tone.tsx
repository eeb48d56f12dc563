'use client'
import { messages } from '#components/messages/messages.ts'

const WIDTH = 640
const LINES = 10
/** Pixels of one period of the mean of both tones; their ratio (350 : 440) makes the slow swell. */
const PERIOD = 72
const LOW = 350 / 395
const HIGH = 440 / 395

/** The two tones of a line that waits to be dialled, drawn as they sound. */
export function DialTone() {
  return (
    <aside className="relative hidden overflow-hidden bg-tone text-tone-ink desk:block">
      <svg
        viewBox={`0 0 ${WIDTH} 800`}
        preserveAspectRatio="xMidYMid slice"
        className="absolute inset-0 size-full text-tone-line"
        aria-hidden
      >
        <g fill="none" stroke="currentColor" strokeWidth="1.25">
          {Array.from({ length: LINES }, (_, i) => (
            <path key={wave(i)} d={wave(i)} opacity={0.9 - i * 0.085} />
          ))}
        </g>
      </svg>
      <div className="absolute inset-x-10 bottom-8 flex text-12">
        <span className="figures flex-1">{messages.signIn.toneFrequencies}</span>
        <span>{messages.signIn.tone}</span>
      </div>
    </aside>
  )
}

function wave(line: number): string {
  const points = Array.from({ length: WIDTH / 2 + 1 }, (_, i) => {
    const x = i * 2
    const at = (hertz: number, shift: number) => Math.sin((2 * Math.PI * hertz * x) / PERIOD + shift * line)
    return `${x} ${(152 + line * 62 + 12 * (at(LOW, 0.7) + at(HIGH, 0.9))).toFixed(1)}`
  })
  return `M${points.join('L')}`
}
