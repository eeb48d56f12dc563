import { PlaceCall, placeCall } from '#lib/calls/place-call.ts'
import { route } from '#lib/http/route.ts'

export const POST = route({ input: PlaceCall, run: placeCall, status: 201 })
