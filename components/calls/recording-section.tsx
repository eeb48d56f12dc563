'use client'
import { AudioLines, CircleDot, LoaderCircle } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Note } from '#components/ui/note.tsx'
import type { CallDetail, CallRecording } from './history.ts'
import { Player } from './player.tsx'
import { QualityStrip } from './quality-strip.tsx'
import { useComments } from './use-comments.ts'
import { useTrack } from './use-track.ts'

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
  const { comments } = useComments(call.id)
  const agent = call.agent_name?.split(' ')[0] ?? messages.legs.agent
  const party = call.caller_name?.split(' ')[0] ?? messages.call.them
  if (!track) return null
  const marks = comments?.flatMap(({ at_ms }) => at_ms ?? []) ?? []
  return (
    <Player {...{ recording, track, agent, party, hints }} marks={marks.map((ms) => ms / 1000)}>
      <QualityStrip call={call} recording={recording} length={track.length} />
    </Player>
  )
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
