import type { ReactNode } from 'react'

/** What stands where a list has nothing: a fact, advice, a way on. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="m-auto flex max-w-80 flex-col items-center gap-1 px-6 py-12 text-center">
      <p className="font-semibold">{title}</p>
      {children && <p className="text-ink-2">{children}</p>}
      {action && <div className="pt-3">{action}</div>}
    </div>
  )
}
