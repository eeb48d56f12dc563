import { setTimeout as pause } from 'node:timers/promises'
import {
  type Carriage,
  type Claim,
  claimConversation,
  holdNotes,
  releaseConversation,
  type Wanted,
  wantedOf,
} from '#lib/assistants/carry-conversation.ts'
import { planConversation } from '#lib/assistants/plan-conversation.ts'
import { planNotes } from '#lib/assistants/take-notes.ts'
import type { Transcriber } from '#lib/assistants/transcriber.ts'
import type { VoiceAgent } from '#lib/assistants/voice-agent.ts'
import { spendSingleUseToken, type TokenSubject } from '#lib/auth/single-use-token.ts'
import { log } from '#lib/log.ts'
import type { DirectSocket } from '#lib/media/direct-socket.ts'
import type { StartFrame, Track } from '#lib/media/stream-frames.ts'
import { Bridge } from './bridge.ts'
import { type CarrierListener, CarrierSocket, type StreamEnd } from './carrier-socket.ts'
import type { EarlyTalks } from './early-talks.ts'
import type { Listeners } from './listeners.ts'
import { Notes } from './notes.ts'

/** Whose signature the upgrade carried. */
export interface StreamAccount {
  accountSid: string
  businessId: string
}

export interface StreamSurroundings {
  sidecarId: string
  listeners: Listeners
  /** Assistants that were connected while their callees' phones rang. */
  early?: EarlyTalks
  openAgent(account: { apiKey: string; agentId: string }): VoiceAgent
  /** How much of a caller's sound goes to an assistant at once, by now. */
  chunkMs(): number
  /** Who writes down what is said where no assistant is. */
  openTranscriber(account: { apiKey: string; agentId: string }): Transcriber
  /** The stream is over and everything about it is written. */
  gone(stream: MediaStream): void
}

/** Frames kept while the ticket is checked. */
const MOST_PENDING = 100
const RELEASE_AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000]

/** One stream of the carrier's. It does nothing before its ticket is spent; then its bridge, or its listeners, get the sound. */
export class MediaStream implements CarrierListener {
  readonly #account: StreamAccount
  readonly #around: StreamSurroundings
  readonly #carrier: CarrierSocket
  #subject: TokenSubject<'media'> | undefined
  #carriage: Carriage | undefined
  #bridge: Bridge | undefined
  #notes: Notes | undefined
  #note: string | null = null
  #pending: string[] = []
  #isOver = false
  #isLeaving = false

  constructor(socket: DirectSocket, account: StreamAccount, around: StreamSurroundings) {
    this.#account = account
    this.#around = around
    this.#carrier = new CarrierSocket(socket, this, performance.now())
  }

  get businessId(): string {
    return this.#account.businessId
  }

  get conversationId(): string | undefined {
    return this.#subject?.conversationId
  }

