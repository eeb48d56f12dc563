import { NEW_PHONE, type Phone, type SoundVerdict } from './phone.ts'
import type { PhoneStore } from './phone-store.ts'
import { type SoundChoice, SYSTEM_SOUND } from './sound-choice.ts'
import type { Command, TabChannel, TabNote } from './tab-notes.ts'
import type { Levels } from './voice-device.ts'
import type { CallRow } from './wire.ts'

const BEAT_MS = 700
/** A leader that answers none of so many is frozen, though it still has the lock. */
const MOST_UNANSWERED = 2
const LEVELS_MS = 100

export interface PhoneTabsOptions {
  /** The same in all tabs that share the phone. */
  name: string
  /** Makes the phone itself, in the tab that leads. */
  makePhone: () => PhoneStore
  /** Asks this tab's user for the microphone: the leading tab may be hidden, where no browser asks. */
  askForMicrophone: () => Promise<void>
  channel: TabChannel
  locks: Pick<LockManager, 'request'>
  isVisible: () => boolean
}

/**
 * One phone for all tabs of a browser. The tab that holds the lock leads: it has the device. The others show what it shows and
 * ask it to act. When it goes, the next one leads at once; when it is frozen, a visible tab takes the lock from it.
 */
export class PhoneTabs implements PhoneStore {
  private phone: Phone = NEW_PHONE
  private own: PhoneStore | null = null
  private sound: SoundChoice = SYSTEM_SOUND
  private rows: CallRow[] | null = null
  private unanswered = 0
  private readonly listeners = new Set<() => void>()
  private readonly levelListeners = new Set<Levels>()
  private readonly asked = new Map<string, () => void>()
  private readonly end = new AbortController()
  private readonly beat: ReturnType<typeof setInterval>
  private readonly options: PhoneTabsOptions

  constructor(options: PhoneTabsOptions) {
    this.options = options
    options.channel.addEventListener('message', ({ data }: MessageEvent<TabNote>) => this.hear(data))
    this.say({ type: 'hello' })
    this.claim(false)
    this.beat = setInterval(() => this.check(), BEAT_MS)
  }

  get = (): Phone => this.phone

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  subscribeLevels = (listener: Levels): (() => void) => {
    this.levelListeners.add(listener)
    return () => void this.levelListeners.delete(listener)
  }

  /** Whether this tab has the phone itself. */
  get leads(): boolean {
    return this.own !== null
  }

  read(rows: CallRow[]): void {
    this.rows = rows
    this.own?.read(rows)
  }

  useSound(choice: SoundChoice): void {
    this.sound = choice
    this.own?.useSound(choice)
  }

  dial = (to: string, line: CallRow['line']) => this.askAloud({ verb: 'dial', to, line })
  join = (path: string, party: string, line: CallRow['line']) => this.askAloud({ verb: 'join', path, party, line })
  answer = () => this.askAloud({ verb: 'answer' })
  decline = () => this.ask({ verb: 'decline' })
  hangUp = () => this.ask({ verb: 'hangUp' })
  silence = () => void this.ask({ verb: 'silence' })
  toggleMute = () => void this.ask({ verb: 'toggleMute' })
  dismiss = () => void this.ask({ verb: 'dismiss' })
  rateSound = (verdict: SoundVerdict) => void this.ask({ verb: 'rateSound', verdict })
  forgetLostSound = () => void this.ask({ verb: 'forgetLostSound' })
  sendDigit = (digit: string) => void this.ask({ verb: 'sendDigit', digit })

  destroy(): void {
    clearInterval(this.beat)
    this.end.abort()
    this.resign()
    this.listeners.clear()
    this.levelListeners.clear()
    this.options.channel.close()
  }

  private claim(steal: boolean): void {
    const { locks, name } = this.options
    const options = steal ? { steal } : { signal: this.end.signal }
    locks
      .request(name, options, () => this.lead())
      .catch(() => {
        // The lock was taken from this tab, or it waits no longer because it is destroyed.
        this.resign()
        if (!this.end.signal.aborted) this.claim(false)
      })
  }

