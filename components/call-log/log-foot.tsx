import { messages } from '#components/messages/messages.ts'
import { Keycap } from '#components/ui/keycap.tsx'
import type { CallLog } from './call-log.ts'

const t = messages.callLog

/** How many calls the list has, where in it the open one stands, and the keys. */
export function LogFoot({ log, openId }: { log: CallLog | null; openId: string | null }) {
  if (!log) return null
  const index = log.calls.findIndex(({ id }) => id === openId)
  const place = index === -1 ? t.count(log.total, log.isFloor) : t.position(index + 1, log.total, log.isFloor)
  return (
    <div className="hidden h-8 flex-none items-center gap-4 border-t border-line px-5 text-12 text-ink-3 tablet:flex">
      <span role="status" className="figures flex-1">
        {place}
      </span>
      <span className="hidden items-center gap-1.5 desk:flex">
        <Keycap>J</Keycap>
        <Keycap>K</Keycap> {t.keys.move}
        <Keycap>R</Keycap> {t.keys.reviewed}
        <Keycap>X</Keycap> {t.keys.select}
        <Keycap>Esc</Keycap> {t.keys.close}
      </span>
    </div>
  )
}
