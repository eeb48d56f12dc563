import { serveOpenApi } from '#lib/http/serve-openapi.ts'

export const GET = serveOpenApi
