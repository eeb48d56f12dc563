import { nothing, route } from '#lib/http/route.ts'
import { CallerIdList } from '#lib/numbers/caller-id-answers.ts'
import { listCallerIds, refreshCallerIds } from '#lib/numbers/caller-ids.ts'

export const GET = route({
  summary: 'List the verified caller IDs',
  input: nothing,
  run: listCallerIds,
  output: CallerIdList,
})
export const POST = route({
  summary: 'Read the verified caller IDs from the carrier',
  input: nothing,
  run: refreshCallerIds,
  output: CallerIdList,
})
