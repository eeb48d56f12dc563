'use client'
import type { ReactNode } from 'react'
import type { Reader } from '#components/ui/reader.ts'
import { useMounted } from '#components/ui/use-mounted.ts'

/** The server renders pages in English; in another language a page begins in the browser, which knows its reader. */
export function LanguageGate({ language, children }: { language: Reader['language']; children: ReactNode }) {
  const mounted = useMounted()
  return language === 'en-GB' || mounted ? children : null
}
