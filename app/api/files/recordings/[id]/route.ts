import { linkedFileRoute } from '#lib/http/file-route.ts'
import { linkedRecording } from '#lib/recordings/recording-audio.ts'

export const GET = linkedFileRoute({ kind: 'recordings', run: linkedRecording })
