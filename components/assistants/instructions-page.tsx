'use client'
import Link from 'next/link'
import useSWR from 'swr'
import { Crumb } from '#components/desk/crumb.tsx'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import type { AssistantList } from './assistant.ts'
import { AssistantForm } from './assistant-form.tsx'
import { PlaceCall } from './place-call.tsx'

const t = messages.assistants

/** What an assistant is told, and a call it is sent on; `new` for one that is not there yet. */
export function InstructionsPage({ id }: { id: string }) {
  const { data } = useSWR<AssistantList>(KEYS.assistants)
  const assistant = data?.assistants.find((each) => each.id === id)
  const heading = assistant?.name ?? (id === 'new' ? t.new : t.loading)
  return (
    <>
      <header className="flex h-13 flex-none items-center gap-2 border-b border-line px-4 tablet:h-bar tablet:px-5">
        <h1 className="flex min-w-0 flex-1 items-center gap-2 text-14 font-semibold">
          <Crumb href="/assistants">{t.title}</Crumb>
          {assistant ? (
            <Link href={`/assistants/${id}`} className="truncate hover:underline">
              {heading}
            </Link>
          ) : (
            <span className="truncate">{heading}</span>
          )}
        </h1>
      </header>
      <ScrollArea>
        {data && (assistant || id === 'new') && (
          <AssistantForm key={id} assistant={assistant ?? null} lines={data.lines} />
        )}
        {assistant && <PlaceCall assistant={assistant} />}
      </ScrollArea>
    </>
  )
}
