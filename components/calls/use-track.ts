'use client'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import type { CallDetail, CallRecording } from './history.ts'
import type { Track } from './player-context.tsx'
import { usePartyText } from './use-party-text.ts'
import { formatWhen } from './when.ts'

/** What the player plays of a call: this recording, or the first that can be heard; null when there is none. */
export function useTrack(call: CallDetail, recording?: CallRecording): Track | null {
  const trackOf = useTrackOf(call)
  const played = recording ?? call.recordings.find(({ status }) => status === 'stored')
  return played ? trackOf(played) : null
}

/** What the player plays of each recording of a call. */
export function useTrackOf(call: CallDetail): (recording: CallRecording) => Track {
  const { timeZone } = useDesk().business
  const party = usePartyText()(call)
  const title = messages.callPage.heading(party, formatWhen(call.started_at, timeZone))
  return ({ id, duration_ms }) => ({ recordingId: id, callId: call.id, title, length: (duration_ms ?? 0) / 1000 })
}
