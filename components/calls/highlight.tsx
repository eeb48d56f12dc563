import { cutAtHits } from './marks.ts'

/** A text with what a search met in it marked. */
export const Highlight = ({ text, search }: { text: string; search: string | undefined }) =>
  cutAtHits(text, search ?? '').map((piece, index) =>
    piece.isHit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
      <mark key={index} className="rounded-xs bg-[color-mix(in_srgb,var(--ringing)_38%,transparent)] px-px text-ink">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
