'use client'
import { useCallback, useState } from 'react'
import { useSWRConfig } from 'swr'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { keysTouchedBy } from '#components/live/keys.ts'

/** What can be noted about calls; what is absent stays as it is. */
export interface Marks {
  add_tags?: string[]
  remove_tags?: string[]
  reviewed?: boolean
  disposition?: string | null
  notes?: string | null
}

/** As many as one request takes. */
const BATCH = 100

/** Notes something about calls; what is on screen is read again, and a failure is said. `mark` tells whether it worked. */
export function useMark() {
  const { mutate } = useSWRConfig()
  const [failure, setFailure] = useState<{ code: string } | null>(null)
  const [isPending, setPending] = useState(false)
  const mark = useCallback(
    async (ids: string[], marks: Marks): Promise<boolean> => {
      setPending(true)
      try {
        for (let from = 0; from < ids.length; from += BATCH) {
          await postJson('/api/calls/marks', { ids: ids.slice(from, from + BATCH), ...marks })
        }
        setFailure(null)
        return true
      } catch (error) {
        setFailure({ code: error instanceof ApiError ? error.code : 'unexpected' })
        return false
      } finally {
        setPending(false)
        void mutate(keysTouchedBy('call.changed'))
      }
    },
    [mutate],
  )
  return { mark, failure, isPending }
}
