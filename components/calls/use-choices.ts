'use client'
import useSWR from 'swr'
import { KEYS } from '#components/live/keys.ts'

/** What calls can be filtered by and marked with. */
export interface Choices {
  people: { id: string; name: string }[]
  lines: { number: string; label: string }[]
  tags: string[]
  dispositions: string[]
}

const NONE: Choices = { people: [], lines: [], tags: [], dispositions: [] }

export const useChoices = (): Choices => useSWR<Choices>(KEYS.callChoices).data ?? NONE
