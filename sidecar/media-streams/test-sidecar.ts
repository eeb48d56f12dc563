import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { promisify } from 'node:util'
import { createConversation } from '#lib/assistants/begin-conversation.ts'
import { storeCredential } from '#lib/assistants/credentials.ts'
import { issueMediaTicket } from '#lib/assistants/media-ticket.ts'
import type { Transcriber, TranscriberListener, Transcription } from '#lib/assistants/transcriber.ts'
import type { Conversation, ConversationListener, ConversationPlan, VoiceAgent } from '#lib/assistants/voice-agent.ts'
import type { MediaMode } from '#lib/auth/single-use-token.ts'
import { pool } from '#lib/db/client.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { type Subscription, subscribe } from '#lib/events/subscribe.ts'
import { newId, newSid } from '#lib/ids.ts'
import { LiveEvents } from '../live-events.ts'
import { startServer } from '../server.ts'
import { newSidecarId } from '../sidecar-id.ts'
import { EarlyTalks } from './early-talks.ts'
import { ListenSockets } from './listen-sockets.ts'
import { Listeners } from './listeners.ts'
import { MediaStreams } from './media-streams.ts'
import { Relays } from './relays.ts'
import { CarrierStream, signUpgrade, until } from './test-carrier-stream.ts'

/** A conversation as the vendor's end sees it. */
export class FarTalk implements Conversation {
  readonly plan: ConversationPlan
  readonly tell: ConversationListener
  readonly heard: string[] = []
  readonly texts: string[] = []
  readonly context: string[] = []
  readonly results: { id: string; result: string; isError: boolean }[] = []
  closedBecause: string | undefined
  quietings = 0
  #hasBegun = false

  constructor(plan: ConversationPlan, listener: ConversationListener) {
    this.plan = plan
    this.tell = listener
  }

  begin(): void {
    if (!this.#hasBegun) this.tell.ready(newId())
    this.#hasBegun = true
  }

  stayQuiet(): void {
    this.quietings += 1
  }

  sendAudio(payload: string): boolean {
    this.heard.push(payload)
    return true
  }

  sendContext(text: string): void {
    this.context.push(text)
  }

  sendText(text: string): void {
    this.texts.push(text)
  }

  toolResult(id: string, result: string, isError: boolean): void {
    this.results.push({ id, result, isError })
  }

  close(reason: string): void {
    this.closedBecause = reason
  }
}

/** The vendor who writes down what is said, one voice after the other. */
class FarEars implements Transcriber {
  readonly heard: { language: string | null; sound: string[]; tell: TranscriberListener; isOver: boolean }[] = []
  /** What each voice turns out to have said when it is asked at the end. */
  lastWords = ''

