'use client'
import { Download } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMayExport } from '#components/exports/use-may-export.ts'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { MOST_CHOSEN } from '#lib/exports/most-chosen.ts'
import { ExportLink } from './export-link.tsx'

const t = messages.callLog

/** As many ids as an address holds: more are sent in a body, and their file is prepared. */
const IN_ADDRESS = 100

interface ExportChosenProps {
  ids: string[]
  /** Told the code of a refusal, and null when there is none any more. */
  onFail: (code: string | null) => void
}

/** The chosen calls as a file: few at once, many prepared on the page of the exports. */
export function ExportChosen({ ids, onFail }: ExportChosenProps) {
  const router = useRouter()
  const [isPending, setPending] = useState(false)
  if (!useMayExport()) return null
  if (ids.length <= IN_ADDRESS) return <ExportLink params={`ids=${ids.join(',')}`} />
  const prepare = async () => {
    setPending(true)
    try {
      await postJson(KEYS.exports, { ids })
      onFail(null)
      router.push('/settings/exports')
    } catch (error) {
      onFail(error instanceof ApiError ? error.code : 'unexpected')
      setPending(false)
    }
  }
  return (
    <Button
      kind="quiet"
      size="small"
      icon={Download}
      pending={isPending}
      disabled={ids.length > MOST_CHOSEN}
      title={t.bulk.exportHint(MOST_CHOSEN)}
      onClick={() => void prepare()}
    >
      <span className="max-tablet:sr-only">{ids.length > MOST_CHOSEN ? t.bulk.exportHint(MOST_CHOSEN) : t.export}</span>
    </Button>
  )
}
