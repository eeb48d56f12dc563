'use client'
import { Download } from 'lucide-react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'

const t = messages.callLog
const EXPORT_ROLES = ['owner', 'admin', 'supervisor']

/** The calls of a filter as a file, for those who may take them away. `params` is the API's query. */
export function ExportLink({ params }: { params: string }) {
  const { role } = useDesk()
  if (!EXPORT_ROLES.includes(role)) return null
  return (
    <a
      href={`/api/calls/export?${params}`}
      download
      title={t.exportHint}
      className="inline-flex h-9 flex-none items-center gap-1.5 rounded-md px-2 text-12 font-medium text-ink-2 hover:bg-hover tablet:h-control-small"
    >
      <Icon of={Download} size={14} />
      <span className="max-tablet:sr-only">{t.export}</span>
    </a>
  )
}
