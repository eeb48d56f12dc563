import { expect, vi } from 'vitest'
import type { ConversationEnd, ConversationListener, ToolCall } from './voice-agent.ts'

/** For facts that come by themselves, on the slowest of machines. */
export const WAIT = { timeout: 20_000, interval: 10 }

/** Writes down what a conversation tells, in order. */
export class TestListener implements ConversationListener {
  readonly diary: string[] = []
  readonly tools: ToolCall[] = []
  readonly ends: ConversationEnd[] = []
  readonly corrections: { original: string; heard: string }[] = []
  vendorId: string | undefined
  soundBytes = 0
  letters = ''
  pings = 0

  ready(id: string): void {
    this.vendorId = id
    this.diary.push('ready')
  }
  audio(payload: string, _eventId: number, alignment?: { characters: readonly string[] }): void {
    this.soundBytes += Buffer.from(payload, 'base64').length
    this.letters += alignment?.characters.join('') ?? ''
    if (this.diary.at(-1) !== 'audio') this.diary.push('audio')
  }
  agentText(text: string): void {
    this.diary.push(`assistant: ${text}`)
  }
  agentCorrection(original: string, heard: string): void {
    this.corrections.push({ original, heard })
    this.diary.push('correction')
  }
  userText(text: string): void {
    this.diary.push(`caller: ${text}`)
  }
  interruption(): void {
    this.diary.push('interruption')
  }
  toolCall(call: ToolCall): void {
    this.tools.push(call)
    this.diary.push(`tool: ${call.name}`)
  }
  latency(): void {
    this.pings += 1
  }
  ended(end: ConversationEnd): void {
    this.ends.push(end)
    this.diary.push(`ended: ${end.cause}`)
  }

  /** Waits until this stands in the diary. */
  async sees(entry: string): Promise<void> {
    await vi.waitFor(() => expect(this.diary).toContain(entry), WAIT)
  }
}
