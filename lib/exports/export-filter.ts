import { z } from 'zod'
import { CallFilter } from '#lib/calls/call-filter.ts'
import { MOST_CHOSEN } from './most-chosen.ts'

const chosen = z.array(z.uuid()).max(MOST_CHOSEN)
/** A list, or a text with commas: so a stored filter is read again. */
const ids = z.union(
  [
    chosen,
    z
      .string()
      .max(MOST_CHOSEN * 40)
      .transform((text) => text.split(','))
      .pipe(chosen),
  ],
  `must be at most ${MOST_CHOSEN} ids`,
)

/** What a prepared file may be asked for: as the list, and more single calls than an address can hold. */
export const ExportFilter = CallFilter.extend({ ids: ids.optional() })

/** A body of so many ids. */
export const EXPORT_BYTES = 256 * 1024
