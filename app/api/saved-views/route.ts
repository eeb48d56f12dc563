import { nothing, route } from '#lib/http/route.ts'
import { listViews } from '#lib/saved-views/list-views.ts'
import { SaveView, saveView } from '#lib/saved-views/save-view.ts'
import { SavedView, ViewList } from '#lib/saved-views/view-answers.ts'

export const GET = route({
  input: nothing,
  run: listViews,
  summary: 'The saved views of the call log',
  output: ViewList,
})
export const POST = route({
  input: SaveView,
  run: saveView,
  status: 201,
  summary: 'Saves a view of the call log',
  output: SavedView,
})
