'use client'
import { Check, Link as LinkIcon } from 'lucide-react'
import { useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'

const t = messages.callNotes

/** Copies the address of a call's page. */
export function CopyLink({ id }: { id: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(`/calls/${id}`, window.location.href).href)
    setCopied(true)
  }
  const label = isCopied ? t.copied : t.copyLink
  return (
    <Button
      kind="quiet"
      size="small"
      icon={isCopied ? Check : LinkIcon}
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    />
  )
}
