import { elevenLabs } from '#lib/assistants/eleven-labs.ts'
import { elevenLabsScribe } from '#lib/assistants/eleven-labs-scribe.ts'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { env } from '#lib/env.ts'
import { subscribe } from '#lib/events/subscribe.ts'
import { log } from '#lib/log.ts'
import { endWithLauncher } from '#lib/process/end-with-launcher.ts'
import { beat } from '#lib/process/heartbeat.ts'
import { LiveEvents } from './live-events.ts'
import { EarlyTalks } from './media-streams/early-talks.ts'
import { ListenSockets } from './media-streams/listen-sockets.ts'
import { Listeners } from './media-streams/listeners.ts'
import { MediaStreams } from './media-streams/media-streams.ts'
import { Relays } from './media-streams/relays.ts'
import { startServer } from './server.ts'
import { newSidecarId } from './sidecar-id.ts'

const BEAT_MS = 5_000
/** A launcher waits eight seconds for its processes. */
const DRAIN_WITH_LAUNCHER_MS = 2_000
const END_MS = 10_000

async function main(): Promise<void> {
  const { HOST, WS_PORT, LISTEN_DATABASE_URL } = env()
  const sidecarId = newSidecarId(HOST, WS_PORT)
  const live = new LiveEvents()
  const listeners = new Listeners()
  const relays = new Relays(sidecarId, listeners)
  const listening = new ListenSockets(listeners, relays)
  const early = new EarlyTalks(sidecarId, elevenLabs)
  const media = new MediaStreams({
    sidecarId,
    listeners,
    early,
    openAgent: elevenLabs,
    openTranscriber: elevenLabsScribe,
  })
  const subscription = await subscribe(
    LISTEN_DATABASE_URL,
    (hint) => {
      media.tell(hint)
      live.tell(hint)
      relays.tell(hint)
    },
    () => {
      live.refreshAll()
      media.refreshAll()
      relays.refreshAll()
    },
  )
  const beats = await keepBeating(sidecarId)
  const isReady = async () =>
    !media.isDraining && subscription.isConnected() && (await pool().query('select 1')).rowCount === 1
  const server = await startServer(HOST, WS_PORT, isReady, { live, listening, media })
  log.info('the sidecar is ready', { port: WS_PORT })

  const drainMs = process.env.OFFHOOK_PARENT_PID ? DRAIN_WITH_LAUNCHER_MS : env().DRAIN_LIMIT_S * 1000
  endWithLauncher(async () => {
    live.close()
    await media.drain(drainMs)
    server.close()
    listening.close()
    relays.close()
    media.close()
    clearInterval(beats)
    await subscription.close()
    await closeDatabase()
  }, drainMs + END_MS)
}

/** Other processes know by it that our streams live. */
async function keepBeating(sidecarId: string): Promise<NodeJS.Timeout> {
  await beat(sidecarId)
  return setInterval(() => {
    beat(sidecarId).catch((error: unknown) => log.warn('the heartbeat failed', { error }))
  }, BEAT_MS)
}

await main().catch((error: unknown) => {
  log.error('the sidecar cannot go on', { error })
  process.stderr.write(`offhook: sidecar: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
