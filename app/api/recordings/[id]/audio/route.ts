import { fileRoute } from '#lib/http/file-route.ts'
import { RecordingId, recordingAudio } from '#lib/recordings/recording-audio.ts'

export const GET = fileRoute({ input: RecordingId, run: recordingAudio })
