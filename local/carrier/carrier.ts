import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { log } from '#lib/log.ts'
import type { CarrierAccount } from './accounts.ts'
import { MediaClock } from './clock.ts'
import { createControl } from './control.ts'
import { type Delays, Exchange } from './exchange.ts'
import { withFaults } from './faulty-rest.ts'
import { receiveBrowserCall, receivePhoneCall } from './incoming.ts'
import { withOwnNumbers } from './own-numbers.ts'
import { servePage } from './page.ts'
import { SimulatedPhones } from './phones/phones.ts'
import type { Signalling } from './ports.ts'
import { withEnvelope } from './rest/envelope.ts'
import { createRest } from './rest/rest.ts'
import { type Answer, type Ask, BodyTooLarge, readAsk, sendAnswer } from './router.ts'
import type { MediaSettings } from './signalling/peer.ts'
import { Speech } from './speech.ts'

interface SignallingParts {
  server: Server
  clock: MediaClock
  accounts: readonly CarrierAccount[]
  /** Whether the next packet of sound is to be lost. */
  losesPacket: () => boolean
}

export interface CarrierPlan {
  accounts: readonly CarrierAccount[]
  callsPerSecond: number
  lenient?: boolean | undefined
  /** REST requests an account may have under way; 100 unless told otherwise. */
  restConcurrency?: number
  delays?: Delays
  /** The Voice SDK's side, on the same server. */
  signalling: (parts: SignallingParts) => Signalling & { close(): void }
  /** Where the sound of people at the simulated phones comes in; without it nobody can use one in person. */
  media?: MediaSettings
}

export interface Carrier {
  exchange: Exchange
  /** Listens; gives the port. */
  listen(port: number, host: string): Promise<number>
  /** Ends all calls and closes. */
  close(): Promise<void>
}

/** Longer than clients keep idle connections, so that none is closed just as it is used again. */
const KEEP_ALIVE_MS = 65_000

/** A whole carrier in one HTTP server: REST, control API, page, health, signalling. */
export function createCarrier(plan: CarrierPlan): Carrier {
  const clock = new MediaClock()
  const speech = new Speech()
  const speak = (text: string) => speech.say(text)
  const phones = new SimulatedPhones(speak, clock)
  const server = createServer()
  server.keepAliveTimeout = KEEP_ALIVE_MS
  const { accounts, callsPerSecond, lenient, delays, restConcurrency = 100 } = plan
  const losesPacket = () => exchange.faults.losesPacket()
  const signalling = plan.signalling({ server, clock, accounts, losesPacket })
  const handsets = plan.media && { clock, media: plan.media, log, losesPacket: () => false }
  const network = withOwnNumbers(phones, (call, connect) => receivePhoneCall(exchange, call, connect) !== undefined)
  const exchange = new Exchange({
    accounts,
    clock,
    signalling,
    phones: network,
    speak,
    callsPerSecond,
    lenient,
    delays,
  })
  signalling.onBrowserCall((call) => receiveBrowserCall(exchange, call))
  const rest = withEnvelope(restConcurrency, withFaults(exchange.faults, createRest(exchange)))
  serve(server, { rest, control: createControl(exchange, phones, handsets) })
  return {
    exchange,
    listen: async (port, host) => {
      clock.start()
      const taken = await listen(server, port, host)
      exchange.baseUrl = `http://localhost:${taken}`
      return taken
    },
    close: () => {
      exchange.endAll()
      exchange.pacer.close()
      signalling.close()
      clock.stop()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

type Handler = (ask: Ask) => Promise<Answer>

function serve(server: Server, { rest, control }: { rest: Handler; control: Handler }): void {
  server.on('request', (request, response) => {
    readAsk(request)
      .then((ask) => {
        if (ask.path.startsWith('/control')) return control(ask)
        if (ask.path === '/healthz' || ask.path === '/readyz') return { status: 200, body: { status: 'ok' } }
        return servePage(ask) ?? rest(ask)
      })
      .then((answer) => sendAnswer(response, answer))
      .catch((error: unknown) => {
        const isTooLarge = error instanceof BodyTooLarge
        if (!isTooLarge) log.error('request failed', { url: request.url, error })
        sendAnswer(response, { status: isTooLarge ? 413 : 500 })
      })
  })
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
