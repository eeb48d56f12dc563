import { apologise } from '#lib/http/carrier-webhook.ts'

export const POST = apologise
