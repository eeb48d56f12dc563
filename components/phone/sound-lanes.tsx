'use client'
import { useEffect, useRef } from 'react'
import { messages } from '#components/messages/messages.ts'
import { usePhoneStore } from './use-phone.tsx'

const STEP_MS = 100
const PITCH = 4
const HEIGHT = 20

/** Both voices as they sound: one bar for every tenth of a second, the newest at the right. Data, not decoration. */
export function SoundLanes({ them }: { them: string }) {
  const store = usePhoneStore()
  const mine = useRef<HTMLCanvasElement>(null)
  const theirs = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!store) return
    const lanes = [mine.current, theirs.current].filter((canvas) => canvas !== null).map(lane)
    let peaks = [0, 0]
    const stop = store.subscribeLevels((a, b) => {
      peaks = [Math.max(peaks[0]!, a), Math.max(peaks[1]!, b)]
    })
    const timer = setInterval(() => {
      for (const [i, push] of lanes.entries()) push(peaks[i] ?? 0)
      peaks = [0, 0]
    }, STEP_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [store])
  return (
    <div aria-hidden className="text-12 text-ink-3">
      <div className="flex h-7 items-center gap-3">
        <span className="w-14 truncate">{messages.call.you}</span>
        <canvas ref={mine} className="h-5 min-w-0 flex-1 text-accent" />
      </div>
      <div className="flex h-7 items-center gap-3">
        <span className="w-14 truncate">{them}</span>
        <canvas ref={theirs} className="h-5 min-w-0 flex-1 text-ink-3" />
      </div>
    </div>
  )
}

/** A lane that takes one loudness (0 to 1) at a time and draws the last ones that fit. */
function lane(canvas: HTMLCanvasElement): (loudness: number) => void {
  const bars: number[] = []
  return (loudness) => {
    const scale = window.devicePixelRatio
    const width = canvas.clientWidth
    canvas.width = width * scale
    canvas.height = HEIGHT * scale
    bars.push(loudness)
    const count = Math.floor(width / PITCH)
    if (bars.length > count) bars.splice(0, bars.length - count)
    const context = canvas.getContext('2d')
    if (!context) return
    const style = getComputedStyle(canvas)
    context.scale(scale, scale)
    for (let i = 0; i < count; i++) {
      const level = bars[bars.length - count + i] ?? 0
      const height = level < 0.02 ? 2 : Math.min(18, 4 + level * 40)
      context.fillStyle = level < 0.02 ? style.getPropertyValue('--line-strong') : style.color
      context.beginPath()
      context.roundRect(i * PITCH, (HEIGHT - height) / 2, 2, height, 1)
      context.fill()
    }
  }
}
