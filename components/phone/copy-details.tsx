'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { usePhoneSettings } from './use-phone.tsx'

/** Copies what an admin asks for: the facts given, when it was, and by which way to the phone network. */
export function CopyDetails({ details }: { details: Record<string, string | null> }) {
  const [copied, setCopied] = useState(false)
  const settings = usePhoneSettings()
  const t = messages.ended
  const copy = async () => {
    const facts = {
      ...details,
      at: new Date().toISOString(),
      edge: settings?.edge ?? 'roaming',
      phone: settings?.identity,
    }
    const lines = Object.entries(facts).flatMap(([name, value]) => (value ? `${name}: ${value}` : []))
    await navigator.clipboard.writeText(lines.join('\n'))
    setCopied(true)
  }
  return (
    <Button kind="quiet" size="small" icon={copied ? Check : Copy} onClick={() => void copy()}>
      {copied ? t.copied : t.copy}
    </Button>
  )
}
