import { Deleted } from '#lib/calls/call-answers.ts'
import { route } from '#lib/http/route.ts'
import { deleteView, ViewId } from '#lib/saved-views/delete-view.ts'

export const DELETE = route({ input: ViewId, run: deleteView, summary: 'Deletes a saved view', output: Deleted })
