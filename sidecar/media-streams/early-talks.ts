import { claimRinging, stillRings } from '#lib/assistants/carry-conversation.ts'
import type { ElevenLabsAccount } from '#lib/assistants/eleven-labs-api.ts'
import { planConversation } from '#lib/assistants/plan-conversation.ts'
import type { VoiceAgent } from '#lib/assistants/voice-agent.ts'
import { readEvent } from '#lib/events/read-event.ts'
import type { EventHint } from '#lib/events/subscribe.ts'
import { log } from '#lib/log.ts'
import { EarlyTalk } from './early-talk.ts'

interface Ringing {
  businessId: string
  callId: string
  talk: EarlyTalk
}

/**
 * The assistants of callees whose phones ring, connected by whichever sidecar takes them first. A stream that comes here gets its
 * own; one that comes elsewhere opens another, and this one is dropped, as it is at any other end of the call.
 */
export class EarlyTalks {
  readonly #sidecarId: string
  readonly #openAgent: (account: ElevenLabsAccount) => VoiceAgent
  readonly #ringing = new Map<string, Ringing>()
  #isClosed = false

  constructor(sidecarId: string, openAgent: (account: ElevenLabsAccount) => VoiceAgent) {
    this.#sidecarId = sidecarId
    this.#openAgent = openAgent
  }

  get size(): number {
    return this.#ringing.size
  }

  tell(hint: EventHint): void {
    const { businessId, type } = hint
    if (type === 'conversation.ringing') this.#read(hint)
    else if (type.startsWith('conversation.') || type === 'call.changed') {
      if ([...this.#ringing.values()].some((ringing) => ringing.businessId === businessId)) this.#read(hint)
    }
  }

  /** Events may have been missed. */
  refreshAll(): void {
    for (const conversationId of this.#ringing.keys()) this.#look(conversationId)
  }

  /** The assistant of a conversation that a stream carries now, if it is here and lives. */
  take(conversationId: string): EarlyTalk | undefined {
    const talk = this.#ringing.get(conversationId)?.talk
    this.#ringing.delete(conversationId)
    return talk?.isOver ? undefined : talk
  }

  /** Ten times a second. */
  tick(now: number): void {
    for (const [conversationId, { talk }] of this.#ringing) {
      if (talk.isOver) this.#ringing.delete(conversationId)
      else talk.tick(now)
    }
  }

  /** Drops all and takes no more. */
  close(): void {
    this.#isClosed = true
    for (const conversationId of this.#ringing.keys()) this.#drop(conversationId, 'the sidecar ends')
  }

  #read(hint: EventHint): void {
    this.#obey(hint).catch((error: unknown) => log.error('an event of a ringing call was not followed', { error }))
  }

  async #obey(hint: EventHint): Promise<void> {
    const event = this.#isClosed ? null : await readEvent(hint)
    if (event?.type === 'conversation.ringing') await this.#connect({ ...event, businessId: hint.businessId })
    else if (event?.type === 'call.changed') {
      for (const [conversationId, { callId }] of this.#ringing) if (callId === event.callId) this.#look(conversationId)
    } else if (event && 'conversationId' in event) this.#look(event.conversationId)
  }

  async #connect({
    businessId,
    callId,
    conversationId,
  }: {
    businessId: string
    callId: string
    conversationId: string
  }) {
    if (!(await claimRinging(businessId, conversationId, this.#sidecarId))) return
    const planned = await planConversation(businessId, conversationId)
    if (this.#isClosed) return
    this.#ringing.set(conversationId, { businessId, callId, talk: new EarlyTalk(planned, this.#openAgent) })
    // The callee may have answered, or the call ended, meanwhile.
    this.#look(conversationId)
  }

  /** Drops the assistant of a conversation that does not wait for this process any more. */
  #look(conversationId: string): void {
    const ringing = this.#ringing.get(conversationId)
    if (!ringing) return
    stillRings(ringing.businessId, conversationId, this.#sidecarId).then(
      (isSo) => isSo || this.#drop(conversationId, 'it does not ring any more'),
      (error: unknown) => log.error('a ringing call was not looked at', { error, conversationId }),
    )
  }

  #drop(conversationId: string, reason: string): void {
    this.#ringing.get(conversationId)?.talk.close(reason)
    this.#ringing.delete(conversationId)
  }
}
