'use client'
import type { ReactNode } from 'react'
import { SWRConfig } from 'swr'
import { fetchJson } from './fetch-json.ts'

const CONFIG = { fetcher: fetchJson, refreshInterval: 0, keepPreviousData: true, dedupingInterval: 0 }

/** What is on screen is read once and again when an event says so; nothing polls. */
export const SwrProvider = ({ children }: { children: ReactNode }) => <SWRConfig value={CONFIG}>{children}</SWRConfig>
