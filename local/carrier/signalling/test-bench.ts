import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'
import { log } from '#lib/log.ts'
import { SAMPLE_RATE_HZ } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { encodeWav } from '#lib/media/wav.ts'
import { MediaClock } from '../clock.ts'
import type { BrowserCall } from '../ports.ts'
import { createSignalling } from './gateway.ts'
import type { MediaSettings } from './peer.ts'
import { madeUpAccount } from './test-account.ts'
import type { TestPhone } from './test-page.ts'

export const MIC_HZ = 440

/** A page in Chromium whose `window.phone` is a TestPhone. */
export class BrowserPhone {
  readonly page: Page
  #seen = 0

  constructor(page: Page) {
    this.page = page
  }

  /** Waits for the next event of a name, in order: what came before it is passed over. Returns its detail. */
  async event(name: string): Promise<unknown> {
    const found = await this.page.waitForFunction(
      ([wanted, from]) => {
        const index = window.phone.events.findIndex((event, at) => at >= from && event.name === wanted)
        return index < 0 ? undefined : { index, detail: window.phone.events[index]!.detail }
      },
      [name, this.#seen] as const,
      { polling: 20, timeout: 15_000 },
    )
    const { index, detail } = (await found.jsonValue())!
    this.#seen = index + 1
    return detail
  }

  /** The names of all events so far. */
  async names(): Promise<string[]> {
    return this.page.evaluate(() => window.phone.events.map(({ name }) => name))
  }

  /** Waits until the loudest thing it hears is a tone. */
  async hears(hz: number): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => {
        const { hz: heard, db } = window.phone.peak()
        return db > -60 && Math.abs(heard - wanted) < 15
      },
      hz,
      { polling: 50, timeout: 10_000 },
    )
  }

  /** Runs a piece of code on the page's phone. */
  async do<A>(act: (phone: TestPhone, argument: A) => unknown, argument?: A): Promise<void> {
    await this.page.evaluate(`(${act})(window.phone, ${JSON.stringify(argument) ?? 'undefined'})`)
  }
}

/** Where browsers' calls wait until a test takes them. */
class CallQueue {
  readonly #waiting: BrowserCall[] = []
  #take: ((call: BrowserCall) => void) | undefined

  put(call: BrowserCall): void {
    if (this.#take) this.#take(call)
    else this.#waiting.push(call)
    this.#take = undefined
  }

  /** The oldest call not taken yet, or the next to come. */
  async next(): Promise<BrowserCall> {
    return this.#waiting.shift() ?? new Promise((resolve) => (this.#take = resolve))
  }
}

const CHROMIUM_ARGS = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  // Else a machine without any network interface has no path for sound.
  '--allow-loopback-in-peer-connection',
  '--no-sandbox',
]

/** The carrier's signalling on a free port, with one Chromium whose microphone hums 440 Hz. Call close() at the end. */
export async function openBench() {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-signalling-'))
  const wav = join(folder, 'mic.wav')
  await writeFile(wav, encodeWav(new Tone(MIC_HZ, -12).pcm(SAMPLE_RATE_HZ * 2)))
  const server = await servePage()
  const accounts = [madeUpAccount(), madeUpAccount()] as const
  const clock = new MediaClock()
  clock.start()
  const media: MediaSettings = { host: '127.0.0.1', ports: [41000, 41099] }
  const signalling = createSignalling({ server, accounts, clock, media, log })
  const calls = new CallQueue()
  signalling.onBrowserCall((call) => calls.put(call))
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [...CHROMIUM_ARGS, `--use-file-for-fake-audio-capture=${wav}`],
  })
  const host = `localhost:${(server.address() as AddressInfo).port}`

  /** A browser window of its own with a Device made from this token. */
  async function phone(token: string, options: object = {}): Promise<BrowserPhone> {
    const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage()
    await page.goto(`http://${host}/`)
    await page.evaluate(([token, host, options]) => window.phone.open(token, host, options), [
      token,
      host,
      options,
    ] as const)
    return new BrowserPhone(page)
  }

  /** Closes every window, so that the next test has the machine for itself. */
  async function closePhones(): Promise<void> {
    await Promise.all(browser.contexts().map((context) => context.close()))
  }

  async function close(): Promise<void> {
    await browser.close()
    signalling.close()
    clock.stop()
    await new Promise((closed) => server.close(closed))
    await rm(folder, { recursive: true })
  }

  return { accounts, clock, signalling, calls, phone, closePhones, close }
}

async function servePage(): Promise<Server> {
  const entry = fileURLToPath(new URL('./test-page.ts', import.meta.url))
  const bundle = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', logLevel: 'error' })
  const sound = encodeWav(new Int16Array(80))
  const server = createServer((request, response) => {
    if (request.url === '/page.js')
      response.setHeader('Content-Type', 'text/javascript').end(bundle.outputFiles[0]!.text)
    else if (request.url === '/sound.wav') response.setHeader('Content-Type', 'audio/wav').end(sound)
    else response.setHeader('Content-Type', 'text/html').end('<!doctype html><script src="/page.js"></script>')
  })
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready))
  return server
}
