'use client'
import { Download } from 'lucide-react'
import Link from 'next/link'
import { useMayExport } from '#components/exports/use-may-export.ts'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'

const t = messages.callLog
const LOOK =
  'inline-flex h-9 flex-none items-center gap-1.5 rounded-md px-2 text-12 font-medium text-ink-2 hover:bg-hover tablet:h-control-small'

interface ExportLinkProps {
  /** The API's query. */
  params: string
  /** More calls than anybody wants to wait for: the way leads to the page that prepares files. */
  isMany?: boolean
}

/** The calls of a filter as a file, for those who may take them away. */
export function ExportLink({ params, isMany = false }: ExportLinkProps) {
  if (!useMayExport()) return null
  const content = (
    <>
      <Icon of={Download} size={14} />
      <span className="max-tablet:sr-only">{t.export}</span>
    </>
  )
  if (isMany)
    return (
      <Link href={`/settings/exports?${params}`} title={t.exportHint} className={LOOK}>
        {content}
      </Link>
    )
  return (
    <a href={`/api/calls/export?${params}`} download title={t.exportHint} className={LOOK}>
      {content}
    </a>
  )
}
