'use client'
import { useDesk } from '#components/desk/desk-context.tsx'
import { useNumbers } from './use-numbers.ts'

/** A number as the business writes it: national at home, international elsewhere. */
export function useNumberText(): (number: string) => string {
  const { country } = useDesk().business
  const numbers = useNumbers()
  return (number) => numbers?.displayNumber(number, country) ?? number
}

export function NumberText({ number }: { number: string }) {
  return <span className="number">{useNumberText()(number)}</span>
}
