import { carrierUrls } from '#lib/carrier/urls.ts'
import { type Attempt, submitAttempt, type Way } from './submit-attempt.ts'

/** Seconds a callee's phone rings before the carrier gives up. */
export const RING_S = 30

/** Adds the callee of an attempt to its conference, never twice. */
export const addCallee = (businessId: string, { attemptId }: { attemptId: string }): Promise<void> =>
  submitAttempt(businessId, attemptId, asParticipant)

/** A participant of the call's conference; its label finds it again. */
export const asParticipant: Way = {
  dial: (carrier, attempt) =>
    carrier.addCallee({
      conference: attempt.callId,
      to: attempt.toNumber,
      from: attempt.fromNumber,
      label: label(attempt),
      timeoutS: RING_S,
      statusCallback: carrierUrls.legStatus(attempt.callId, 'outside', attempt.id),
      conferenceStatusCallback: carrierUrls.conference(attempt.callId),
    }),
  find: (carrier, attempt) => carrier.findParticipant(attempt.callId, label(attempt)),
}

const label = (attempt: Attempt) => `callee-${attempt.id}`
