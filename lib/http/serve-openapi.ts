import document from './openapi.json'

/** The description of the API, for its clients and their tools. */
export const serveOpenApi = (): Response =>
  Response.json(document, { headers: { 'cache-control': 'public, max-age=300' } })
