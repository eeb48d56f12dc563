import { CallId } from '#lib/calls/leave-call.ts'
import { callsProblem } from '#lib/http/problem.ts'
import { route } from '#lib/http/route.ts'
import { uploadRoute } from '#lib/http/upload-route.ts'
import { getCallRecording } from '#lib/recordings/call-recording.ts'
import { DeleteRecording, deleteCallRecording } from '#lib/recordings/delete-recordings.ts'
import { admitUpload, RecordingFile, UploadFields, uploadRecording } from '#lib/recordings/upload-recording.ts'

export const GET = route({ input: CallId, run: getCallRecording, problem: callsProblem })
export const POST = uploadRoute({
  ...{ file: RecordingFile, path: CallId, admit: admitUpload },
  ...{ input: UploadFields, run: uploadRecording },
})
export const DELETE = route({ input: DeleteRecording, run: deleteCallRecording, problem: callsProblem })
