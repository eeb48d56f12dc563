import { AudioLines, PhoneOutgoing, RefreshCw } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Chip } from '#components/ui/chip.tsx'
import { cn } from '#components/ui/class-names.ts'
import type { PhoneCall } from '#lib/phone/phone.ts'
import { Connection } from './connection.tsx'
import { RecordingState } from './recording-control.tsx'

/** The strap of a call card: state, line, connection. */
export function CallStrap({ call, compact }: { call: PhoneCall; compact?: boolean }) {
  const t = messages.call
  const live = call.openedAt !== null && !call.reconnecting
  const line = call.direction === 'inbound' ? t.line(call.line.label) : t.from(call.line.label)
  return (
    <div
      className={cn(
        'flex h-13 items-center gap-2 border-b px-4 text-12 tablet:h-10',
        live ? 'border-live-line bg-live-tint' : 'border-line bg-surface dark:bg-raised',
        call.reconnecting && 'border-ringing-line bg-ringing-tint',
      )}
    >
      <StateChip call={call} />
      <span className="min-w-0 flex-1 truncate text-ink-2">{line}</span>
      {live && <RecordingState callId={call.callId} compact={compact ?? false} />}
      {live && (
        <span className="flex-none text-ink-2">
          <Connection quality={call.quality} measures={call.measures} compact={compact} />
        </span>
      )}
    </div>
  )
}

function StateChip({ call }: { call: PhoneCall }) {
  const t = messages.call
  if (call.reconnecting) {
    return (
      <Chip tone="ringing" icon={RefreshCw} solid>
        {t.reconnecting}
      </Chip>
    )
  }
  if (call.openedAt !== null) {
    return (
      <Chip tone="live" icon={AudioLines} solid>
        {t.live}
      </Chip>
    )
  }
  return (
    <Chip tone="ended" icon={PhoneOutgoing}>
      {call.direction === 'outbound' ? t.dialing : t.connecting}
    </Chip>
  )
}
