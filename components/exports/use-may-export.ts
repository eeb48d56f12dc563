'use client'
import { useDesk } from '#components/desk/desk-context.tsx'

const ROLES = ['owner', 'admin', 'supervisor']

/** Whether the session may take calls away as files; the server decides it again. */
export const useMayExport = (): boolean => ROLES.includes(useDesk().role)
