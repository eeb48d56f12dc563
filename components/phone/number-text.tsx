'use client'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { useNumbers } from './use-numbers.ts'

/** A number as the business writes it: national at home, international elsewhere; in words where none was shown. */
export function useNumberText(): (number: string | null) => string {
  const { country } = useDesk().business
  const numbers = useNumbers()
  return (number) => (number === null ? messages.callLog.withheld : (numbers?.displayNumber(number, country) ?? number))
}

export function NumberText({ number }: { number: string | null }) {
  return <span className="number">{useNumberText()(number)}</span>
}
