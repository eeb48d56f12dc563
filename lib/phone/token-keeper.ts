import type { PhoneToken } from './wire.ts'

/** Keeps an access token fresh: renewed at half its life by the wall clock, also when a sleeping tab wakes. */
export class TokenKeeper {
  private token: { value: string; renewAt: number } | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopped = false
  private readonly fetchToken: () => Promise<PhoneToken>
  private readonly use: (token: string) => void

  constructor(fetchToken: () => Promise<PhoneToken>, use: (token: string) => void) {
    this.fetchToken = fetchToken
    this.use = use
  }

  /** Fetches a token and starts renewing. Throws what the fetch throws. */
  async start(): Promise<string> {
    const value = await this.fetch()
    if (!this.stopped) document.addEventListener('visibilitychange', this.onVisible)
    return value
  }

  /** The newest token, or null before the first. */
  get current(): string | null {
    return this.token?.value ?? null
  }

  /** Renews now: the network said that the token is used up. */
  async renew(): Promise<void> {
    try {
      const value = await this.fetch()
      if (!this.stopped) this.use(value)
    } catch {
      this.schedule(RETRY_MS) // the old one may still be good; the next try says more
    }
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    document.removeEventListener('visibilitychange', this.onVisible)
  }

  private async fetch(): Promise<string> {
    const { token, expiresAt } = await this.fetchToken()
    const halfLife = (Date.parse(expiresAt) - Date.now()) / 2
    this.token = { value: token, renewAt: Date.now() + halfLife }
    this.schedule(halfLife)
    return token
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer)
    if (!this.stopped) this.timer = setTimeout(() => void this.renew(), Math.max(ms, RETRY_MS))
  }

  /** Renews when the wall clock says that half of the life is over: timers stand still while a machine sleeps. */
  check(): void {
    if (this.token && Date.now() >= this.token.renewAt) void this.renew()
  }

  private readonly onVisible = () => {
    if (document.visibilityState === 'visible') this.check()
  }
}

const RETRY_MS = 5_000
