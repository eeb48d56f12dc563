'use client'
import useSWR from 'swr'
import { KEYS } from '#components/live/keys.ts'
import type { Choices } from '#lib/calls/call-answers.ts'

export type { Choices }

const NONE: Choices = { people: [], lines: [], tags: [], dispositions: [] }

/** What calls can be filtered by and marked with. */
export const useChoices = (): Choices => useSWR<Choices>(KEYS.callChoices).data ?? NONE
