'use client'
import { ChevronDown } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Line } from '#lib/phone/wire.ts'
import { NumberText } from './number-text.tsx'
import { useDialer } from './use-dialer.tsx'

/** The line the callee will see. */
export function LineSelect() {
  const { lines, line, chooseLine } = useDialer()
  if (lines?.length === 0) return <p className="text-12 text-ink-2">{messages.dialer.noLines}</p>
  return (
    <div className="flex flex-col gap-1">
      <span className="text-12 text-ink-3" aria-hidden>
        {messages.dialer.callFrom}
      </span>
      {line ? (
        <Select
          label={`${messages.dialer.callFrom}: ${line.label}`}
          value={line.number}
          onChange={chooseLine}
          options={(lines ?? []).map((each) => ({
            value: each.number,
            text: each.label,
            content: <LineText line={each} />,
          }))}
          trigger={
            <>
              <LineText line={line} />
              <Icon of={ChevronDown} size={14} className="ml-auto text-ink-3" />
            </>
          }
          className="flex h-11 items-center gap-2 rounded-md bg-surface px-2 shadow-[inset_0_0_0_1px_var(--line-strong)] tablet:h-control dark:bg-sunken"
        />
      ) : (
        <span className="flex h-11 items-center rounded-md px-2 frame-soft tablet:h-control">
          <Skeleton className="w-40" />
        </span>
      )}
    </div>
  )
}

const LineText = ({ line }: { line: Line }) => (
  <>
    <i aria-hidden className="size-2 flex-none rounded-full bg-accent" />
    <span className="truncate font-medium">{line.label}</span>
    <span className="text-ink-2">
      <NumberText number={line.number} />
    </span>
  </>
)
