import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import { Icon } from '#components/ui/icon.tsx'

interface CrumbProps {
  href: string
  children: string
}

/** The way up from a page, before its own title; on a phone an arrow, so that the title has room. */
export const Crumb = ({ href, children }: CrumbProps) => (
  <>
    <Link
      href={href}
      aria-label={children}
      className="flex flex-none items-center rounded-sm font-regular text-ink-3 hover:text-ink max-tablet:-ml-2 max-tablet:size-9 max-tablet:justify-center"
    >
      <span className="tablet:hidden">
        <Icon of={ChevronLeft} />
      </span>
      <span className="max-tablet:hidden">{children}</span>
    </Link>
    <span aria-hidden className="font-regular text-ink-3 max-tablet:hidden">
      /
    </span>
  </>
)