  started(start: StartFrame): void {
    this.#admit(start).catch((error: unknown) => {
      log.error('a stream could not be opened', { error, conversationId: this.conversationId })
      this.leave('failed')
    })
  }

  media(track: Track, payload: string): void {
    if (this.#bridge) this.#bridge.hear(payload)
    else if (this.#subject?.mode === 'notes') {
      this.#notes?.hear(track, payload)
      this.#around.listeners.audio(this.#subject.conversationId, track === 'inbound' ? 'caller' : 'assistant', payload)
    } else if (this.#pending.length < MOST_PENDING) this.#pending.push(payload)
  }

  marked(name: string): void {
    this.#bridge?.marked(name)
  }

  digit(digit: string): void {
    this.#bridge?.digit(digit)
  }

  over(end: StreamEnd, why: string): void {
    this.#isOver = true
    if (end === 'refused')
      log.warn('a stream did not keep to the protocol', { why, conversationId: this.conversationId })
    if (this.#isLeaving) return
    this.#isLeaving = true
    void this.#letGo(end === 'stopped' ? 'call-over' : null)
  }

  /** Ends it from our side: over for this reason, or, without one, to be carried on by the call's next stream. */
  leave(reason: string | null): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    void this.#letGo(reason).then(() => this.#carrier.close(reason ?? 'elsewhere'))
  }

  /** Ten times a second. */
  tick(now: number): void {
    this.#carrier.tick(now)
    if (!this.#isLeaving) this.#bridge?.tick(now)
  }

  skip(stillMs: number, now: number): void {
    this.#carrier.skip(stillMs, now)
  }

  /** Does what the conversation's row wants by now. */
  async obey(): Promise<void> {
    if (this.#carriage && this.#bridge && !this.#isLeaving) this.follow(await wantedOf(this.#carriage))
  }

  /** Does what is wanted of its conversation; one that another stream carries, or nobody any more, it leaves. */
  follow(wanted: Wanted | undefined): void {
    if (!this.#carriage || !this.#bridge || this.#isLeaving) return
    const { state, note } = wanted?.streamSid === this.#carriage.streamSid ? wanted : { state: null, note: null }
    if (state === 'human') this.#bridge.mute()
    else if (state !== 'live') this.leave(null)
    else {
      this.#bridge.goOn(note === this.#note ? null : note)
      this.#note = note
    }
  }

  async #admit(start: StartFrame): Promise<void> {
    const subject = await spendSingleUseToken('media', start.customParameters.ticket ?? '')
    if (!subject) return this.#carrier.refuse('The ticket is not valid')
    const { accountSid, businessId } = this.#account
    if (subject.businessId !== businessId || subject.callSid !== start.callSid || start.accountSid !== accountSid) {
      log.error('a ticket came with another leg', { callSid: start.callSid, conversationId: subject.conversationId })
      return this.#carrier.refuse('The ticket is not for this leg')
    }
    if (this.#isOver) return
    this.#subject = subject
    if (subject.mode === 'assistant') await this.#carry(start, subject)
    else await this.#takeNotes(subject)
  }

  /** Without notes the talk goes on, and is listened to, as with them. */
  async #takeNotes({ businessId, conversationId, callId }: TokenSubject<'media'>): Promise<void> {
    try {
      await holdNotes({ businessId, conversationId, callId }, this.#around.sidecarId)
      const planned = await planNotes(businessId, conversationId)
      if (this.#isLeaving) return
      const { listeners, openTranscriber } = this.#around
      const place = { businessId, conversationId, callId }
      this.#notes = new Notes({ place, planned, listeners, transcriber: openTranscriber(planned.account) })
    } catch (error) {
      log.warn('no notes can be taken of a talk', { error, conversationId })
    }
  }

  async #carry(start: StartFrame, subject: TokenSubject<'media'>): Promise<void> {
    const { businessId, conversationId, callId } = subject
    const { sidecarId } = this.#around
    const carriage = { businessId, conversationId, callId, sidecarId, streamSid: start.streamSid }
    const claim = await claimConversation(carriage, start)
    if (!claim) return this.#carrier.close('nothing to be said')
    this.#carriage = carriage
    const early = this.#isLeaving ? undefined : this.#around.early?.take(conversationId)
    const { account, plan, maxDurationS } = early?.planned ?? (await planConversation(businessId, conversationId))
    if (this.#isLeaving) return void ((await this.#release(null)) || this.#releaseLater(null))
    this.#open(carriage, claim, { plan, maxDurationS, agent: early ?? this.#around.openAgent(account) })
  }

  #open(
    carriage: Carriage,
    claim: Claim,
    how: Pick<ConstructorParameters<typeof Bridge>[0], 'plan' | 'maxDurationS' | 'agent'>,
  ): void {
    const leave = (reason: string) => this.leave(reason)
    const { listeners, chunkMs } = this.#around
    this.#note = claim.note
    this.#bridge = new Bridge({ carriage, claim, carrier: this.#carrier, listeners, chunkMs, leave, ...how })
    for (const payload of this.#pending.splice(0)) this.#bridge.hear(payload)
  }

  async #letGo(reason: string | null): Promise<void> {
    try {
      await this.#bridge?.end(reason ?? 'the stream ended')
      await this.#notes?.end()
    } catch (error) {
      log.error('the last words of a conversation were not written', { error, conversationId: this.conversationId })
    }
    if (await this.#release(reason)) this.#around.gone(this)
    else void this.#releaseLater(reason)
  }

  /** False when the row was not written; the call goes on to its next verb all the same. */
  async #release(reason: string | null): Promise<boolean> {
    if (!this.#carriage) return true
    const { conversationId } = this.#carriage
    if (reason !== null) this.#around.listeners.end(conversationId)
    return releaseConversation(this.#carriage, reason).then(
      () => true,
      (error: unknown) => {
        log.error('a conversation was not let go in order', { error, conversationId })
        return false
      },
    )
  }

  /** Nobody else looks after the rows of a process that lives: one would say for ever that its stream does too. */
  async #releaseLater(reason: string | null): Promise<void> {
    for (const pauseMs of RELEASE_AGAIN_MS) {
      await pause(pauseMs, undefined, { ref: false })
      if (await this.#release(reason)) break
    }
    this.#around.gone(this)
  }
}
