import { CallId } from '#lib/calls/leave-call.ts'
import { route } from '#lib/http/route.ts'
import { resumeRecording } from '#lib/recordings/change-recording.ts'
import { RecordingNow } from '#lib/recordings/recording-answers.ts'

export const POST = route({
  summary: 'Resume the recording of a call',
  input: CallId,
  run: resumeRecording,
  output: RecordingNow,
})
