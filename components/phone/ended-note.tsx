'use client'
import { Phone, PhoneOff, TriangleAlert, X } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { EndedCall } from '#lib/phone/phone.ts'
import { endedWords } from './call-words.ts'
import { CopyDetails } from './copy-details.tsx'
import { useNumberText } from './number-text.tsx'
import { useDialer } from './use-dialer.tsx'
import { usePhoneStore } from './use-phone.tsx'

/** How the last call ended. It stays until it is dismissed or the next call begins. */
export function EndedNote({ ended }: { ended: EndedCall }) {
  const t = messages.ended
  const store = usePhoneStore()
  const { fill } = useDialer()
  const number = useNumberText()(ended.party)
  const { tone, title, advice, code } = endedWords(ended)
  const problem = tone === 'problem'
  const takenElsewhere = ended.unanswered && ended.row?.answeredAt
  const callable = ended.party && !takenElsewhere
  return (
    <section
      aria-label={title}
      className={`rise rounded-lg px-3 py-2.5 text-12 ${problem ? 'bg-problem-tint' : 'bg-ended-tint'}`}
    >
      <div className="flex items-start gap-2">
        <Icon of={problem ? TriangleAlert : PhoneOff} className={problem ? 'text-problem-ink' : 'text-ended-ink'} />
        <div className="min-w-0 flex-1">
          <div className="text-13 leading-4 font-medium">{title}</div>
          <div className="pt-0.5 text-ink-2">
            <span className="number">{ended.row?.otherPartyName ?? number}</span>
            {advice && ` · ${advice}`}
          </div>
          {code && <div className="pt-0.5 text-ink-2">{t.code(code)}</div>}
        </div>
        <Button
          kind="quiet"
          size="small"
          icon={X}
          aria-label={t.dismiss}
          onClick={() => store?.dismiss()}
          className="-mt-1 -mr-1"
        />
      </div>
      <div className="flex gap-2 pt-2 pl-6 empty:hidden">
        {callable && (
          <Button size="small" icon={Phone} onClick={() => fill(number)}>
            {ended.direction === 'inbound' ? t.callBack : t.callAgain}
          </Button>
        )}
        {code && (
          <CopyDetails details={{ problem: title, code, call: ended.callId, leg: ended.row?.mine?.callSid ?? null }} />
        )}
      </div>
      {ended.askSoundOf !== null && <SoundQuestion />}
    </section>
  )
}

const VERDICTS = ['fine', 'choppy', 'late', 'echo', 'noise', 'one-way'] as const

/** Asked only after a call whose connection suffered; the answer goes to the network. */
function SoundQuestion() {
  const t = messages.ended
  const store = usePhoneStore()
  return (
    <fieldset className="pt-3 pl-6">
      <legend className="float-left w-full pb-1.5 font-medium">{t.howWasSound}</legend>
      <div className="flex flex-wrap gap-1.5">
        {VERDICTS.map((verdict) => (
          <Button key={verdict} size="small" onClick={() => store?.rateSound(verdict)}>
            {t.soundVerdicts[verdict]}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
