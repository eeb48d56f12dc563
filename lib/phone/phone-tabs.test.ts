import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NEW_PHONE, type Phone } from './phone.ts'
import type { PhoneStore } from './phone-store.ts'
import { PhoneTabs } from './phone-tabs.ts'
import type { TabNote } from './tab-notes.ts'

const LINE = { number: '+442079460111', label: 'Emergency' }

/** Channels of one name in one browser: each hears the others, in order. */
class Air {
  readonly ears = new Map<object, (message: MessageEvent<TabNote>) => void>()
  readonly deaf = new Set<object>()

  channel() {
    const me = {}
    return {
      me,
      postMessage: (data: TabNote) => {
        if (this.deaf.has(me)) return
        for (const [ear, hear] of this.ears) {
          if (ear !== me && !this.deaf.has(ear)) queueMicrotask(() => hear({ data } as MessageEvent<TabNote>))
        }
      },
      addEventListener: ((_: string, hear: (message: MessageEvent<TabNote>) => void) => {
        this.ears.set(me, hear)
      }) as BroadcastChannel['addEventListener'],
      close: () => void this.ears.delete(me),
    }
  }
}

interface Waiter {
  run: () => Promise<void>
  resolve: () => void
  reject: (error: Error) => void
}

/** One lock of the browser: one holder, a line of waiters, and thieves. */
class Locks {
  private holder: Waiter | null = null
  private waiting: Waiter[] = []

  request = ((_: string, options: LockOptions, run: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      const waiter = { run, resolve, reject }
      options.signal?.addEventListener('abort', () => {
        if (this.waiting.includes(waiter)) reject(new Error('aborted'))
        this.waiting = this.waiting.filter((each) => each !== waiter)
      })
      if (options.steal) {
        this.holder?.reject(new Error('stolen'))
        this.grant(waiter)
      } else if (this.holder) this.waiting.push(waiter)
      else this.grant(waiter)
    })) as LockManager['request']

  private grant(waiter: Waiter): void {
    this.holder = waiter
    void waiter.run().then(() => {
      waiter.resolve()
      if (this.holder !== waiter) return
      this.holder = null
      const next = this.waiting.shift()
      if (next) this.grant(next)
    })
  }
}

/** A phone that writes down what it is told, and can be made to look like anything. */
function fakePhone(name: string, done: string[]) {
  let phone: Phone = NEW_PHONE
  const listeners = new Set<() => void>()
  const note = (what: string) => async () => void done.push(`${name} ${what}`)
  const store: PhoneStore = {
    get: () => phone,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    subscribeLevels: () => () => undefined,
    ...{ read: note('read'), useSound: note('sound'), dial: note('dial'), join: note('join') },
    ...{ answer: note('answer') },
    ...{ decline: note('decline'), hangUp: note('hangUp'), silence: note('silence'), toggleMute: note('mute') },
    ...{ sendDigit: note('digit'), dismiss: note('dismiss'), rateSound: note('rate'), forgetLostSound: note('forget') },
    destroy: () => void done.push(`${name} destroy`),
  }
  const become = (next: Partial<Phone>) => {
    phone = { ...phone, ...next }
    for (const listener of listeners) listener()
  }
  return { store, become }
}

function setUp() {
  const air = new Air()
  const locks = new Locks()
  const done: string[] = []
  const phones = new Map<string, ReturnType<typeof fakePhone>>()
  const open = (name: string, isVisible = () => true) => {
    const channel = air.channel()
    const makePhone = () => {
      const made = fakePhone(name, done)
      phones.set(name, made)
      return made.store
    }
    const askForMicrophone = async () => void done.push(`${name} microphone`)
    const tab = new PhoneTabs({ name: 'phone', makePhone, askForMicrophone, channel, locks, isVisible })
    return { tab, freeze: () => air.deaf.add(channel.me), thaw: () => air.deaf.delete(channel.me) }
  }
  return { open, done, phone: (name: string) => phones.get(name)! }
}

const settle = () => vi.advanceTimersByTimeAsync(1)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('one tab has the phone, the others show what it shows', async () => {
  const { open, phone } = setUp()
  const first = open('a')
  const second = open('b')
  const seen = vi.fn()
  second.tab.subscribe(seen)
  await settle()
  expect([first.tab.leads, second.tab.leads]).toEqual([true, false])
  phone('a').become({ link: 'ready' })
  await settle()
  expect(second.tab.get()).toEqual(first.tab.get())
  expect(seen).toHaveBeenCalled()
  const late = open('c')
  await settle()
  expect(late.tab.get().link).toBe('ready')
})

test('what is pressed in any tab is done by the one with the phone, after this tab asked for the microphone', async () => {
  const { open, done } = setUp()
  open('a')
  const second = open('b')
  await settle()
  const answering = second.tab.answer()
  const dialling = second.tab.dial('+442079460958', LINE)
  second.tab.toggleMute()
  await settle()
  await Promise.all([answering, dialling])
  expect(done.filter((what) => !/sound|read/.test(what))).toEqual([
    'b microphone',
    'b microphone',
    'a mute',
    'a answer',
    'a dial',
  ])
})

test('when the tab with the phone goes, the next one has it at once, and nothing stays asked', async () => {
  const { open } = setUp()
  const first = open('a')
  const second = open('b')
  const third = open('c')
  await settle()
  first.freeze()
  const asked = second.tab.hangUp()
  first.tab.destroy()
  await settle()
  await asked
  expect([second.tab.leads, third.tab.leads]).toEqual([true, false])
})

test('a tab that is frozen loses the phone to a visible one within two or three seconds, and follows when it wakes', async () => {
  const { open, done, phone } = setUp()
  const first = open('a', () => false)
  const second = open('b')
  await settle()
  first.freeze()
  await vi.advanceTimersByTimeAsync(3_000)
  expect([first.tab.leads, second.tab.leads]).toEqual([false, true])
  expect(done).toContain('a destroy')
  first.thaw()
  phone('b').become({ link: 'ready' })
  await settle()
  expect(first.tab.get().link).toBe('ready')
})

test('a tab in a call keeps the phone however long it says nothing', async () => {
  const { open, phone } = setUp()
  const first = open('a')
  const second = open('b')
  await settle()
  const call = { key: 'k', leg: 'l', callId: 'c', direction: 'outbound', party: '+442079460958', line: LINE } as const
  phone('a').become({
    call: {
      ...{ ...call, openedAt: 1, muted: false, reconnecting: false, quality: 'good', measures: null, digits: '' },
      ...{ talkingMuted: false, suffered: false },
      ...{ pendingMute: false, pendingHangUp: false },
    },
  })
  await settle()
  first.freeze()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([first.tab.leads, second.tab.leads]).toEqual([true, false])
})

test('a hidden tab takes nothing away, and a tab that slept asks before it does', async () => {
  const { open } = setUp()
  let visible = false
  const first = open('a')
  const second = open('b', () => visible)
  await settle()
  first.freeze()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(second.tab.leads).toBe(false)
  first.thaw()
  visible = true
  await vi.advanceTimersByTimeAsync(10_000)
  expect(first.tab.leads).toBe(true)
})
