import type { Call } from '@twilio/voice-sdk'
import { watchMutedTalk } from './muted-talk.ts'
import type { Measures, Quality } from './phone.ts'
import { QualityLog } from './quality-log.ts'
import type { DeviceEvent, Levels } from './voice-device.ts'

interface Ears {
  emit: (event: DeviceEvent) => void
  levels: Levels
}

let legs = 0

/** How long the network may take to answer a leg of ours. */
export const PATIENCE_MS = 10_000

/** Names a call of the SDK, keeps it among the legs while it lives, and tells what happens to it. */
export function watchLeg(call: Call, all: Map<string, Call>, ears: Ears): string {
  const leg = `leg-${++legs}`
  all.set(leg, call)
  let code: string | null = null
  const over = (event: DeviceEvent) => {
    if (all.delete(leg)) ears.emit(event)
  }
  if (call.direction === 'INCOMING') ears.emit(ring(leg, call))
  else giveUpUnanswered(call, () => (code = '53000'))
  call.on('accept', () => ears.emit({ type: 'leg-up', leg }))
  call.on('mute', (muted: boolean) => ears.emit({ type: 'leg-muted', leg, muted }))
  call.on('reconnecting', () => ears.emit({ type: 'leg-reconnecting', leg }))
  call.on('reconnected', () => ears.emit({ type: 'leg-reconnected', leg }))
  call.on('volume', ears.levels)
  watchMutedTalk(call, (talking) => ears.emit({ type: 'leg-talking-muted', leg, talking }))
  watchSamples(call, leg, ears.emit)
  call.on('error', (error: { code: number }) => {
    code = String(error.code)
    if (call.status() === 'closed') over({ type: 'leg-down', leg, code })
  })
  call.on('cancel', () => over({ type: 'ring-over', leg, declined: false }))
  call.on('reject', () => over({ type: 'ring-over', leg, declined: true }))
  call.on('disconnect', () => over({ type: 'leg-down', leg, code }))
  // A ringing call does not survive the loss of its signalling socket; the network rings again or gives up.
  call.on('transportClose', () => {
    if (call.status() === 'pending') over({ type: 'ring-over', leg, declined: false })
  })
  watchQuality(call, (quality) => ears.emit({ type: 'leg-quality', leg, quality }))
  return leg
}

interface Sample {
  rtt: number
  jitter: number
  packetsLostFraction: number
  mos: number | null
}

/** Shows each second, and sends it off by the minute. */
function watchSamples(call: Call, leg: string, emit: Ears['emit']): void {
  let answeredAt = 0
  const log = new QualityLog((minute) => {
    const { CallSid: call_sid } = call.parameters
    if (call_sid) emit({ type: 'leg-minute', minute: { call_sid, ...minute } })
  })
  call.once('accept', () => {
    answeredAt = performance.now()
  })
  call.on('sample', (sample: Sample) => {
    const measures = measured(sample)
    const { mos, jitterMs, lossPercent, rttMs } = measures
    log.add((performance.now() - answeredAt) / 1000, [mos, jitterMs, lossPercent, rttMs])
    emit({ type: 'leg-measured', leg, measures })
  })
  call.on('warning', (name: string) => log.warn(name))
  call.on('disconnect', () => log.flush())
}

const measured = ({ rtt, jitter, packetsLostFraction, mos }: Sample): Measures => ({
  rttMs: Math.round(rtt),
  jitterMs: Math.round(jitter),
  lossPercent: Math.round(packetsLostFraction * 10) / 10,
  mos: mos === null ? null : Math.round(mos * 10) / 10,
})

function ring(leg: string, call: Call): DeviceEvent {
  const custom = call.customParameters
  const line = { number: custom.get('line') ?? '', label: custom.get('lineLabel') ?? '' }
  const seconds = Number(custom.get('timeoutS'))
  const endsAt = seconds > 0 ? Date.now() + seconds * 1000 : null
  return { type: 'ring', leg, callId: custom.get('callId') ?? null, from: call.parameters.From ?? '', line, endsAt }
}

/** The SDK waits for the network's answer without end. */
function giveUpUnanswered(call: Call, blame: () => void): void {
  const timer = setTimeout(() => {
    blame()
    call.disconnect()
  }, PATIENCE_MS)
  for (const name of ['accept', 'disconnect'] as const) call.once(name, () => clearTimeout(timer))
}

/** Warnings of the network's own judgement; a constant level is a quiet or muted microphone, not the connection. */
function watchQuality(call: Call, tell: (quality: Quality) => void): void {
  const warnings = new Set<string>()
  const judge = () => {
    const poor = warnings.size > 1 || warnings.has('low-mos') || warnings.has('ice-connectivity-lost')
    tell(poor ? 'poor' : warnings.size === 1 ? 'fair' : 'good')
  }
  call.on('warning', (name: string) => {
    if (name.startsWith('constant-audio')) return
    warnings.add(name)
    judge()
  })
  call.on('warning-cleared', (name: string) => {
    if (warnings.delete(name)) judge()
  })
}
