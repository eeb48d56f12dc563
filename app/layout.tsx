import '@fontsource-variable/inter/opsz.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { THEME_COOKIE } from '#components/desk/theme.ts'
import { LanguageGate } from '#components/messages/language-gate.tsx'
import { messages } from '#components/messages/messages.ts'
import { NonceProvider } from '#components/ui/nonce.tsx'
import { parseReader, READER_COOKIE } from '#components/ui/reader.ts'

export const metadata: Metadata = {
  title: { default: messages.product, template: `%s · ${messages.product}` },
  icons: { icon: '/icon.svg' },
  manifest: '/manifest.webmanifest',
}

export const viewport: Viewport = { viewportFit: 'cover' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const kept = await cookies()
  const theme = kept.get(THEME_COOKIE)?.value
  const reader = kept.get(READER_COOKIE)?.value
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html
      lang={parseReader(reader).language}
      data-reader={reader}
      data-theme={theme === 'dark' || theme === 'light' ? theme : undefined}
    >
      <body>
        <NonceProvider nonce={nonce}>
          <LanguageGate language={parseReader(reader).language}>{children}</LanguageGate>
        </NonceProvider>
      </body>
    </html>
  )
}
