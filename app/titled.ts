import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { messagesIn } from '#components/messages/messages.ts'
import { parseReader, READER_COOKIE } from '#components/ui/reader.ts'

/** A page's generateMetadata: its title in the reader's language. */
export const titled = (titleOf: (texts: ReturnType<typeof messagesIn>) => string) => async (): Promise<Metadata> => {
  const reader = parseReader((await cookies()).get(READER_COOKIE)?.value)
  return { title: titleOf(messagesIn(reader.language)) }
}
