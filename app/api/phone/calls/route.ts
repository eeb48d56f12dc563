import { listMyCalls } from '#lib/calls/list-my-calls.ts'
import { nothing, route } from '#lib/http/route.ts'
import { MyCalls } from '#lib/phone/wire.ts'

export const GET = route({
  summary: 'List the calls that oneself is in',
  input: nothing,
  run: listMyCalls,
  output: MyCalls,
})
