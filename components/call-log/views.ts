import { messages } from '#components/messages/messages.ts'
import { type LogQuery, readQuery, viewOf } from './log-query.ts'

/** A list under a name. */
export interface View {
  /** Absent for those that everybody has. */
  id?: string
  name: string
  /** The page's search parameters. */
  query: string
  /** How many calls it has is worth knowing before it is opened. */
  isCounted?: boolean
}

export type { SavedView } from '#lib/saved-views/view-answers.ts'

const t = messages.callLog.views

/** The views everybody has. What is old is neither missed nor to be reviewed any more. */
export const usualViews = (userId: string): View[] => [
  { name: t.all, query: '' },
  { name: t.missed, query: 'started=7d&direction=inbound&outcome=missed', isCounted: true },
  { name: t.mine, query: `user_id=${userId}` },
  { name: t.unreviewed, query: 'started=7d&has_recording=true&reviewed=false', isCounted: true },
]

/** The list of a view, as if it had been read from an address. */
export const queryOf = (view: View): LogQuery => readQuery(new URLSearchParams(view.query))

/** Whether the list on screen is this view. */
export const isShown = (view: View, query: LogQuery): boolean => viewOf(queryOf(view)) === viewOf(query)
