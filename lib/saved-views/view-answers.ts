import { z } from 'zod'

/** A list of the call log under a name; query: the page's search parameters. */
export const SavedView = z.object({ id: z.uuid(), name: z.string(), query: z.string() })
export type SavedView = z.output<typeof SavedView>

export const ViewList = z.object({ views: z.array(SavedView) })
