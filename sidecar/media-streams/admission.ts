import type { IncomingMessage } from 'node:http'
import { clientAddress } from '#lib/auth/client-address.ts'

const MOST_PER_ADDRESS = 10
const MOST = 200

/** How many may wait to prove who they are: no crowd of strangers keeps others out. */
export class Admission {
  readonly #waiting = new Map<string, number>()
  #total = 0

  /** A place to wait in, to be left once; null when there is none. */
  enter(request: IncomingMessage): (() => void) | null {
    const address = addressOf(request)
    const here = this.#waiting.get(address) ?? 0
    if (here >= MOST_PER_ADDRESS || this.#total >= MOST) return null
    this.#waiting.set(address, here + 1)
    this.#total += 1
    let isLeft = false
    return () => {
      if (isLeft) return
      isLeft = true
      this.#leave(address)
    }
  }

  #leave(address: string): void {
    const here = this.#waiting.get(address)! - 1
    if (here === 0) this.#waiting.delete(address)
    else this.#waiting.set(address, here)
    this.#total -= 1
  }
}

function addressOf({ headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for']
  if (forwarded === undefined) return socket.remoteAddress ?? 'unknown'
  return clientAddress(new Headers({ 'x-forwarded-for': String(forwarded) }))
}