  open(language: string | null, tell: TranscriberListener): Transcription {
    const voice = { language, sound: [] as string[], tell, isOver: false }
    this.heard.push(voice)
    return {
      sendAudio: (payload) => void voice.sound.push(payload),
      finish: async () => {
        voice.isOver = true
        if (this.lastWords) tell.said(this.lastWords)
        tell.ended('finished', false)
      },
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A sidecar in this process, on a port of its own, whose assistants are the test's. */
export class TestSidecar implements VoiceAgent {
  readonly talks: FarTalk[] = []
  sidecarId = ''
  relays!: Relays
  readonly listeners = new Listeners()
  readonly ears = new FarEars()
  media!: MediaStreams
  address = ''
  readonly #connectsEarly: boolean
  #server!: Server
  #live!: LiveEvents
  #listening!: ListenSockets
  #subscription!: Subscription

  /** connectsEarly: takes conversations whose phones ring, of whichever test. */
  constructor({ connectsEarly = false } = {}) {
    this.#connectsEarly = connectsEarly
  }

  async start(): Promise<this> {
    const { listeners } = this
    // Frame by frame also on a busy machine: tests count what arrives.
    Object.assign(env(), { MEDIA_CHUNK_MS: 20 })
    const port = await freePort()
    const sidecarId = newSidecarId('127.0.0.1', port)
    this.sidecarId = sidecarId
    this.relays = new Relays(sidecarId, listeners)
    // Alive for as long as any test: the job of another test ends the conversations of sidecars that are silent.
    await pool().query("insert into worker_heartbeats (worker_id, beat_at) values ($1, now() + interval '1 hour')", [
      sidecarId,
    ])
    this.#live = new LiveEvents()
    this.#listening = new ListenSockets(listeners, this.relays)
    const early = this.#connectsEarly && new EarlyTalks(sidecarId, () => this)
    this.media = new MediaStreams({
      sidecarId,
      listeners,
      openAgent: () => this,
      openTranscriber: () => this.ears,
      ...(early && { early }),
    })
    const sockets = { live: this.#live, listening: this.#listening, media: this.media }
    this.#server = await startServer('127.0.0.1', port, async () => !this.media.isDraining, sockets)
    this.address = `ws://127.0.0.1:${port}`
    this.#subscription = await subscribe(
      env().LISTEN_DATABASE_URL,
      (hint) => {
        this.media.tell(hint)
        this.relays.tell(hint)
      },
      () => {
        this.media.refreshAll()
        this.relays.refreshAll()
      },
    )
    return this
  }

  async stop(): Promise<void> {
    await this.media.drain(0)
    this.#live.close()
    this.#listening.close()
    this.relays.close()
    this.media.close()
    this.#server.close()
    this.#server.closeAllConnections()
    await this.#subscription.close()
  }

  connections(): Promise<number> {
    return promisify(this.#server.getConnections.bind(this.#server))()
  }

  open(plan: ConversationPlan, listener: ConversationListener): Conversation {
    const talk = new FarTalk(plan, listener)
    this.talks.push(talk)
    return talk
  }

  /** Opens a stream of this leg with whatever signature; the right one when nothing is said. */
  connect(
    leg: Talk,
    signature?: string | null,
    path = `/media/${leg.accountSid}`,
    headers: Record<string, string> = {},
  ): CarrierStream {
    const right = signUpgrade(leg.authToken, env().PUBLIC_WS_URL + path)
    return new CarrierStream(this.address + path, leg, signature === undefined ? right : signature, headers)
  }

  /** A stream that is carried, and the assistant at its other end. */
  async carry(leg: Talk): Promise<{ stream: CarrierStream; talk: FarTalk }> {
    const talks = () => this.talks.filter(({ plan }) => plan.prompt === promptOf(leg.callId))
    const before = talks().length
    const stream = await this.connect(leg).start(await leg.ticket())
    await until(() => talks().length > before)
    return { stream, talk: talks().at(-1)! }
  }
}

export const promptOf = (callId: string) => `Be kind on call ${callId}.`

/** A call an assistant is to talk on. */
export interface Talk {
  business: TestBusiness
  businessId: string
  accountSid: string
  authToken: string
  callSid: string
  callId: string
  conversationId: string
  ticket(mode?: MediaMode): Promise<string>
  row(): Promise<{ state: string; endedReason: string | null; streamSid: string | null; sidecarId: string | null }>
  turns(): Promise<
    { speaker: string; text: string; heardText: string | null; latencyMs: number | null; endMs: number | null }[]
  >
}

export async function createTalk(business?: TestBusiness): Promise<Talk> {
  const own = business ?? (await createTestBusiness())
  const { businessId, account, line } = own
  const callId = newId()
  const callSid = newSid('CA')
  const conversationId = await withBusiness(businessId, async (tx) => {
    await tx.call.create({
      data: {
        ...{ businessId, id: callId, origin: 'inbound', direction: 'inbound', status: 'in-progress' },
        ...{ phoneNumber: line.number, callerPhone: '+442079460958', startedAt: new Date() },
      },
    })
    await storeCredential(tx, businessId, null, { agentId: 'agent', apiKey: 'key' })
    return createConversation(tx, businessId, { callId, prompt: promptOf(callId), firstMessage: 'Hello.' })
  })
  const where = { businessId_id: { businessId, id: conversationId } }
  return {
    ...{ business: own, businessId, callId, callSid, conversationId },
    ...{ accountSid: account.accountSid, authToken: account.authToken },
    ticket: (mode = 'assistant') => issueMediaTicket({ businessId, callId, callSid, conversationId, mode }),
    row: () => withBusiness(businessId, (tx) => tx.assistantConversation.findUniqueOrThrow({ where })),
    turns: () =>
      withBusiness(businessId, (tx) =>
        tx.conversationTurn.findMany({ where: { conversationId }, orderBy: { position: 'asc' } }),
      ),
  }
}
