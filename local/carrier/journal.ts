export interface Entry {
  /** Milliseconds since the epoch. */
  at: number
  event: string
  callSid?: string
  [field: string]: unknown
}

const KEPT = 500

/** What the carrier did, for whoever debugs an application: the last 500 webhooks, TwiML errors and spoken texts. */
export class Journal {
  #entries: Entry[] = []

  write(event: string, fields: Omit<Entry, 'at' | 'event'>): void {
    this.#entries.push({ at: Date.now(), event, ...fields })
    if (this.#entries.length > KEPT) this.#entries.shift()
  }

  entries(): readonly Entry[] {
    return this.#entries
  }

  clear(): void {
    this.#entries = []
  }
}
