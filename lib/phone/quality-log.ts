import type { QualityMinute, QualitySecond } from './wire.ts'

const MINUTE_S = 60
const MOST_WARNINGS = 20

export type Sampled = Pick<QualityMinute, 'minute' | 'samples' | 'warnings'>

/** Gathers what is measured of a leg each second into minutes since the leg's answer. */
export class QualityLog {
  private minute = 0
  private samples: QualitySecond[] = []
  private readonly warnings = new Set<string>()
  private readonly tell: (minute: Sampled) => void

  constructor(tell: (minute: Sampled) => void) {
    this.tell = tell
  }

  /** `second` counts from the leg's answer. */
  add(second: number, [mos, jitterMs, lossPercent, rttMs]: [number | null, number, number, number]): void {
    const minute = Math.floor(second / MINUTE_S)
    if (minute !== this.minute) this.flush()
    this.minute = minute
    const inMinute = Math.floor(second % MINUTE_S)
    if (this.samples.at(-1)?.[0] !== inMinute) this.samples.push([inMinute, mos, jitterMs, lossPercent, rttMs])
  }

  warn(name: string): void {
    if (this.warnings.size < MOST_WARNINGS) this.warnings.add(name)
  }

  /** Tells what is left of the minute that is on. */
  flush(): void {
    const { minute, samples, warnings } = this
    if (samples.length > 0) this.tell({ minute, samples, warnings: [...warnings] })
    this.samples = []
    warnings.clear()
  }
}
