'use client'
import { AudioLines, CircleDot, LoaderCircle } from 'lucide-react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/en-GB.ts'
import { Note } from '#components/ui/note.tsx'
import type { CallDetail, CallRecording } from './history.ts'
import { Player } from './player.tsx'
import type { Track } from './player-context.tsx'
import { usePartyText } from './use-party-text.ts'
import { formatWhen } from './when.ts'

const t = messages.recording

/** The recordings of a call: to be heard, or why not yet. */
export function Recordings({ call, hints }: { call: CallDetail; hints?: boolean }) {
  return call.recordings.map((recording) =>
    recording.status === 'stored' ? (
      <StoredRecording key={recording.id} call={call} recording={recording} hints={hints ?? false} />
    ) : (
      <Waiting key={recording.id} recording={recording} over={call.ended_at !== null} />
    ),
  )
}

function StoredRecording({ call, recording, hints }: { call: CallDetail; recording: CallRecording; hints: boolean }) {
  const track = useTrack(call, recording)
  const agent = call.agent_name?.split(' ')[0] ?? messages.legs.agent
  const party = call.caller_name?.split(' ')[0] ?? messages.call.them
  return <Player recording={recording} track={track} agent={agent} party={party} hints={hints} />
}

function useTrack(call: CallDetail, recording: CallRecording): Track {
  const { timeZone } = useDesk().business
  const party = usePartyText()(call)
  return {
    recordingId: recording.id,
    callId: call.id,
    title: messages.callPage.heading(party, formatWhen(call.started_at, timeZone)),
    length: (recording.duration_ms ?? 0) / 1000,
  }
}

function Waiting({ recording, over }: { recording: CallRecording; over: boolean }) {
  if (recording.status === 'absent') {
    return (
      <Note icon={AudioLines} title={t.absent}>
        {t.absentAdvice}
      </Note>
    )
  }
  return over || recording.status === 'processing' ? (
    <Note icon={LoaderCircle} title={t.processing}>
      {t.processingAdvice}
    </Note>
  ) : (
    <Note icon={CircleDot} title={t.running}>
      {t.runningAdvice}
    </Note>
  )
}
