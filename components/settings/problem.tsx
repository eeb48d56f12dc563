import { CircleAlert } from 'lucide-react'
import type { ApiError } from '#components/live/fetch-json.ts'
import { Note } from '#components/ui/note.tsx'

/** What the server said no to, in its words, told to who cannot see it too. */
export const Problem = ({ error }: { error: ApiError | null }) =>
  error && (
    <Note role="alert" tone="problem" icon={CircleAlert} title={error.message} code={error.code}>
      {error.action}
    </Note>
  )
