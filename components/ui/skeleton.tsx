import { cn } from './class-names.ts'

/** A place where text will be. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn('block h-3 rounded-sm bg-pressed', className)} />
)
