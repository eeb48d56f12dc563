import { connect } from 'node:net'
import { startPostgres } from './postgres.mjs'
import { during, say } from './progress.mjs'

const LOOK_EVERY_MS = 2000

/** Starts the embedded PostgreSQL and starts it again when it dies, until the lifetime ends. Returns its owner's URL. */
export async function keepPostgres(dataDir, lifetime) {
  const start = () => startPostgres({ dataDir, log: (line) => say(`  ${line}`) })
  let running = await during('Starting PostgreSQL', start)
  const { ownerUrl } = running
  const { hostname, port } = new URL(ownerUrl)
  let timer
  const look = async () => {
    if (!(await isListening(hostname, port))) {
      running = await during('PostgreSQL ended, starting it again', start)
      if (running.ownerUrl !== ownerUrl) throw new Error('PostgreSQL could not get its former port back')
    }
    if (!lifetime.signal.aborted) timer = setTimeout(lookAgain, LOOK_EVERY_MS)
  }
  let looking = Promise.resolve()
  const lookAgain = () => {
    looking = look().catch((error) => lifetime.stop(error))
  }
  timer = setTimeout(lookAgain, LOOK_EVERY_MS)
  lifetime.atEnd(async () => {
    clearTimeout(timer)
    await looking
    await running.stop()
  })
  lifetime.signal.throwIfAborted()
  return ownerUrl
}

function isListening(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
