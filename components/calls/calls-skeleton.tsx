import { messages } from '#components/messages/messages.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** Rows that will be calls. */
export function CallsSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <div aria-busy="true" aria-label={messages.calls.loading} role="group" className="px-4 tablet:px-5">
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={i} className="flex h-14 items-center gap-3 tablet:h-row">
          <Skeleton className="size-3.5" />
          <div className="flex flex-1 flex-col gap-1.5">
            <Skeleton className="w-36" />
            <Skeleton className="h-2.5 w-24" />
          </div>
          <Skeleton className="w-10" />
        </div>
      ))}
    </div>
  )
}
