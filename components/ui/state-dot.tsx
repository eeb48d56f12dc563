import { cn } from './class-names.ts'

const SHAPES = {
  ready: 'rounded-full bg-live',
  live: 'rounded-[2px] bg-live',
  ringing: 'rotate-45 scale-90 rounded-[1px] bg-ringing',
  waiting: 'rounded-full shadow-[inset_0_0_0_2px_var(--ended)]',
  problem: 'rounded-full bg-problem',
}

/** A state by shape first, colour second; its word stands beside it. */
export const StateDot = ({ state }: { state: keyof typeof SHAPES }) => (
  <i aria-hidden className={cn('size-2 flex-none', SHAPES[state])} />
)
