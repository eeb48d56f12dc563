import { z } from 'zod'
import { type Operation } from './operation.ts'

/** A route's method, by the path of its folder. */
export interface Described {
  path: string
  method: string
  operation: Operation
}

type Schema = z.core.JSONSchema.BaseSchema
type Properties = Record<string, Schema>

/** The description of the whole API in OpenAPI 3.1, from the schemas that its requests are read by. */
export function openApi(routes: Described[]) {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1))) {
    const path = route.path.replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Offhook',
      version: '1',
      description: 'Times are ISO 8601 in UTC, durations are seconds. Clients bear fields that they do not know.',
    },
    servers: [{ url: '/' }],
    paths,
    components: { securitySchemes: SECURITY_SCHEMES },
  }
}

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a token of POST /api/auth/token.' },
  signature: { type: 'apiKey', in: 'header', name: 'X-Twilio-Signature' },
}

function describe({ path, method, operation }: Described) {
  const { properties, required } = inputOf(operation.input)
  const inPath = [...path.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name]) => name!)
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name))
  const hasBody = !['GET', 'DELETE'].includes(method) && rest.length > 0
  const parameter = (name: string, where: string) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: properties[name] ?? { type: 'string' },
  })
  return {
    ...(operation.summary && { summary: operation.summary }),
    security: [operation.body === 'signed-form' ? { signature: [] } : { bearer: [] }],
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(hasBody ? [] : rest.map((name) => parameter(name, 'query'))),
    ],
    ...(hasBody && { requestBody: bodyOf(operation, pick(properties, rest), required) }),
    responses: {
      [operation.status]: answerOf(operation),
      default: { description: 'An error: its code, field and message.' },
    },
  }
}

function inputOf(input: z.ZodType): { properties: Properties; required: string[] } {
  const { properties, required } = jsonSchema(input)
  return { properties: (properties ?? {}) as Properties, required: required ?? [] }
}

/** What cannot be said in JSON Schema, as that a text is a number, is checked all the same. */
function jsonSchema(schema: z.ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

const pick = (properties: Properties, names: string[]): Properties =>
  Object.fromEntries(names.map((name) => [name, properties[name]!]))

const BODY_TYPES = {
  json: 'application/json',
  'signed-form': 'application/x-www-form-urlencoded',
  'file-form': 'multipart/form-data',
}

function bodyOf({ body }: Operation, properties: Properties, required: string[]) {
  const needed = required.filter((name) => name in properties)
  const schema = { type: 'object', properties, ...(needed.length > 0 && { required: needed }) }
  return { required: needed.length > 0, content: { [BODY_TYPES[body]]: { schema } } }
}

const answerOf = ({ output, status }: Operation) => ({
  description: 'Done.',
  ...(status !== 204 && {
    content:
      typeof output === 'string'
        ? { [output]: { schema: output === 'application/json' ? {} : { type: 'string' } } }
        : { 'application/json': { schema: jsonSchema(output) } },
  }),
})
