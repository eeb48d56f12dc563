import { route } from '#lib/http/route.ts'
import { playRecording, RecordingId } from '#lib/recordings/play-recording.ts'

export const GET = route({ input: RecordingId, run: playRecording })
