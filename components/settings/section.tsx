import type { ReactNode } from 'react'

/** A titled part of a settings page, with a sentence on what it is for. */
export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="border-b border-line last:border-0">
      <div className="flex max-w-120 flex-col gap-4 px-4 py-5 tablet:px-5">
        <div>
          <h2 className="font-semibold">{title}</h2>
          {lead && <p className="pt-0.5 text-ink-2">{lead}</p>}
        </div>
        {children}
      </div>
    </section>
  )
}
