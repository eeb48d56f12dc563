import { CallId } from '#lib/calls/leave-call.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { uploadRoute } from '#lib/http/upload-route.ts'
import { getCallRecording } from '#lib/recordings/call-recording.ts'
import { DeleteRecording, deleteCallRecording } from '#lib/recordings/delete-recordings.ts'
import { RecordingAnswer, RecordingDeleted, RecordingUploaded } from '#lib/recordings/recording-answers.ts'
import { admitUpload, RecordingFile, UploadFields, uploadRecording } from '#lib/recordings/upload-recording.ts'

export const GET = route({
  summary: 'Get a link to the sound of a call',
  input: CallId,
  run: getCallRecording,
  output: RecordingAnswer,
  problem: callsProblem,
})
export const POST = uploadRoute({
  summary: 'Send the sound of a call',
  file: RecordingFile,
  path: CallId,
  admit: admitUpload,
  input: UploadFields,
  run: uploadRecording,
  output: RecordingUploaded,
})
export const DELETE = route({
  summary: 'Delete the sound of a call',
  input: DeleteRecording,
  run: deleteCallRecording,
  output: RecordingDeleted,
  problem: callsProblem,
})
