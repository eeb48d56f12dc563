import { randomBytes } from 'node:crypto'

/** Tools the client was asked for and has not answered. */
export class ToolCalls {
  readonly #open = new Map<string, string>()

  /** A new call's id. */
  open(name: string): string {
    const id = `tool_${randomBytes(8).toString('hex')}`
    this.#open.set(id, name)
    return id
  }

  /** The name of the tool that was answered; undefined for an answer nobody waits for. */
  finish(id: string): string | undefined {
    const name = this.#open.get(id)
    this.#open.delete(id)
    return name
  }
}
