/** How much of a caller's sound goes to an assistant at once, the more the busier. */
const LEVELS_MS = [20, 40, 100] as const
/** With more streams than this a level is left, with fewer than FEWER of them it is come back to. */
const MOST_STREAMS = [150, 300]
const FEWER = 0.8
/** So late, on average, is a busy process; a process with few streams is late by the doing of others, whom longer chunks do not help. */
const LATE_MS = 8
const IN_TIME_MS = 2
const FEW_STREAMS = 50
/** The weight of one look among all the ones before it, and how long it takes until another level's effect can be seen. */
const WEIGHT = 0.1
const SETTLE_MS = 2_000
const CALM_MS = 15_000

/**
 * Chooses the length of chunks for all streams: short ones while there is time, long ones when messages are what the process has
 * too many of. Upwards quickly, one level at a time; down again only after it was calm for a while.
 */
export class ChunkPace {
  readonly #wanted: number | 'auto'
  #byLateness = 0
  #byStreams = 0
  #lateMs = 0
  #movedAt = Number.NEGATIVE_INFINITY
  #unrestAt = Number.NEGATIVE_INFINITY

  /** A fixed length is kept whatever happens. */
  constructor(wanted: number | 'auto') {
    this.#wanted = wanted
  }

  get chunkMs(): number {
    return this.#wanted !== 'auto' ? this.#wanted : LEVELS_MS[Math.max(this.#byLateness, this.#byStreams)]!
  }

  /** Some ten times a second: how many streams there are, and how late the process comes to look. */
  look(streams: number, lateMs: number, now: number): void {
    this.#lateMs += (Math.max(0, lateMs) - this.#lateMs) * WEIGHT
    this.#byStreams = levelFor(streams, this.#byStreams)
    const isLate = this.#lateMs > LATE_MS && streams >= FEW_STREAMS
    if (streams < FEW_STREAMS * FEWER) this.#byLateness = 0
    if (isLate || this.#lateMs > IN_TIME_MS) this.#unrestAt = now
    if (isLate && now - this.#movedAt >= SETTLE_MS) this.#move(this.#byLateness + 1, now)
    else if (now - Math.max(this.#unrestAt, this.#movedAt) >= CALM_MS) this.#move(this.#byLateness - 1, now)
  }

  #move(level: number, now: number): void {
    this.#byLateness = Math.max(0, Math.min(LEVELS_MS.length - 1, level))
    this.#movedAt = now
  }
}

function levelFor(streams: number, before: number): number {
  const up = MOST_STREAMS.filter((most) => streams > most).length
  const down = MOST_STREAMS.filter((most) => streams >= most * FEWER).length
  return up > before ? up : Math.min(before, down)
}
