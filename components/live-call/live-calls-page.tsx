'use client'
import { AudioLines, Phone, Settings2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import useSWR from 'swr'
import { managesAssistants } from '#components/assistants/assistant.ts'
import { Crumb } from '#components/desk/crumb.tsx'
import { useDesk } from '#components/desk/desk-context.tsx'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { usePhone, usePhoneSettings, usePhoneStore } from '#components/phone/use-phone.tsx'
import { Button } from '#components/ui/button.tsx'
import { Chip } from '#components/ui/chip.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { CallList } from './call-list.tsx'
import type { ConversationSummary } from './conversation.ts'
import { LiveCall } from './live-call.tsx'

const t = messages.assistants

interface AssistantCalls {
  assistant: { id: string; name: string }
  conversations: ConversationSummary[]
}

/** What an assistant does now and did today: its calls, one of them word by word. */
export function LiveCallsPage({ assistantId }: { assistantId: string }) {
  const { data } = useSWR<AssistantCalls>(KEYS.conversations(assistantId))
  const [picked, setPicked] = useState<string | null>(null)
  const conversations = data?.conversations ?? []
  const live = conversations.filter(({ callEndedAt }) => callEndedAt === null)
  const chosen = picked ?? live[0]?.id ?? conversations[0]?.id ?? null
  return (
    <>
      <Heading assistantId={assistantId} name={data?.assistant.name ?? t.loading} live={live.length} />
      <div className="flex min-h-0 flex-1 flex-col desk:flex-row">
        <CallList conversations={conversations} chosen={chosen} onChoose={setPicked} />
        {chosen ? <LiveCall key={chosen} id={chosen} /> : <Empty title={t.nobody}>{data && t.nobodyAdvice}</Empty>}
      </div>
    </>
  )
}

function Heading({ assistantId, name, live }: { assistantId: string; name: string; live: number }) {
  const manages = managesAssistants(useDesk().role)
  return (
    <header className="flex h-13 flex-none items-center gap-2 border-b border-line px-4 tablet:h-bar tablet:px-5">
      <h1 className="flex min-w-0 items-center gap-2 text-14 font-semibold">
        <Crumb href="/assistants">{t.title}</Crumb>
        <span className="truncate">{name}</span>
      </h1>
      {live > 0 && (
        <Chip tone="live" icon={AudioLines}>
          {t.live(live)}
        </Chip>
      )}
      <span className="flex-1" />
      <TryIt assistantId={assistantId} name={name} />
      {manages && (
        <Link
          href={`/assistants/${assistantId}/instructions`}
          className="inline-flex h-9 items-center gap-1.5 rounded-md px-2 text-12 font-medium text-ink-2 hover:bg-hover tablet:h-control-small"
        >
          <Icon of={Settings2} size={14} />
          {t.instructions}
        </Link>
      )}
    </header>
  )
}

/** Talks with the assistant from this browser: nobody is dialled. */
function TryIt({ assistantId, name }: { assistantId: string; name: string }) {
  const store = usePhoneStore()
  const line = usePhoneSettings()?.lines[0]
  const { link, call } = usePhone()
  const isFree = store !== null && line !== undefined && link === 'ready' && call === null
  const talk = () => line && void store?.join(`${KEYS.assistants}/${assistantId}/try`, name, line)
  return (
    <Button size="small" kind="quiet" icon={Phone} disabled={!isFree} onClick={talk}>
      {t.tryIt}
    </Button>
  )
}
