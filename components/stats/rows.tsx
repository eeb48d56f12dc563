'use client'
import Link from 'next/link'
import { type ComponentProps, createContext, type ReactNode, useContext } from 'react'
import type { Filters } from '#components/call-log/log-query.ts'
import { cn } from '#components/ui/class-names.ts'
import { formatNumber } from '#components/ui/reader.ts'
import { type Period, rowsHref } from './stats.ts'

const RowsContext = createContext<(part: Filters) => string>(() => '/calls')

interface RowsProviderProps {
  filters: Filters
  period: Period
  children: ReactNode
}

/** Lets the figures inside open the calls they count. */
export const RowsProvider = ({ filters, period, children }: RowsProviderProps) => (
  <RowsContext value={(part) => rowsHref(filters, period, part)}>{children}</RowsContext>
)

interface RowsLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'part'> {
  part: Filters
  label?: string
}

/** A way to the calls that a figure counts. */
export function RowsLink({ part, label, ...rest }: RowsLinkProps) {
  const hrefOf = useContext(RowsContext)
  return (
    // A page of figures has hundreds of these: none is fetched before it is followed.
    <Link {...rest} href={hrefOf(part)} prefetch={false} aria-label={label} />
  )
}

/** A number of calls that opens them; nothing opens nothing. */
export function Count({ n, part, className }: { n: number; part: Filters; className?: string }) {
  if (n === 0) return <span className={cn('figures text-ink-3', className)}>0</span>
  return (
    <RowsLink part={part} className={cn('figures underline-offset-2 hover:underline', className)}>
      {formatNumber(n)}
    </RowsLink>
  )
}
