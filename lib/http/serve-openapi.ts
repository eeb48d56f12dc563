import { z } from 'zod'
import document from './openapi.json'
import { described } from './operation.ts'

/** The description of the API, for its clients and their tools. */
export const serveOpenApi = described(
  () => Response.json(document, { headers: { 'cache-control': 'public, max-age=300' } }),
  { summary: 'Describe the API', status: 200, input: z.object({}), output: 'application/json', body: 'json' },
)
