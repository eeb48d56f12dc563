import { PlaceCall, placeCall } from '#lib/calls/place-call.ts'
import { route } from '#lib/http/route.ts'
import { Placed } from '#lib/phone/wire.ts'

export const POST = route({
  summary: 'Begin a call from the own device',
  input: PlaceCall,
  run: placeCall,
  status: 201,
  output: Placed,
})