  /** Has the phone until this tab is destroyed. */
  private lead(): Promise<void> {
    if (this.own) return Promise.resolve()
    const own = this.options.makePhone()
    this.own = own
    own.useSound(this.sound)
    own.subscribe(() => this.show(own.get()))
    own.subscribeLevels(this.shareLevels())
    if (this.rows) own.read(this.rows)
    this.say({ type: 'lead' })
    this.forgetAsked()
    this.show(own.get())
    return new Promise((resolve) => this.end.signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  private resign(): void {
    this.own?.destroy()
    this.own = null
    this.forgetAsked()
  }

  private show(phone: Phone): void {
    this.phone = phone
    if (this.own) this.say({ type: 'phone', phone })
    for (const listener of this.listeners) listener()
  }

  /** Levels come twenty times a second; the other tabs get the loudest of each tenth of a second. */
  private shareLevels(): Levels {
    let peak = { at: 0, mine: 0, theirs: 0 }
    return (mine, theirs) => {
      this.hearLevels(mine, theirs)
      peak = { ...peak, mine: Math.max(peak.mine, mine), theirs: Math.max(peak.theirs, theirs) }
      if (Date.now() - peak.at < LEVELS_MS) return
      this.say({ type: 'levels', mine: peak.mine, theirs: peak.theirs })
      peak = { at: Date.now(), mine: 0, theirs: 0 }
    }
  }

  private hearLevels(mine: number, theirs: number): void {
    for (const listener of this.levelListeners) listener(mine, theirs)
  }

  private async askAloud(command: Command): Promise<void> {
    // A refusal is told by the leading tab, which meets the same one.
    if (!this.own) await this.options.askForMicrophone().catch(() => undefined)
    await this.ask(command)
  }

  /** Does it, or has it done; resolves when it is done or the leading tab is gone. */
  private ask(command: Command): Promise<void> {
    if (this.own) return act(this.own, command)
    const id = crypto.randomUUID()
    this.say({ type: 'command', id, command })
    return new Promise((resolve) => this.asked.set(id, resolve))
  }

  private forgetAsked(): void {
    for (const resolve of this.asked.values()) resolve()
    this.asked.clear()
  }

  private hear(note: TabNote): void {
    this.unanswered = 0
    if (this.own) this.serve(this.own, note)
    else this.follow(note)
  }

  private serve(own: PhoneStore, note: TabNote): void {
    if (note.type === 'hello') this.say({ type: 'phone', phone: own.get() })
    if (note.type === 'command') void act(own, note.command).then(() => this.say({ type: 'done', id: note.id }))
  }

  private follow(note: TabNote): void {
    if (note.type === 'phone') this.show(note.phone)
    else if (note.type === 'levels') this.hearLevels(note.mine, note.theirs)
    else if (note.type === 'lead') this.forgetAsked()
    else if (note.type === 'done') {
      this.asked.get(note.id)?.()
      this.asked.delete(note.id)
    }
  }

  /** A visible tab asks the leader for a sign of life. One in a call is left alone: a dialog of the browser may hold it up. */
  private check(): void {
    if (this.own || !this.options.isVisible() || this.phone.call) {
      this.unanswered = 0
      return
    }
    if (this.unanswered >= MOST_UNANSWERED) {
      this.unanswered = 0
      this.claim(true)
    }
    this.unanswered += 1
    this.say({ type: 'hello' })
  }

  private say(note: TabNote): void {
    if (!this.end.signal.aborted) this.options.channel.postMessage(note)
  }
}

async function act(phone: PhoneStore, command: Command): Promise<void> {
  if (command.verb === 'dial') await phone.dial(command.to, command.line)
  else if (command.verb === 'join') await phone.join(command.path, command.party, command.line)
  else if (command.verb === 'sendDigit') phone.sendDigit(command.digit)
  else if (command.verb === 'rateSound') phone.rateSound(command.verdict)
  else await phone[command.verb]()
}
