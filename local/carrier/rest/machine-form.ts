import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { type Detection, type DetectionPlan, detectMachine } from '../machine-detection.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'

const ms = (min: number, max: number, usual: number) => z.coerce.number().int().min(min).max(max).default(usual)

/** What calls and participants say of answering machines; the thresholds but one are the detector's own here. */
export const machineFields = {
  MachineDetection: z.enum(['Enable', 'DetectMessageEnd']).optional(),
  MachineDetectionTimeout: ms(3, 60, 30),
  MachineDetectionSpeechThreshold: ms(1000, 6000, 2400),
  MachineDetectionSpeechEndThreshold: ms(500, 5000, 1200),
  MachineDetectionSilenceTimeout: ms(2000, 10_000, 5000),
}

type MachineForm = z.infer<z.ZodObject<typeof machineFields>>

/** Undefined when nobody asked. */
export function readDetection(form: MachineForm): DetectionPlan | undefined {
  if (form.MachineDetection === undefined) return undefined
  return {
    mode: form.MachineDetection,
    timeoutMs: form.MachineDetectionTimeout * 1000,
    speechEndMs: form.MachineDetectionSpeechEndThreshold,
  }
}

/** Looks into an answered leg while its call goes on, and tells the endpoint. */
export async function detectAside(
  exchange: Exchange,
  leg: Leg,
  plan: DetectionPlan,
  endpoint: Endpoint | undefined,
): Promise<void> {
  const found = await detectMachine(leg, exchange.parts.clock, plan)
  if (found && endpoint) tell(exchange, leg, endpoint, found)
}

function tell(exchange: Exchange, leg: Leg, endpoint: Endpoint, { answeredBy, ms }: Detection): void {
  const { accountSid } = leg.plan
  exchange.webhooks.outbox({ accountSid, callSid: leg.sid })(endpoint, {
    CallSid: leg.sid,
    AccountSid: accountSid,
    AnsweredBy: answeredBy,
    MachineDetectionDuration: String(ms),
  })
}
