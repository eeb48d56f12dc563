import { CallId } from '#lib/calls/leave-call.ts'
import { route } from '#lib/http/route.ts'
import { resumeRecording } from '#lib/recordings/change-recording.ts'

export const POST = route({ input: CallId, run: resumeRecording })
