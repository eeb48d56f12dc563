import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { openChildLog } from './child-log.mjs'
import { say } from './progress.mjs'
import { Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'

const RESTART_AFTER_MS = [1000, 2000, 5000]
const MINUTE_MS = 60_000
const READY_WITHIN_MS = 90_000
const STOP_WITHIN_MS = 8_000

/**
 * A supervised process. Once ready, it is started again 1, 2, 5 s after a death; the third death within a minute, or one
 * before it was ever ready, goes to onGiveUp as a Refusal.
 */
export class Child {
  #spec
  #process
  #log
  #deaths = []
  #timer
  #state = 'starting'
  #isOver = false
  #restarts = Promise.resolve()

  /** spec: { name, args (of node), env, health (base URL), logPath, onGiveUp(error) } */
  constructor(spec) {
    this.#spec = spec
    this.#log = openChildLog(spec.logPath)
    this.#spawn()
  }

  #spawn() {
    const { args, env } = this.#spec
    // stdin is a pipe that ends with this process however it dies: the child sees that and goes too.
    this.#process = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stdin.on('error', () => {})
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => this.#log.write(text))
    }
    this.#process.on('close', (code, signal) => this.#died(signal ?? `code ${code}`))
  }

  #died(how) {
    const { name, onGiveUp } = this.#spec
    if (this.#state === 'stopped' || this.#state === 'given-up') return
    this.#deaths = [...this.#deaths.filter((at) => Date.now() - at < MINUTE_MS), Date.now()]
    if (this.#state === 'starting' || this.#deaths.length >= 3) {
      this.#state = 'given-up'
      onGiveUp(new Refusal(`${name} ended (${how}): ${this.#log.reason()}`))
      return
    }
    const afterMs = RESTART_AFTER_MS[this.#deaths.length - 1]
    say(`  ${name} ended (${how}), starting it again in ${afterMs / 1000} s`)
    this.#timer = setTimeout(() => this.#spawn(), afterMs)
  }

  /** Resolves when the process is alive (/healthz) and able to serve (/readyz). */
  async ready(signal) {
    const until = Date.now() + READY_WITHIN_MS
    for (const path of ['/healthz', '/readyz']) {
      while (!(await answers(`${this.#spec.health}${path}`))) {
        if (Date.now() > until)
          throw new Refusal(`${this.#spec.name} is not ready after ${READY_WITHIN_MS / 1000} s: ${this.#log.reason()}`)
        await wait(50, undefined, { signal })
      }
    }
    this.#state = 'up'
  }

  /** Ends the process for good: SIGTERM, and SIGKILL if it takes more than eight seconds. */
  stop() {
    this.#isOver = true
    return this.#end()
  }

  /** Ends the process and starts it anew, for changed code; changes in quick succession wait for each other. */
  restart() {
    this.#restarts = this.#restarts.then(async () => {
      await this.#end()
      if (this.#isOver) return
      this.#state = 'up'
      this.#spawn()
    })
    return this.#restarts
  }

  async #end() {
    this.#state = 'stopped'
    clearTimeout(this.#timer)
    const ending = this.#process
    if (ending.exitCode !== null || ending.signalCode !== null) return
    const closed = new Promise((resolve) => ending.once('close', resolve))
    ending.kill('SIGTERM')
    const killer = setTimeout(() => ending.kill('SIGKILL'), STOP_WITHIN_MS)
    await closed
    clearTimeout(killer)
  }
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Not listening yet is the normal answer here.
    return false
  }
}
